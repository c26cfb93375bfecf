package dev.darkroom.storage.supabase;

import com.fasterxml.jackson.databind.JsonNode;
import dev.darkroom.http.HttpClients;
import dev.darkroom.http.RemoteException;
import dev.darkroom.http.outbound.OutboundPolicy;
import dev.darkroom.message.CodedMessage;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import org.jspecify.annotations.Nullable;

/**
 * The client of Supabase Storage for one bucket with one key. Calls block, are sent once and may come from any thread.
 * Failures are {@link RemoteException}s with the status and code that the service means (it wraps nearly all in HTTP 400);
 * bad input is an {@link IllegalArgumentException} before anything is sent.
 */
public final class SupabaseStorage {
    public static final String SERVICE = "Supabase Storage";

    /** What the service takes in one call of signing or deleting. */
    private static final int BATCH = 1000;

    /** A service that is silent for that long has stopped, whether it should read on or answer. */
    private static final Duration SILENCE = Duration.ofSeconds(30);

    /** Of a call that answers in JSON, whatever the service does; of an upload, which may be large. */
    private static final Duration LONGEST_CALL = Duration.ofMinutes(1);

    private static final Duration LONGEST_UPLOAD = Duration.ofHours(2);

    /** How much longer than that the answer to an upload may take, for the server writes all of it first. */
    private static final Duration FOR_A_MEGABYTE = Duration.ofMillis(200);

    private static final long MEGABYTE = 1_000_000;

    /** How long clients may keep a file. */
    private static final Duration CACHE_FOR = Duration.ofHours(1);

    private final SupabaseSettings settings;
    private final SupabaseCalls calls;
    private final OkHttpClient uploads;

    public SupabaseStorage(HttpClients http, SupabaseSettings settings) {
        this(http, settings, SILENCE);
    }

    /** @param silence after this time without a byte the service is taken to have stopped */
    SupabaseStorage(HttpClients http, SupabaseSettings settings, Duration silence) {
        OkHttpClient client = http.client()
                .newBuilder()
                .readTimeout(silence)
                .callTimeout(LONGEST_CALL)
                .build();
        this.settings = settings;
        this.calls = new SupabaseCalls(client, new ApiBaseResolver(client, settings.baseUrl()), settings.key());
        this.uploads = http.once()
                .newBuilder()
                .readTimeout(silence)
                .writeTimeout(silence)
                .callTimeout(LONGEST_UPLOAD)
                .build();
    }

    private SupabaseStorage(SupabaseSettings settings, SupabaseCalls calls, OkHttpClient uploads) {
        this.settings = settings;
        this.calls = calls;
        this.uploads = uploads;
    }

    /** The same bucket through another key, such as the token of a user. */
    public SupabaseStorage withKey(String key) {
        SupabaseSettings other = settings.withKey(key);
        return new SupabaseStorage(other, calls.withKey(other.key()), uploads);
    }

    public SupabaseStorage withBucket(String bucket) {
        return new SupabaseStorage(settings.withBucket(bucket), calls, uploads);
    }

    /** The same, with a limit for the whole of each call. */
    public SupabaseStorage within(Duration longest) {
        return new SupabaseStorage(settings, calls.within(longest), uploads);
    }

    public SupabaseSettings settings() {
        return settings;
    }

    /** Where a link may lead: to this storage, and to the internet. */
    public OutboundPolicy linkPolicy() {
        return OutboundPolicy.of(settings.baseUrl());
    }

    public String bucket() {
        return settings.bucket();
    }

    public SupabaseBuckets buckets() {
        return new SupabaseBuckets(calls);
    }

    /** Whether every call will fail until a person corrects the key: pause as a whole instead of failing each job. */
    public static boolean isKeyRefused(RemoteException exception) {
        return exception.service().equals(SERVICE) && SupabaseErrors.isKeyRefused(exception);
    }

    /** Whether the bucket of the settings is not there, or not visible to the key. */
    public static boolean isBucketMissing(RemoteException exception) {
        return exception.service().equals(SERVICE) && SupabaseErrors.isBucketMissing(exception);
    }

    /** Whether an upload was refused because the key is taken, perhaps by an earlier try whose answer was lost. */
    public static boolean isKeyTaken(RemoteException exception) {
        return exception.service().equals(SERVICE) && exception.status() == 409;
    }

    /** Whether the object is not there or not visible to this key. */
    public static boolean isMissing(RemoteException exception) {
        return exception.service().equals(SERVICE)
                && exception.status() == 404
                && Set.of("NoSuchKey", "not_found").contains(exception.code());
    }

    /** As {@link #upload(Upload, Runnable)}, for who does not watch it. */
    public Uploaded upload(UploadRequest upload) {
        return upload(upload, () -> {});
    }

    /**
     * Sends a file with its length. Without {@code upsert} a taken key is refused, see {@link #isKeyTaken}; a service that refuses a
     * large file so may leave it unread, and then this fails with a time limit.
     *
     * <p>Each goes over a connection of its own, for one on which an upload was refused never answers again. It ends when nothing
     * moves for half a minute; for the answer a large file gets longer, a second for each 5 MB.
     *
     * @param moved called on this thread for each block that has left
     */
    public Uploaded upload(UploadRequest upload, Runnable moved) {
        RequestBody body = upload.body(moved);
        Request.Builder request = calls.request("/object/" + ObjectKeys.path(bucket(), upload.key()))
                .post(body)
                .header("Connection", "close")
                .header("Cache-Control", "max-age=" + CACHE_FOR.toSeconds())
                .header("x-upsert", String.valueOf(upload.upsert()));
        if (!upload.metadata().isEmpty()) {
            request.header("x-metadata", upload.metadataHeader());
        }
        Duration answered = Duration.ofMillis(uploads.readTimeoutMillis())
                .plus(FOR_A_MEGABYTE.multipliedBy(upload.bytes() / MEGABYTE));
        OkHttpClient client = uploads.newBuilder().readTimeout(answered).build();
        CodedMessage action = CodedMessage.of("do.store", upload.key(), bucket());
        JsonNode answer = calls.through(client).json(action, request.build());
        return new Uploaded(upload.key(), answer.path("Id").asText());
    }

    /** What the service confirmed: the key inside the bucket and the id of the object. */
    public record Uploaded(String key, String id) {}

    public StoredObject info(String key) {
        String path = "/object/info/authenticated/" + ObjectKeys.path(bucket(), ObjectKeys.check(key));
        return StoredObject.ofInfo(calls.get(CodedMessage.of("do.describe", key), path));
    }

    /** Like {@link #info}, empty when the object is missing. (HEAD could not tell missing from a refused key.) */
    public Optional<StoredObject> find(String key) {
        try {
            return Optional.of(info(key));
        } catch (RemoteException exception) {
            if (isMissing(exception)) {
                return Optional.empty();
            }
            throw exception;
        }
    }

    /**
     * One page of all objects of the bucket, whatever their folders, by the bytes of their keys.
     *
     * @param cursor of the page before; null for the first page
     * @param limit at most a thousand
     */
    public ObjectPage list(@Nullable String cursor, int limit) {
        CodedMessage action = CodedMessage.of("do.list", bucket());
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("prefix", "");
        body.put("limit", limit);
        body.put("with_delimiter", false);
        body.put("sortBy", Map.of("column", "name", "order", "asc"));
        if (cursor != null) {
            body.put("cursor", cursor);
        }
        JsonNode answer = calls.query(action, "/object/list-v2/" + ObjectKeys.segment(bucket()), body);
        JsonNode next = answer.path("nextCursor");
        boolean more = answer.path("hasNext").asBoolean();
        // Without a cursor the next page would be this one again, for ever.
        if (!answer.path("objects").isArray() || more && !next.isTextual()) {
            throw SupabaseErrors.unreadable(action);
        }
        List<StoredObject> objects = new ArrayList<>();
        answer.path("objects").forEach(object -> objects.add(StoredObject.ofList(object)));
        return new ObjectPage(objects, more ? next.asText() : null);
    }

    /** @param cursor for the next page; null behind the last one */
    public record ObjectPage(
            List<StoredObject> objects, @Nullable String cursor) {}

    /** A link to one object, valid for whole seconds, at least one. */
    public SignedUrl sign(String key, Duration validFor) {
        SignedUrl signed = sign(List.of(key), validFor).get(key);
        if (signed == null) {
            throw new RemoteException(
                    SERVICE,
                    404,
                    "NoSuchKey",
                    CodedMessage.of(
                            "storage.refused", CodedMessage.of("do.sign", key), "Object not found", 404, "NoSuchKey"),
                    false,
                    null,
                    null);
        }
        return signed;
    }

    /** Links to many objects in the order asked for; what is missing or not visible is left out. */
    public Map<String, SignedUrl> sign(Collection<String> keys, Duration validFor) {
        if (validFor.toSeconds() < 1) {
            throw new IllegalArgumentException("A signed URL must be valid for at least one second.");
        }
        keys.forEach(ObjectKeys::check);
        Map<String, SignedUrl> links = new LinkedHashMap<>();
        for (List<String> part : parts(keys)) {
            Map<String, Object> body = Map.of("expiresIn", validFor.toSeconds(), "paths", part);
            // Always the batch route: in the other one the path's encoding decides whether the token is any good.
            JsonNode answer = calls.query(
                    part.size() == 1
                            ? CodedMessage.of("do.sign", part.getFirst())
                            : CodedMessage.of("do.sign.many", part.size()),
                    "/object/sign/" + ObjectKeys.segment(bucket()),
                    body);
            Instant fallback = Instant.now().plusSeconds(validFor.toSeconds());
            for (JsonNode line : answer) {
                if (line.path("signedURL").isTextual()) {
                    String key = line.path("path").asText();
                    links.put(key, link(key, line.path("signedURL").asText(), fallback));
                }
            }
        }
        return links;
    }

    /**
     * Deletes exactly these keys (a folder's name deletes nothing) and gives back those that were really deleted: the service
     * says nothing about keys that are missing or that this key may not touch, so compare with what was asked for.
     */
    public Set<String> delete(Collection<String> keys) {
        Set<String> deleted = new LinkedHashSet<>();
        for (List<String> part : parts(keys)) {
            JsonNode rows = calls.send(
                    part.size() == 1
                            ? CodedMessage.of("do.delete", part.getFirst())
                            : CodedMessage.of("do.delete.many", part.size()),
                    "DELETE",
                    "/object/" + ObjectKeys.segment(bucket()),
                    Map.of("prefixes", part));
            rows.forEach(row -> deleted.add(row.path("name").asText()));
        }
        deleted.retainAll(Set.copyOf(keys));
        return deleted;
    }

    /** Never the path of the answer, which is decoded text: only its token. */
    private SignedUrl link(String key, String answer, Instant fallback) {
        int mark = answer.lastIndexOf("?token=");
        if (mark < 0) {
            throw SupabaseErrors.unreadable(CodedMessage.of("do.sign", key));
        }
        String token = answer.substring(mark + "?token=".length());
        return new SignedUrl(
                URI.create(calls.base() + "/object/sign/" + ObjectKeys.path(bucket(), key) + "?token="
                        + ObjectKeys.segment(token)),
                SignedUrl.expiryOf(token).orElse(fallback));
    }

    private static List<List<String>> parts(Collection<String> keys) {
        List<String> all = keys.stream().distinct().toList();
        return Stream.iterate(0, from -> from < all.size(), from -> from + BATCH)
                .map(from -> all.subList(from, Math.min(all.size(), from + BATCH)))
                .toList();
    }
}
