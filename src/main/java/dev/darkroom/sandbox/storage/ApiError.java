package dev.darkroom.sandbox.storage;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.darkroom.json.JsonMapping;

/** A refusal in the server's envelope: the HTTP status is nearly always 400, the meant status is a text in the body. */
final class ApiError extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final String INVALID_REQUEST = "InvalidRequest";
    private static final String DUPLICATE = "The resource already exists";
    private static final String ROW_SECURITY = "new row violates row-level security policy";

    private final int http;
    private final int status;
    private final String error;
    private final String code;

    private ApiError(int http, int status, String error, String code, String message) {
        super(message, null, false, false);
        this.http = http;
        this.status = status;
        this.error = error;
        this.code = code;
    }

    private static ApiError inner(int status, String error, String code, String message) {
        return new ApiError(status == 500 ? 500 : 400, status, error, code, message);
    }

    private static ApiError plain(String code, String message) {
        return inner(400, code, code, message);
    }

    StorageReply reply() {
        ObjectNode body = JsonMapping.MAPPER.createObjectNode();
        body.put("statusCode", String.valueOf(status));
        body.put("error", error);
        body.put("message", getMessage());
        body.put("code", code);
        return StorageReply.json(http, body);
    }

    /** Whether the database refused to create an object, which the original finds out before it reads the file. */
    boolean isOfPermissionTest() {
        return code.equals("KeyAlreadyExists") || String.valueOf(getMessage()).equals(ROW_SECURITY);
    }

    static ApiError noSuchBucket() {
        return inner(404, "Bucket not found", "NoSuchBucket", "Bucket not found");
    }

    static ApiError noSuchKey() {
        return inner(404, "not_found", "NoSuchKey", "Object not found");
    }

    static ApiError noRelatedResource() {
        return inner(404, INVALID_REQUEST, INVALID_REQUEST, "The related resource does not exist");
    }

    static ApiError accessDenied(String message) {
        return inner(403, "Unauthorized", "AccessDenied", message);
    }

    static ApiError rowSecurity() {
        return accessDenied(ROW_SECURITY);
    }

    /** The one check that answers with its real status. */
    static ApiError wrongRole() {
        return new ApiError(403, 403, "Unauthorized", "AccessDenied", "Access denied: Invalid role");
    }

    static ApiError unknownRole() {
        return inner(500, "DatabaseError", "DatabaseError", "database error, code: 22023");
    }

    static ApiError bucketExists() {
        return inner(409, "Duplicate", "BucketAlreadyExists", DUPLICATE);
    }

    static ApiError keyExists() {
        return inner(409, "Duplicate", "KeyAlreadyExists", DUPLICATE);
    }

    static ApiError moveTargetExists() {
        return inner(409, "Duplicate", "ResourceAlreadyExists", DUPLICATE);
    }

    static ApiError bucketNotEmpty() {
        return inner(409, "ResourceNotEmpty", "ResourceNotEmpty", "The bucket you tried to delete is not empty");
    }

    static ApiError tooLarge() {
        return inner(413, "Payload too large", "EntityTooLarge", "The object exceeded the maximum allowed size");
    }

    static ApiError mimeType(String type) {
        return inner(415, "invalid_mime_type", "InvalidMimeType", "mime type " + type + " is not supported");
    }

    static ApiError contentType() {
        return inner(415, "invalid_mime_type", "InvalidMimeType", "Invalid Content-Type header");
    }

    static ApiError invalidKey(String key) {
        return plain("InvalidKey", "Invalid key: " + key);
    }

    static ApiError bucketName() {
        return inner(400, "Invalid Input", "InvalidBucketName", "Bucket name invalid");
    }

    static ApiError fileSizeFormat() {
        return plain(INVALID_REQUEST, "Invalid file size format, hint: use 20GB / 20MB / 30KB / 3B");
    }

    static ApiError noContent() {
        return plain(INVALID_REQUEST, "No content provided");
    }

    static ApiError robots(String message) {
        return inner(400, "invalid_x_robots_tag", INVALID_REQUEST, "Invalid X-Robots-Tag header: " + message);
    }

    static ApiError metadataNotAnObject() {
        return plain("InvalidParameter", "invalid input syntax for type json");
    }

    static ApiError parameter(String name) {
        return plain("InvalidParameter", "Invalid Parameter " + name);
    }

    static ApiError schema(String message) {
        return inner(400, "Error", INVALID_REQUEST, message);
    }

    static ApiError jsonBody(String message) {
        return inner(400, "FastifyError", INVALID_REQUEST, message);
    }

    static ApiError bodyTooLarge() {
        return new ApiError(413, 413, "FastifyError", INVALID_REQUEST, "Request body is too large");
    }

    static ApiError token(String message) {
        return plain("InvalidJWT", message);
    }

    static ApiError signature(String message) {
        return plain("InvalidSignature", message);
    }

    static ApiError range() {
        return new ApiError(416, 416, "invalid_range", "InvalidRange", "invalid range provided");
    }

    static ApiError noRoute(String method, String url) {
        return new ApiError(404, 404, "Not Found", INVALID_REQUEST, "Route " + method + ":" + url + " not found");
    }

    static ApiError internal() {
        return inner(500, "Internal", "InternalError", "Internal Server Error");
    }
}
