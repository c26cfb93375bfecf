package dev.darkroom.sandbox.storage.route;

import com.fasterxml.jackson.databind.JsonNode;
import dev.darkroom.sandbox.http.ByteRange;
import dev.darkroom.sandbox.http.SandboxReply;
import dev.darkroom.sandbox.http.SandboxReply.Answer;
import dev.darkroom.sandbox.http.UriEncoding;
import dev.darkroom.sandbox.storage.object.MimeTypes;
import dev.darkroom.sandbox.storage.object.ObjectNameRules;
import dev.darkroom.sandbox.storage.object.StorageBucketRow;
import dev.darkroom.sandbox.storage.object.StorageObjectRow;
import dev.darkroom.sandbox.storage.object.StorageObjectStore;
import dev.darkroom.sandbox.storage.reply.JsonSchemaCheck;
import dev.darkroom.sandbox.storage.reply.StorageError;
import dev.darkroom.sandbox.storage.reply.StorageReply;
import dev.darkroom.sandbox.storage.route.StorageRoute.Auth;
import dev.darkroom.sandbox.storage.route.StorageRoute.Body;
import dev.darkroom.sandbox.storage.token.UrlSignatures;
import java.nio.file.Files;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Reads objects: with a key, without one in public buckets, and through signed URLs. */
final class ObjectReadRoutes {
    static final DateTimeFormatter HTTP_DATE = DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
            .withZone(ZoneOffset.UTC);

    private final StorageObjectStore store;
    private final UrlSignatures signatures;

    ObjectReadRoutes(StorageObjectStore store, UrlSignatures signatures) {
        this.store = store;
        this.signatures = signatures;
    }

    /**
     * The generic paths come last: they would match {@code public} as a bucket, and do so for a HEAD of public information,
     * which the original does not have.
     */
    List<StorageRoute> routes() {
        return List.of(
                StorageRoute.get("/object/info/authenticated/:bucket/*", Auth.REQUIRED, this::info),
                StorageRoute.of("GET", "/object/info/public/:bucket/*", Auth.NONE, Body.NONE, this::info),
                StorageRoute.get("/object/info/:bucket/*", Auth.OPTIONAL, this::info),
                read("/object/authenticated/:bucket/*", Auth.REQUIRED),
                head("/object/authenticated/:bucket/*", Auth.REQUIRED),
                read("/object/public/:bucket/*", Auth.NONE),
                head("/object/public/:bucket/*", Auth.NONE),
                StorageRoute.get("/object/sign/:bucket/*", Auth.NONE, this::signed)
                        .query(JsonSchemaCheck.object("download:text token!:text")),
                read("/object/:bucket/*", Auth.OPTIONAL),
                head("/object/:bucket/*", Auth.OPTIONAL));
    }

    private StorageRoute read(String path, Auth auth) {
        return StorageRoute.of("GET", path, auth, Body.NONE, call -> content(call, find(call), Optional.empty()))
                .query(JsonSchemaCheck.object("download:text"));
    }

    /** Answered from the row alone. */
    private StorageRoute head(String path, Auth auth) {
        return StorageRoute.of("HEAD", path, auth, Body.NONE, call -> {
            StorageObjectRow row = find(call);
            return whole(row).with("cache-control", row.cacheControl());
        });
    }

    private Answer info(StorageCall call) {
        return StorageReply.ok(find(call).info());
    }

    private Answer signed(StorageCall call) {
        JsonNode claims = signatures.verify(call.token(), "download", call.path());
        ObjectNameRules.checkKey(call.key());
        StorageObjectRow row = store.object(call.bucket(), call.key()).orElseThrow(StorageError.NO_SUCH_KEY::refusal);
        JsonNode exp = claims.path("exp");
        String expires = exp.isNumber() ? HTTP_DATE.format(Instant.ofEpochSecond(exp.asLong())) : "Invalid Date";
        return content(call, row, Optional.of(expires));
    }

    private StorageObjectRow find(StorageCall call) {
        StorageBucketRow bucket = store.bucket(call.bucket())
                .filter(row -> row.isPublic() || call.caller().verified())
                .orElseThrow(StorageError.NO_SUCH_BUCKET::refusal);
        ObjectNameRules.checkKey(call.key());
        return bucket.isPublic()
                ? store.object(bucket.id(), call.key()).orElseThrow(StorageError.NO_SUCH_KEY::refusal)
                : store.visible(call.caller(), bucket.id(), call.key());
    }

    /** @param expires the signed URL's expiry, which replaces the object's cache control */
    private Answer content(StorageCall call, StorageObjectRow row, Optional<String> expires) {
        if (!Files.isReadable(store.file(row))) {
            throw StorageError.INTERNAL.refusal();
        }
        Optional<String> known = call.header("if-none-match").filter(tag -> !tag.isEmpty());
        boolean same = known.equals(Optional.of(row.etag()));
        boolean stale = known.isPresent() && !same;
        String cache = row.cacheControl() + (stale ? ", stale-while-revalidate=30" : "");
        Answer answer = same || isUnmodified(call, row)
                ? new Answer(304, headers(row), new SandboxReply.Body.None())
                : call.header("range").map(range -> part(row, range)).orElseGet(() -> whole(row));
        answer = expires.isPresent() ? answer.with("expires", expires.get()) : answer.with("cache-control", cache);
        Optional<String> name = call.query("download");
        return name.isPresent() ? answer.with("content-disposition", disposition(name.get())) : answer;
    }

    /** The header has whole seconds and the file has milliseconds: a caller who sends Last-Modified back gets the file. */
    private static boolean isUnmodified(StorageCall call, StorageObjectRow row) {
        Instant modified = row.lastModified().truncatedTo(ChronoUnit.MILLIS);
        return call.header("if-modified-since")
                .flatMap(ObjectReadRoutes::date)
                .filter(since -> !modified.isAfter(since))
                .isPresent();
    }

    private static Optional<Instant> date(String header) {
        try {
            return Optional.of(DateTimeFormatter.RFC_1123_DATE_TIME.parse(header.strip(), Instant::from));
        } catch (DateTimeParseException _) {
            return Optional.empty();
        }
    }

    private Answer part(StorageObjectRow row, String header) {
        ByteRange range = ByteRange.of(header, row.size()).orElseThrow(StorageError.RANGE::refusal);
        return answer(206, row, range.first(), range.length()).with("content-range", range.header(row.size()));
    }

    private Answer whole(StorageObjectRow row) {
        return answer(200, row, 0, row.size());
    }

    private Answer answer(int status, StorageObjectRow row, long from, long length) {
        return new Answer(status, headers(row), new SandboxReply.Body.FilePart(store.file(row), from, length, length));
    }

    private static Map<String, String> headers(StorageObjectRow row) {
        return Map.of(
                "accept-ranges", "bytes",
                "content-type", MimeTypes.served(row.mimeType()),
                "etag", row.etag(),
                "x-robots-tag", row.robotsTag() == null ? "none" : row.robotsTag(),
                "last-modified", HTTP_DATE.format(row.lastModified()));
    }

    private static String disposition(String name) {
        String encoded = UriEncoding.encodeComponent(name);
        return name.isEmpty() ? "attachment;" : "attachment; filename=" + encoded + "; filename*=UTF-8''" + encoded;
    }
}
