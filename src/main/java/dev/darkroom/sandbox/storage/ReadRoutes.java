package dev.darkroom.sandbox.storage;

import com.fasterxml.jackson.databind.JsonNode;
import dev.darkroom.sandbox.storage.StorageRoute.Auth;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Reads objects: with a key, in public buckets without, and through signed URLs. */
final class ReadRoutes {
    private static final JsonSchemaCheck.Members DOWNLOAD =
            JsonSchemaCheck.ANYTHING.with("download", JsonSchemaCheck.TEXT);
    private static final DateTimeFormatter HTTP_DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
            .withZone(ZoneOffset.UTC);

    private final ObjectStore store;
    private final RowAccess access;
    private final UrlSignatures signatures;

    ReadRoutes(ObjectStore store, UrlSignatures signatures) {
        this.store = store;
        this.access = new RowAccess(store);
        this.signatures = signatures;
    }

    /** The general path comes last: it would take {@code public} for a bucket. */
    List<StorageRoute> routes() {
        return List.of(
                StorageRoute.get("/object/info/authenticated/:bucket/*", Auth.REQUIRED, this::info),
                StorageRoute.get("/object/info/public/:bucket/*", Auth.NONE, this::info),
                StorageRoute.get("/object/info/:bucket/*", Auth.OPTIONAL, this::info),
                StorageRoute.get("/object/authenticated/:bucket/*", Auth.REQUIRED, this::read)
                        .query(DOWNLOAD),
                StorageRoute.get("/object/public/:bucket/*", Auth.NONE, this::read)
                        .query(DOWNLOAD),
                StorageRoute.get("/object/sign/:bucket/*", Auth.NONE, this::signed)
                        .query(DOWNLOAD.with("token", JsonSchemaCheck.TEXT).require("token")),
                StorageRoute.get("/object/:bucket/*", Auth.OPTIONAL, this::read).query(DOWNLOAD));
    }

    private StorageReply info(StorageRequest call) {
        return StorageReply.ok(find(call).info());
    }

    /** A HEAD is answered from the row alone. */
    private StorageReply read(StorageRequest call) {
        ObjectRow row = find(call);
        return call.method().equals("HEAD")
                ? new StorageReply(200, withCache(headers(row), row.cacheControl()), whole(row))
                : content(call, row, Optional.empty());
    }

    private StorageReply signed(StorageRequest call) {
        JsonNode claims = signatures.verify(call, "download");
        NameRules.checkKey(call.key());
        ObjectRow row = store.object(call.bucket(), call.key()).orElseThrow(ApiError::noSuchKey);
        JsonNode exp = claims.path("exp");
        String expires = exp.isNumber() ? HTTP_DATE.format(Instant.ofEpochSecond(exp.asLong())) : "Invalid Date";
        return content(call, row, Optional.of(expires));
    }

    private ObjectRow find(StorageRequest call) {
        BucketRow bucket = store.bucket(call.bucket())
                .filter(row -> row.isPublic() || call.caller().verified())
                .orElseThrow(ApiError::noSuchBucket);
        NameRules.checkKey(call.key());
        return bucket.isPublic()
                ? store.object(bucket.id(), call.key()).orElseThrow(ApiError::noSuchKey)
                : access.visible(call.caller(), bucket.id(), call.key());
    }

    private StorageReply content(StorageRequest call, ObjectRow row, Optional<String> expires) {
        Optional<String> known = call.header("if-none-match").filter(tag -> !tag.isEmpty());
        if (known.equals(Optional.of(row.etag()))) {
            StorageReply unchanged = StorageReply.empty(304);
            unchanged.headers().put("etag", row.etag());
            return unchanged;
        }
        Map<String, String> headers = headers(row);
        if (expires.isPresent()) {
            headers.put("expires", expires.get());
        } else {
            withCache(headers, row.cacheControl() + (known.isPresent() ? ", stale-while-revalidate=30" : ""));
        }
        call.query("download").ifPresent(name -> headers.put("content-disposition", disposition(name)));
        return body(call, row, headers);
    }

    private StorageReply body(StorageRequest call, ObjectRow row, Map<String, String> headers) {
        Path file = store.file(row);
        if (!Files.isReadable(file)) {
            throw ApiError.internal();
        }
        Optional<String> asked = call.header("range");
        if (asked.isEmpty()) {
            return new StorageReply(200, headers, whole(row));
        }
        ByteRange range = ByteRange.of(asked.get(), row.size());
        headers.put("content-range", range.header(row.size()));
        return new StorageReply(206, headers, new StorageReply.Body.FilePart(file, range.first(), range.length()));
    }

    private StorageReply.Body whole(ObjectRow row) {
        return new StorageReply.Body.FilePart(store.file(row), 0, row.size());
    }

    private static Map<String, String> headers(ObjectRow row) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("accept-ranges", "bytes");
        headers.put("content-type", MimeTypes.served(row.mimeType()));
        headers.put("etag", row.etag());
        headers.put("x-robots-tag", row.robotsTag() == null ? "none" : row.robotsTag());
        headers.put("last-modified", HTTP_DATE.format(row.lastModified()));
        return headers;
    }

    private static Map<String, String> withCache(Map<String, String> headers, String cacheControl) {
        headers.put("cache-control", cacheControl);
        return headers;
    }

    private static String disposition(String name) {
        String encoded = UriEncoding.encodeComponent(name);
        return name.isEmpty() ? "attachment;" : "attachment; filename=" + encoded + "; filename*=UTF-8''" + encoded;
    }
}
