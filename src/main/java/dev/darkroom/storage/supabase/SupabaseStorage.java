package dev.darkroom.storage.supabase;

import com.fasterxml.jackson.databind.JsonNode;
import dev.darkroom.http.HttpClients;
import dev.darkroom.http.RemoteException;
import dev.darkroom.http.RemoteException.RemoteFailureKind;
import dev.darkroom.http.outbound.OutboundPolicy;
import dev.darkroom.message.CodedMessage;
import dev.darkroom.storage.supabase.StorageKey.ObjectKeys;
import dev.darkroom.storage.supabase.SupabaseCalls.ApiBaseResolver;
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
 * A client of Supabase Storage for one bucket and one key. Calls block, are sent once and may come from any thread. Failures
 * are {@link RemoteException}s with the status and code that the service means (it wraps nearly all in HTTP 400); invalid input
 * causes an {@link IllegalArgumentException} before anything is sent.
 */
public final class SupabaseStorage {
    public static final String SERVICE = "Supabase Storage";

    /** The service's limit of objects per sign or delete call. */
    private static final int BATCH = 1000;

    /** A service that neither reads nor answers for this long counts as stalled. */
    private static final Duration SILENCE = Duration.ofSeconds(30);

    /**
     * The limits of a whole call: of one that answers in JSON, whatever the service does, and of an upload, which may be large.
     */
    private static final Duration CALL_TIMEOUT = Duration.ofMinutes(1);

    private static final Duration MAX_UPLOAD_TIMEOUT = Duration.ofHours(2);

    /** The additional time for the answer to an upload, per megabyte, because the server first writes the whole file. */
    private static final Duration TIMEOUT_PER_MEGABYTE = Duration.ofMillis(200);

    private static final long MEGABYTE = 1_000_000;

    /** How long clients may cache a file. */
    private static final Duration CACHE_FOR = Duration.ofHours(1);

    private final SupabaseSettings settings;
    private final SupabaseCalls calls;
    private final OkHttpClient uploads;

    public SupabaseStorage(HttpClients http, SupabaseSettings settings) {
        this(http, settings, SILENCE);
    }

    /** @param silence how long the service may send or accept nothing before it counts as stalled */
    SupabaseStorage(HttpClients http, SupabaseSettings settings, Duration silence) {
        OkHttpClient client = http.client()
                .newBuilder()
                .readTimeout(silence)
                .callTimeout(CALL_TIMEOUT)
                .build();
        this.settings = settings;
        this.calls = new SupabaseCalls(client, new ApiBaseResolver(client, settings.baseUrl()), settings.key());
        this.uploads = http.atMostOnce()
                .newBuilder()
                .readTimeout(silence)
                .writeTimeout(silence)
                .callTimeout(MAX_UPLOAD_TIMEOUT)
                .build();
    }

    private SupabaseStorage(SupabaseSettings settings, SupabaseCalls calls, OkHttpClient uploads) {
        this.settings = settings;
        this.calls = calls;
        this.uploads = uploads;
    }

    public SupabaseStorage withBucket(String bucket) {
        return new SupabaseStorage(settings.withBucket(bucket), calls, uploads);
    }

    /** Returns the same client with a time limit for each whole call; uploads keep theirs. */
    public SupabaseStorage withTimeout(Duration timeout) {
        return new SupabaseStorage(settings, calls.withTimeout(timeout), uploads);
    }

    public SupabaseSettings settings() {
        return settings;
    }

    /** Where links may lead: to this storage and to the internet. */
    public OutboundPolicy linkPolicy() {
        return OutboundPolicy.of(settings.baseUrl());
    }

    public String bucket() {
        return settings.bucket();
    }

    public SupabaseBuckets buckets() {
        return new SupabaseBuckets(calls);
    }

    /** Whether every call will fail until a user corrects the key: pause everything instead of failing each job. */
    public static boolean isKeyRefused(RemoteException exception) {
        return exception.service().equals(SERVICE) && SupabaseErrors.isKeyRefused(exception);
    }

    /** Whether the configured bucket does not exist or is not visible to the key. */
    public static boolean isBucketMissing(RemoteException exception) {
        return exception.service().equals(SERVICE) && SupabaseErrors.isBucketMissing(exception);
    }

    /** Whether the object does not exist or is not visible to this key. */
    public static boolean isMissing(RemoteException exception) {
        return exception.service().equals(SERVICE)
                && exception.status() == 404
                && Set.of("NoSuchKey", "not_found").contains(exception.code());
    }

    /** Uploads as {@link #upload(UploadRequest, Runnable)}, without progress. */
    public Uploaded upload(UploadRequest upload) {
        return upload(upload, () -> {});
    }

    /**
     * Uploads a file with a declared length. Without {@code upsert}, an existing key is refused with status 409; a
     * service that refuses a large file may leave it unread, and the upload then fails with a timeout.
     *
     * <p>Each upload uses its own connection, because one on which an upload was refused never answers again. It is aborted
     * when nothing moves for half a minute; the answer to a large file is given more time, one second per 5 MB.
     *
     * @param moved called on this thread for each block sent
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
                .plus(TIMEOUT_PER_MEGABYTE.multipliedBy(upload.bytes() / MEGABYTE));
        OkHttpClient client = uploads.newBuilder().readTimeout(answered).build();
        CodedMessage action = CodedMessage.of("do.store", upload.key(), bucket());
        JsonNode answer = calls.withClient(client).json(action, request.build());
        return new Uploaded(upload.key(), answer.path("Id").asText());
    }

    /** The confirmed upload: the key inside the bucket and the id of the object. */
    public record Uploaded(String key, String id) {}

    public StoredObject info(String key) {
        String path = "/object/info/authenticated/" + ObjectKeys.path(bucket(), ObjectKeys.check(key));
        return StoredObject.ofInfo(calls.get(CodedMessage.of("do.describe", key), path));
    }

    /**
     * Like {@link #info}, but empty when the object is missing. (HEAD cannot distinguish a missing object from a refused key.)
     */
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
     * Returns one page of all objects in the bucket, across folders, in byte order of their keys.
     *
     * @param cursor from the previous page; null for the first page
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
        // Without a cursor the next page would be this one again, forever.
        if (!answer.path("objects").isArray() || more && !next.isTextual()) {
            throw SupabaseErrors.unreadable(action);
        }
        List<StoredObject> objects = new ArrayList<>();
        answer.path("objects").forEach(object -> objects.add(StoredObject.ofList(object)));
        return new ObjectPage(objects, more ? next.asText() : null);
    }

    /** @param cursor for the next page; null after the last one */
    public record ObjectPage(
            List<StoredObject> objects, @Nullable String cursor) {}

    /** Signs a link to one object, valid for a whole number of seconds, at least one. */
    public SignedUrl sign(String key, Duration validFor) {
        SignedUrl signed = sign(List.of(key), validFor).get(key);
        if (signed == null) {
            throw new RemoteException(
                    SERVICE,
                    404,
                    "NoSuchKey",
                    CodedMessage.of(
                            "storage.refused", CodedMessage.of("do.sign", key), "Object not found", 404, "NoSuchKey"),
                    RemoteFailureKind.FINAL);
        }
        return signed;
    }

    /** Signs links to many objects in the requested order; missing and invisible objects are left out. */
    public Map<String, SignedUrl> sign(Collection<String> keys, Duration validFor) {
        if (validFor.toSeconds() < 1) {
            throw new IllegalArgumentException("A signed URL must be valid for at least one second.");
        }
        keys.forEach(ObjectKeys::check);
        Map<String, SignedUrl> links = new LinkedHashMap<>();
        for (List<String> part : parts(keys)) {
            Map<String, Object> body = Map.of("expiresIn", validFor.toSeconds(), "paths", part);
            // Always the batch route: on the other one, the encoding of the path decides whether the token works.
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
     * Deletes exactly these keys (a folder's name deletes nothing) and returns those actually deleted: the service silently
     * skips keys that are missing or that this key may not touch, so compare with the request.
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

    /** Uses only the token of the answer, never its path, which is decoded text. */
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
