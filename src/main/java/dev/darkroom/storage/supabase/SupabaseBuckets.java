package dev.darkroom.storage.supabase;

import dev.darkroom.http.RemoteException;
import dev.darkroom.message.CodedMessage;
import dev.darkroom.storage.supabase.StorageKey.ObjectKeys;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Calls on whole buckets. They require a service key: a user's key sees no bucket unless a policy allows it. */
public final class SupabaseBuckets {
    private final SupabaseCalls calls;

    SupabaseBuckets(SupabaseCalls calls) {
        this.calls = calls;
    }

    /** Creates the bucket if it does not exist; an existing bucket keeps its rules. Returns true if it was created now. */
    public boolean ensure(String id, StorageBucket.Rules rules) {
        rules.checked();
        if (find(id).isPresent()) {
            return false;
        }
        try {
            create(id, rules);
            return true;
        } catch (RemoteException exception) {
            if (exception.status() == 409) {
                return false; // created concurrently
            }
            throw exception;
        }
    }

    public void create(String id, StorageBucket.Rules rules) {
        Map<String, Object> body = new LinkedHashMap<>(body(rules.checked()));
        body.put("id", ObjectKeys.checkBucket(id));
        body.put("name", id);
        calls.send(CodedMessage.of("do.bucket.create", id), "POST", "/bucket", body);
    }

    public StorageBucket get(String id) {
        return StorageBucket.of(calls.get(CodedMessage.of("do.bucket.read", id), path(id)));
    }

    public Optional<StorageBucket> find(String id) {
        try {
            return Optional.of(get(id));
        } catch (RemoteException exception) {
            if (exception.status() == 404) {
                return Optional.empty();
            }
            throw exception;
        }
    }

    private static String path(String id) {
        return "/bucket/" + ObjectKeys.segment(ObjectKeys.checkBucket(id));
    }

    private static Map<String, Object> body(StorageBucket.Rules rules) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("public", rules.isPublic());
        body.put(
                "file_size_limit",
                rules.maxBytes().isPresent() ? rules.maxBytes().getAsLong() : null);
        body.put("allowed_mime_types", rules.mimeTypes().isEmpty() ? null : rules.mimeTypes());
        return body;
    }
}
