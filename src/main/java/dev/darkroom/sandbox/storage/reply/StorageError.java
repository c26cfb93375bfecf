package dev.darkroom.sandbox.storage.reply;

import dev.darkroom.sandbox.http.SandboxReply;
import dev.darkroom.sandbox.http.SandboxReply.Answer;
import dev.darkroom.sandbox.http.SandboxReply.SandboxRefusal;
import java.util.EnumSet;
import java.util.Set;

/** The server's errors in their envelope: the HTTP status is nearly always 400, the real one is a string in the body. */
public enum StorageError {
    NO_SUCH_BUCKET(404, "Bucket not found", "NoSuchBucket", "Bucket not found"),
    NO_SUCH_KEY(404, "not_found", "NoSuchKey", "Object not found"),
    NO_RELATED_RESOURCE(404, "InvalidRequest", "InvalidRequest", "The related resource does not exist"),
    NO_ROUTE(404, "Not Found", "InvalidRequest", "Route %s:%s not found"),
    ACCESS_DENIED(403, "Unauthorized", "AccessDenied", "%s"),
    ROW_SECURITY(403, "Unauthorized", "AccessDenied", "new row violates row-level security policy"),
    WRONG_ROLE(403, "Unauthorized", "AccessDenied", "Access denied: Invalid role"),
    UNKNOWN_ROLE(500, "DatabaseError", "DatabaseError", "database error, code: 22023"),
    BUCKET_EXISTS(409, "Duplicate", "BucketAlreadyExists", "The resource already exists"),
    KEY_EXISTS(409, "Duplicate", "KeyAlreadyExists", "The resource already exists"),
    MOVE_TARGET_EXISTS(409, "Duplicate", "ResourceAlreadyExists", "The resource already exists"),
    BUCKET_NOT_EMPTY(409, "ResourceNotEmpty", "ResourceNotEmpty", "The bucket you tried to delete is not empty"),
    TOO_LARGE(413, "Payload too large", "EntityTooLarge", "The object exceeded the maximum allowed size"),
    BODY_TOO_LARGE(413, "FastifyError", "InvalidRequest", "Request body is too large"),
    MIME_TYPE(415, "invalid_mime_type", "InvalidMimeType", "mime type %s is not supported"),
    CONTENT_TYPE(415, "invalid_mime_type", "InvalidMimeType", "Invalid Content-Type header"),
    INVALID_KEY("InvalidKey", "InvalidKey", "Invalid key: %s"),
    BUCKET_NAME("Invalid Input", "InvalidBucketName", "Bucket name invalid"),
    FILE_SIZE("InvalidRequest", "InvalidRequest", "Invalid file size format, hint: use 20GB / 20MB / 30KB / 3B"),
    NO_CONTENT("InvalidRequest", "InvalidRequest", "No content provided"),
    ROBOTS("invalid_x_robots_tag", "InvalidRequest", "Invalid X-Robots-Tag header: %s"),
    METADATA("InvalidParameter", "InvalidParameter", "invalid input syntax for type json"),
    PARAMETER("InvalidParameter", "InvalidParameter", "Invalid Parameter %s"),
    SCHEMA("Error", "InvalidRequest", "%s"),
    JSON_BODY("FastifyError", "InvalidRequest", "%s"),
    NO_UPLOAD_METADATA("InvalidRequest", "InvalidRequest", "Metadata header is required"),
    UPLOAD_ID("InvalidUploadId", "InvalidUploadId", "%s"),
    TOKEN("InvalidJWT", "InvalidJWT", "%s"),
    SIGNATURE("InvalidSignature", "InvalidSignature", "%s"),
    RANGE(416, "invalid_range", "InvalidRange", "invalid range provided"),
    INTERNAL(500, "Internal", "InternalError", "Internal Server Error");

    private static final Set<StorageError> WITH_REAL_STATUS =
            EnumSet.of(NO_ROUTE, WRONG_ROLE, UNKNOWN_ROLE, BODY_TOO_LARGE, RANGE, INTERNAL);

    private final int status;
    private final String label;
    private final String code;
    private final String message;

    StorageError(int status, String label, String code, String message) {
        this.status = status;
        this.label = label;
        this.code = code;
        this.message = message;
    }

    StorageError(String label, String code, String message) {
        this(400, label, code, message);
    }

    public Answer reply(Object... parts) {
        return StorageReply.json(
                WITH_REAL_STATUS.contains(this) ? status : 400,
                SandboxReply.object()
                        .put("statusCode", String.valueOf(status))
                        .put("error", label)
                        .put("message", message.formatted(parts))
                        .put("code", code));
    }

    public StorageRefusal refusal(Object... parts) {
        return new StorageRefusal(this, message.formatted(parts), reply(parts));
    }

    /** Ends a call with one of these errors. */
    public static final class StorageRefusal extends SandboxRefusal {
        private static final long serialVersionUID = 1L;

        private final StorageError error;
        private final String text;

        private StorageRefusal(StorageError error, String text, Answer reply) {
            super(reply);
            this.error = error;
            this.text = text;
        }

        /** Returns the answer without the envelope, as to resumable uploads. */
        public Answer plainReply() {
            return SandboxReply.plain(error.status, text);
        }

        /** Whether the database refused to create an object, which the original detects before reading the file. */
        public boolean isOfPermissionTest() {
            return error == KEY_EXISTS || error == ROW_SECURITY;
        }
    }
}
