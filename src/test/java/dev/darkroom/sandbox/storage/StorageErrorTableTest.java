package dev.darkroom.sandbox.storage;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.darkroom.json.JsonMapping;
import dev.darkroom.sandbox.RawHttp;
import dev.darkroom.sandbox.storage.token.TokenSigner;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The protocol's error table, row by row and byte by byte. No row changes what is stored. */
class StorageErrorTableTest {
    @TempDir
    static Path folder;

    private static StorageSandbox sandbox;
    private static RawHttp http;
    private static final Map<String, String> WORDS = new LinkedHashMap<>();

    @BeforeAll
    static void start() {
        sandbox = StorageSandbox.in(folder)
                .secret(StorageSandbox.DEMO_SECRET)
                .maxBytes(100_000)
                .start();
        http = new RawHttp(sandbox.url());
        Map<String, String> json = headers(sandbox.serviceKey(), "application/json");
        http.send("POST", "/bucket", json, "{\"name\":\"media\"}");
        http.send("POST", "/bucket", json, "{\"name\":\"small\",\"file_size_limit\":10}");
        http.send("POST", "/bucket", json, "{\"name\":\"images\",\"allowed_mime_types\":[\"image/png\",\"video/*\"]}");
        http.send("POST", "/bucket", json, "{\"name\":\"any\",\"allowed_mime_types\":[\"*/*\"]}");
        http.send("POST", "/bucket", json, "{\"name\":\"pub\",\"public\":true}");
        Map<String, String> text = headers(sandbox.serviceKey(), "text/plain");
        http.send("POST", "/object/media/u1/a.txt", text, "hello");
        http.send("POST", "/object/media/u1/b.txt", text, "hello");
        http.send("POST", "/object/media/u2/a.txt", text, "hello");
        tokens();
    }

    private static void tokens() {
        String service = sandbox.serviceKey();
        TokenSigner tokens = new TokenSigner(StorageSandbox.DEMO_SECRET, InstantSource.system());
        TokenSigner past = new TokenSigner(StorageSandbox.DEMO_SECRET, InstantSource.fixed(Instant.EPOCH));
        WORDS.put("{service}", service);
        WORDS.put("{anon}", sandbox.anonKey());
        WORDS.put("{user}", sandbox.userKey("u1"));
        WORDS.put("{garbage}", "garbage");
        WORDS.put("{badheader}", "abc.def.ghi");
        WORDS.put("{tampered}", service.substring(0, service.length() - 3) + "AAA");
        WORDS.put("{short}", shortened(service));
        WORDS.put("{expired}", past.sign(claims("role", "service_role"), 60));
        WORDS.put("{hs512}", encode("{\"alg\":\"HS512\"}") + service.substring(service.indexOf('.')));
        WORDS.put("{algnone}", encode("{\"alg\":\"none\"}") + service.substring(service.indexOf('.')));
        WORDS.put("{strange}", tokens.sign(claims("role", "stranger"), 60));
        WORDS.put("{norole}", tokens.sign(JsonMapping.MAPPER.createObjectNode(), 60));
        ObjectNode download = claims("scope", "download");
        WORDS.put("{a}", tokens.sign(download.deepCopy().put("url", "media/u1/a.txt"), 60));
        WORDS.put("{ashort}", shortened(WORDS.get("{a}")));
        WORDS.put("{old}", past.sign(download.deepCopy().put("url", "media/u1/a.txt"), 60));
        WORDS.put("{gone}", tokens.sign(download.deepCopy().put("url", "media/u1/gone.txt"), 60));
        WORDS.put("{up}", tokens.sign(claims("scope", "upload").put("url", "media/u1/a.txt"), 60));
    }

    @AfterAll
    static void stop() {
        sandbox.close();
    }

    @ParameterizedTest(name = "{0} {1} as {2}: {9}")
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            GET    | /bucket                              | -            | -                | - | 400 | 400 | Error        | InvalidRequest | headers must have required property 'authorization'
            GET    | /bucket                              | {garbage}    | -                | - | 400 | 403 | Unauthorized | AccessDenied   | Invalid Compact JWS
            GET    | /bucket                              | {badheader}  | -                | - | 400 | 403 | Unauthorized | AccessDenied   | JWS Protected Header is invalid
            GET    | /bucket                              | {tampered}   | -                | - | 400 | 403 | Unauthorized | AccessDenied   | signature verification failed
            GET    | /bucket                              | {short}      | -                | - | 400 | 403 | Unauthorized | AccessDenied   | Failed to base64url decode the signature
            GET    | /bucket                              | {expired}    | -                | - | 400 | 403 | Unauthorized | AccessDenied   | '"exp" claim timestamp check failed'
            GET    | /bucket                              | {hs512}      | -                | - | 400 | 403 | Unauthorized | AccessDenied   | '"alg" (Algorithm) Header Parameter value not allowed'
            GET    | /bucket                              | {algnone}    | -                | - | 400 | 403 | Unauthorized | AccessDenied   | '"alg" (Algorithm) Header Parameter value not allowed'
            GET    | /bucket                              | sb_secret_x1 | -                | - | 400 | 403 | Unauthorized | AccessDenied   | Invalid Compact JWS
            GET    | /bucket                              | {strange}    | -                | - | 500 | 500 | DatabaseError | DatabaseError | database error, code: 22023
            GET    | /health                              | {garbage}    | -                | - | 400 | 403 | Unauthorized | AccessDenied   | Invalid Compact JWS
            POST   | /object/media/u2/n.txt               | {user}       | text/plain       | x | 400 | 403 | Unauthorized | AccessDenied   | new row violates row-level security policy
            PUT    | /object/media/u2/a.txt               | {user}       | text/plain       | x | 400 | 403 | Unauthorized | AccessDenied   | new row violates row-level security policy
            DELETE | /object/media/u2/a.txt               | {user}       | -                | - | 400 | 403 | Unauthorized | AccessDenied   | Access denied
            GET    | /object/authenticated/media/u2/a.txt | {user}       | -                | - | 400 | 404 | not_found    | NoSuchKey      | Object not found
            POST   | /object/sign/media/u2/a.txt          | {user}       | application/json | {"expiresIn":60} | 400 | 404 | not_found | NoSuchKey | Object not found
            POST   | /object/move                         | {user}       | application/json | {"bucketId":"media","sourceKey":"u2/a.txt","destinationKey":"u1/z"} | 400 | 404 | not_found | NoSuchKey | Object not found
            POST   | /object/move                         | {user}       | application/json | {"bucketId":"media","sourceKey":"u1/a.txt","destinationKey":"u2/z"} | 400 | 403 | Unauthorized | AccessDenied | new row violates row-level security policy
            POST   | /bucket/media/empty                  | {user}       | -                | - | 403 | 403 | Unauthorized | AccessDenied   | Access denied: Invalid role
            DELETE | /cdn/media/u1/a.txt                  | {user}       | application/json | {} | 403 | 403 | Unauthorized | AccessDenied  | Access denied: Invalid role
            DELETE | /cdn/media                           | {anon}       | -                | - | 403 | 403 | Unauthorized | AccessDenied   | Access denied: Invalid role
            DELETE | /cdn/media/                          | {service}    | -                | - | 400 | 400 | Error        | InvalidRequest | params/* must NOT have fewer than 1 characters
            GET    | /bucket/none                         | {service}    | -                | - | 400 | 404 | Bucket not found | NoSuchBucket | Bucket not found
            GET    | /bucket/media                        | {user}       | -                | - | 400 | 404 | Bucket not found | NoSuchBucket | Bucket not found
            PUT    | /bucket/none                         | {service}    | application/json | {"public":true} | 400 | 404 | Bucket not found | NoSuchBucket | Bucket not found
            DELETE | /bucket/none                         | {service}    | -                | - | 400 | 404 | Bucket not found | NoSuchBucket | Bucket not found
            POST   | /bucket/none/empty                   | {service}    | -                | - | 400 | 404 | Bucket not found | NoSuchBucket | Bucket not found
            POST   | /object/none/a.txt                   | {service}    | text/plain       | x | 400 | 404 | Bucket not found | NoSuchBucket | Bucket not found
            GET    | /object/authenticated/none/a.txt     | {service}    | -                | - | 400 | 404 | Bucket not found | NoSuchBucket | Bucket not found
            GET    | /object/public/media/u1/a.txt        | -            | -                | - | 400 | 404 | Bucket not found | NoSuchBucket | Bucket not found
            GET    | /object/media/u1/a.txt               | -            | -                | - | 400 | 404 | Bucket not found | NoSuchBucket | Bucket not found
            GET    | /object/media/u1/a.txt               | {garbage}    | -                | - | 400 | 404 | Bucket not found | NoSuchBucket | Bucket not found
            GET    | /object/media/u1/a.txt               | {short}      | -                | - | 400 | 404 | Bucket not found | NoSuchBucket | Bucket not found
            GET    | /object/info/media/u1/a.txt          | -            | -                | - | 400 | 404 | Bucket not found | NoSuchBucket | Bucket not found
            GET    | /object/media/u1/none                | {service}    | -                | - | 400 | 404 | not_found    | NoSuchKey      | Object not found
            GET    | /object/media/u1/a.txt               | {anon}       | -                | - | 400 | 404 | not_found    | NoSuchKey      | Object not found
            GET    | /object/info/authenticated/media/no  | {service}    | -                | - | 400 | 404 | not_found    | NoSuchKey      | Object not found
            DELETE | /object/media/u1/none                | {service}    | -                | - | 400 | 404 | not_found    | NoSuchKey      | Object not found
            POST   | /object/sign/none/a.txt              | {service}    | application/json | {"expiresIn":60} | 400 | 404 | not_found | NoSuchKey | Object not found
            POST   | /object/upload/sign/none/a.txt       | {service}    | -                | - | 400 | 404 | InvalidRequest | InvalidRequest | The related resource does not exist
            POST   | /object/move                         | {service}    | application/json | {"bucketId":"media","sourceKey":"u1/a.txt","destinationBucket":"none","destinationKey":"z"} | 400 | 404 | InvalidRequest | InvalidRequest | The related resource does not exist
            POST   | /object/copy                         | {service}    | application/json | {"bucketId":"media","sourceKey":"u1/a.txt","destinationBucket":"none","destinationKey":"z"} | 400 | 404 | InvalidRequest | InvalidRequest | The related resource does not exist
            POST   | /bucket                              | {service}    | application/json | {"name":"media"} | 400 | 409 | Duplicate | BucketAlreadyExists | The resource already exists
            POST   | /object/media/u1/a.txt               | {service}    | text/plain       | x | 400 | 409 | Duplicate    | KeyAlreadyExists | The resource already exists
            POST   | /object/copy                         | {service}    | application/json | {"bucketId":"media","sourceKey":"u1/a.txt","destinationKey":"u1/b.txt"} | 400 | 409 | Duplicate | KeyAlreadyExists | The resource already exists
            POST   | /object/upload/sign/media/u1/a.txt   | {service}    | -                | - | 400 | 409 | Duplicate    | KeyAlreadyExists | The resource already exists
            POST   | /object/move                         | {service}    | application/json | {"bucketId":"media","sourceKey":"u1/a.txt","destinationKey":"u1/b.txt"} | 400 | 409 | Duplicate | ResourceAlreadyExists | The resource already exists
            DELETE | /bucket/media                        | {service}    | -                | - | 400 | 409 | ResourceNotEmpty | ResourceNotEmpty | The bucket you tried to delete is not empty
            POST   | /object/small/a.txt                  | {service}    | text/plain       | 12345678901 | 400 | 413 | Payload too large | EntityTooLarge | The object exceeded the maximum allowed size
            POST   | /bucket                              | {service}    | application/json | {"name":"huge","file_size_limit":"1MB"} | 400 | 413 | Payload too large | EntityTooLarge | The object exceeded the maximum allowed size
            POST   | /object/media/x/.emptyFolderPlaceholder | {service} | text/plain       | x | 400 | 413 | Payload too large | EntityTooLarge | The object exceeded the maximum allowed size
            POST   | /object/images/a                     | {service}    | text/plain       | x | 400 | 415 | invalid_mime_type | InvalidMimeType | mime type text/plain is not supported
            POST   | /object/images/a                     | {service}    | image/PNG        | x | 400 | 415 | invalid_mime_type | InvalidMimeType | mime type image/PNG is not supported
            POST   | /object/images/a                     | {service}    | image/png; charset=x | x | 400 | 415 | invalid_mime_type | InvalidMimeType | mime type image/png; charset=x is not supported
            POST   | /object/any/a                        | {service}    | image/png        | x | 400 | 415 | invalid_mime_type | InvalidMimeType | mime type image/png is not supported
            POST   | /object/media/a                      | {service}    | text             | x | 400 | 415 | invalid_mime_type | InvalidMimeType | Invalid Content-Type header
            POST   | /bucket                              | {service}    | application/json | {"name":"m","allowed_mime_types":["x"]} | 400 | 415 | invalid_mime_type | InvalidMimeType | mime type x is not supported
            POST   | /object/media/u1/%C3%A9.txt          | {service}    | text/plain       | x | 400 | 400 | InvalidKey   | InvalidKey     | Invalid key: u1/é.txt
            POST   | /object/media/u1/[1].txt             | {service}    | text/plain       | x | 400 | 400 | InvalidKey   | InvalidKey     | Invalid key: u1/[1].txt
            GET    | /object/media/                       | {service}    | -                | - | 400 | 400 | InvalidKey   | InvalidKey     | 'Invalid key: '
            POST   | /bucket                              | {service}    | application/json | {"name":"a/b"} | 400 | 400 | Invalid Input | InvalidBucketName | Bucket name invalid
            POST   | /bucket                              | {service}    | application/json | {"name":" a"} | 400 | 400 | Invalid Input | InvalidBucketName | Bucket name invalid
            POST   | /bucket                              | {service}    | application/json | {"name":"a--table-s3"} | 400 | 400 | Invalid Input | InvalidBucketName | Bucket name invalid
            POST   | /bucket                              | {service}    | application/json | {"name":"a","file_size_limit":"1000000"} | 400 | 413 | Payload too large | EntityTooLarge | The object exceeded the maximum allowed size
            POST   | /bucket                              | {service}    | application/json | {"name":"a","file_size_limit":-5} | 400 | 400 | InvalidRequest | InvalidRequest | 'Invalid file size format, hint: use 20GB / 20MB / 30KB / 3B'
            POST   | /bucket                              | {service}    | application/json | {"name":"a","file_size_limit":[1]} | 400 | 400 | Error | InvalidRequest | body/file_size_limit must be integer, body/file_size_limit must be string, body/file_size_limit must match a schema in anyOf
            POST   | /bucket                              | {service}    | application/json | {"name":"a","file_size_limit":"12 apples"} | 400 | 400 | InvalidRequest | InvalidRequest | 'Invalid file size format, hint: use 20GB / 20MB / 30KB / 3B'
            POST   | /bucket                              | {service}    | application/json | {} | 400 | 400 | Error | InvalidRequest | body must have required property 'name'
            PUT    | /bucket/media                        | {service}    | application/json | {"id":"x"} | 400 | 400 | Error | InvalidRequest | body must have required property 'public', body must have required property 'file_size_limit', body must have required property 'allowed_mime_types', body must match a schema in anyOf
            GET    | /bucket?limit=0                      | {service}    | -                | - | 400 | 400 | Error | InvalidRequest | querystring/limit must be >= 1
            GET    | /bucket?sortColumn=size              | {service}    | -                | - | 400 | 400 | Error | InvalidRequest | querystring/sortColumn must be equal to one of the allowed values
            POST   | /object/sign/media/u1/a.txt          | {service}    | application/json | {"expiresIn":0} | 400 | 400 | Error | InvalidRequest | body/expiresIn must be >= 1
            POST   | /object/sign/media/u1/a.txt          | {service}    | application/json | {"expiresIn":60.5} | 400 | 400 | Error | InvalidRequest | body/expiresIn must be integer
            POST   | /object/sign/media/u1/a.txt          | {service}    | application/json | {} | 400 | 400 | Error | InvalidRequest | body must have required property 'expiresIn'
            POST   | /object/sign/media/u1/a.txt          | {service}    | application/json | {"expiresIn":60,"transform":{"width":-1}} | 400 | 400 | Error | InvalidRequest | body/transform/width must be >= 0
            POST   | /object/sign/media/u1/a.txt          | {service}    | application/json | {"expiresIn":60,"transform":{"quality":19}} | 400 | 400 | Error | InvalidRequest | body/transform/quality must be >= 20
            POST   | /object/sign/media/u1/a.txt          | {service}    | application/json | {"expiresIn":60,"transform":{"quality":101}} | 400 | 400 | Error | InvalidRequest | body/transform/quality must be <= 100
            POST   | /object/sign/media/u1/a.txt          | {service}    | application/json | {"expiresIn":60,"transform":{"resize":"crop"}} | 400 | 400 | Error | InvalidRequest | body/transform/resize must be equal to one of the allowed values
            POST   | /object/sign/media/u1/a.txt          | {service}    | application/json | {"expiresIn":60,"transform":{"format":"png"}} | 400 | 400 | Error | InvalidRequest | body/transform/format must be equal to one of the allowed values
            POST   | /object/sign/media/u1/a.txt          | {service}    | application/json | {"expiresIn":9007199254740992} | 400 | 400 | InvalidParameter | InvalidParameter | Invalid Parameter expiresIn
            POST   | /object/sign/media                   | {service}    | application/json | {"expiresIn":60,"paths":[]} | 400 | 400 | Error | InvalidRequest | body/paths must NOT have fewer than 1 items
            DELETE | /object/media                        | {service}    | application/json | {"prefixes":[]} | 400 | 400 | Error | InvalidRequest | body/prefixes must NOT have fewer than 1 items
            POST   | /object/list/media                   | {service}    | application/json | {} | 400 | 400 | Error | InvalidRequest | body must have required property 'prefix'
            POST   | /object/list/media                   | {service}    | application/json | {"prefix":"","sortBy":{"column":"size"}} | 400 | 400 | Error | InvalidRequest | body/sortBy/column must be equal to one of the allowed values
            POST   | /object/list-v2/media                | {service}    | application/json | {"cursor":"bm9uc2Vuc2U="} | 400 | 400 | InvalidParameter | InvalidParameter | Invalid Parameter continuation token
            POST   | /bucket                              | {service}    | application/json | - | 400 | 400 | FastifyError | InvalidRequest | Body cannot be empty when content-type is set to 'application/json'
            DELETE | /object/media/u1/a.txt               | {service}    | application/json | - | 400 | 400 | FastifyError | InvalidRequest | Body cannot be empty when content-type is set to 'application/json'
            POST   | /bucket                              | {service}    | application/json | {"name | 400 | 400 | FastifyError | InvalidRequest | Body is not valid JSON but content-type is set to 'application/json'
            POST   | /bucket                              | {service}    | text/plain       | {"name":"a"} | 400 | 400 | Error | InvalidRequest | body must be object
            POST   | /object/sign/media/u1/a.txt          | {service}    | -                | - | 400 | 400 | Error | InvalidRequest | body must be object
            POST   | /bucket                              | -            | application/json | {} | 400 | 400 | Error | InvalidRequest | body must have required property 'name'
            GET    | /object/sign/media/u1/a.txt          | -            | -                | - | 400 | 400 | Error | InvalidRequest | querystring must have required property 'token'
            GET    | /object/sign/media/u1/a.txt?token=x  | -            | -                | - | 400 | 400 | InvalidJWT | InvalidJWT | Invalid Compact JWS
            GET    | /object/sign/media/u1/a.txt?token={tampered} | -    | -                | - | 400 | 400 | InvalidJWT | InvalidJWT | signature verification failed
            GET    | /object/sign/media/u1/a.txt?token={ashort} | -      | -                | - | 400 | 400 | InvalidJWT | InvalidJWT | Failed to base64url decode the signature
            GET    | /object/sign/media/u1/a.txt?token={old} | -         | -                | - | 400 | 400 | InvalidJWT | InvalidJWT | '"exp" claim timestamp check failed'
            GET    | /object/sign/media/u1/b.txt?token={a} | -           | -                | - | 400 | 400 | InvalidSignature | InvalidSignature | Invalid signature
            GET    | /object/sign/pub/u1/a.txt?token={a}  | -            | -                | - | 400 | 400 | InvalidSignature | InvalidSignature | Invalid signature
            GET    | /object/sign/media/u1/a.txt?token={up} | -          | -                | - | 400 | 400 | InvalidSignature | InvalidSignature | Token is not scoped for download
            PUT    | /object/upload/sign/media/u1/a.txt?token={a} | -    | text/plain       | x | 400 | 400 | InvalidSignature | InvalidSignature | Token is not scoped for upload
            GET    | /object/sign/media/u1/gone.txt?token={gone} | -     | -                | - | 400 | 404 | not_found | NoSuchKey | Object not found
            GET    | /object/sign/media/u1/a.txt?token={a}&download=a&download=b | - | -    | - | 400 | 400 | Error | InvalidRequest | querystring/download must be string
            GET    | /object/media                        | {service}    | -                | - | 404 | 404 | Not Found | InvalidRequest | Route GET:/object/media not found
            PATCH  | /object/media/u1/a.txt               | {service}    | -                | - | 404 | 404 | Not Found | InvalidRequest | Route PATCH:/object/media/u1/a.txt not found
            OPTIONS | /object/media/u1/a.txt              | -            | -                | - | 404 | 404 | Not Found | InvalidRequest | Route OPTIONS:/object/media/u1/a.txt not found
            """)
    void each_refusal_has_its_status_and_body(
            String method,
            String path,
            String key,
            String type,
            String body,
            int httpStatus,
            String status,
            String error,
            String code,
            String message) {
        RawHttp.Answer answer = http.send(method, filled(path), headers(filled(key), type), body == null ? "" : body);

        assertThat(answer.status()).isEqualTo(httpStatus);
        ObjectNode expected = JsonMapping.MAPPER.createObjectNode().put("statusCode", status);
        expected.put("error", error).put("message", message).put("code", code);
        assertThat(answer.json()).isEqualTo(expected);
        assertThat(answer.header("content-type")).startsWith("application/json");
    }

    @ParameterizedTest(name = "character {0}")
    @ValueSource(ints = {0, 1, 9, 10, 31, 127})
    void a_control_character_in_a_key_is_refused_as_any_other(int character) {
        String path = "/object/media/u1/a%%%02Xb.txt".formatted(character);

        for (String method : List.of("POST", "GET")) {
            RawHttp.Answer answer = http.send(method, path, headers(sandbox.serviceKey(), null), "");

            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.json().path("code").asText()).isEqualTo("InvalidKey");
            assertThat(answer.json().path("message").asText())
                    .isEqualTo("Invalid key: u1/a" + (char) character + "b.txt");
        }
    }

    @ParameterizedTest(name = "range {0}")
    @CsvSource(delimiter = '|', textBlock = """
            bytes=5-
            bytes=9-12
            bytes=3-1
            bytes=-0
            bytes=0-1,3-4
            items=0-1
            bytes=a-b
            """)
    void a_range_that_does_not_fit_is_a_real_416(String range) {
        Map<String, String> headers = headers(sandbox.serviceKey(), null);
        headers.put("range", range);

        RawHttp.Answer answer = http.send("GET", "/object/media/u1/a.txt", headers);

        assertThat(answer.status()).isEqualTo(416);
        assertThat(answer.json()).isEqualTo(JsonMapping.parse("""
                {"statusCode":"416","error":"invalid_range","message":"invalid range provided","code":"InvalidRange"}"""));
    }

    @Test
    void what_the_framework_refuses_has_a_number_as_status() {
        Map<String, String> key = headers(sandbox.serviceKey(), null);
        assertThat(http.send("GET", "/nope", key).text())
                .isEqualTo("{\"message\":\"Route GET:/nope not found\",\"error\":\"Not Found\",\"statusCode\":404}");
        assertThat(http.send("POST", "/s3/media", key).json().path("statusCode"))
                .isEqualTo(JsonMapping.parse("404"));
        assertThat(http.send("GET", "/render/image/public/pub/a.png?width=10", key)
                        .status())
                .isEqualTo(404);
        RawHttp.Answer bad = http.send("GET", "/object/media/%zz", key);
        assertThat(bad.status()).isEqualTo(400);
        assertThat(bad.json()).isEqualTo(JsonMapping.parse("""
                {"error":"Bad Request","code":"FST_ERR_BAD_URL","statusCode":400,
                 "message":"'/object/media/%zz' is not a valid url component"}"""));
        for (int size : new int[] {17_000, 300_000}) {
            key.put("x-metadata", "a".repeat(size));
            RawHttp.Answer large = http.send("GET", "/bucket", key);
            assertThat(large.status()).isEqualTo(431);
            assertThat(large.json()).isEqualTo(JsonMapping.parse("""
                    {"error":"Request Header Fields Too Large","statusCode":431,
                     "message":"Exceeded maximum allowed HTTP header size"}"""));
        }
    }

    @ParameterizedTest(name = "x-robots-tag: {0}")
    @CsvSource(delimiter = '|', textBlock = """
            index-me             | Invalid X-Robots-Tag rule: "index-me"
            noindex, , nofollow  | X-Robots-Tag header contains empty rule
            max-snippet: -2      | 'X-Robots-Tag "max-snippet" value must be an integer >= -1, got: "-2"'
            max-video-preview: x | 'X-Robots-Tag "max-video-preview" value must be an integer >= -1, got: "x"'
            max-image-preview: x | 'X-Robots-Tag "max-image-preview" value must be one of: none, standard, large, got: "x"'
            unavailable_after: tomorrow, noindex | 'X-Robots-Tag "unavailable_after" value must be a valid date, got: "tomorrow"'
            unavailable_after: 25 Jun 2027, x    | 'X-Robots-Tag "unavailable_after" value must be a valid date, got: "25 Jun 2027, x"'
            unavailable_after: 25/06/2027        | 'X-Robots-Tag "unavailable_after" value must be a valid date, got: "25/06/2027"'
            unavailable_after:                   | X-Robots-Tag rule "unavailable_after" requires a value
            googlebot:           | X-Robots-Tag user agent "googlebot" has no rules specified
            """)
    void a_bad_robots_tag_is_named(String tag, String reason) {
        Map<String, String> headers = headers(sandbox.serviceKey(), "text/plain");
        headers.put("x-robots-tag", tag);

        JsonNode answer = http.send("POST", "/object/media/r.txt", headers, "x").json();

        assertThat(answer.path("error").asText()).isEqualTo("invalid_x_robots_tag");
        assertThat(answer.path("message").asText()).isEqualTo("Invalid X-Robots-Tag header: " + reason);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "noindex, max-snippet:-1,",
                "unavailable_after: 25 Jun 2027 15:00:00 PST",
                "unavailable_after: Jun 25, 2027",
                "unavailable_after: Jun 25, 2027, noindex",
                "unavailable_after: Jun 25, 2027, googlebot: nofollow",
                "googlebot: unavailable_after: 2027-06-25T15:00:00+02:00",
                "unavailable_after: Wednesday, 25-Jun-27 15:00:00 GMT, max-snippet: 5",
                "unavailable_after: Fri, 25 Jun 2027 15:00:00 GMT",
                "unavailable_after: Fri Jun 25 2027 15:00:00 GMT+0200 (CEST)",
                "unavailable_after: 2027-06-25 15:00:00, none",
                "unavailable_after: 06/25/2027 3:00 PM"
            })
    void a_robots_tag_with_any_date_that_javascript_reads_is_kept(String tag) {
        Map<String, String> headers = headers(sandbox.serviceKey(), "text/plain");
        headers.put("x-robots-tag", tag);

        assertThat(http.send("PUT", "/object/small/robots", headers, "x").text())
                .contains("Key");
    }

    @Test
    void metadata_that_is_a_list_is_refused_and_unreadable_metadata_is_ignored() {
        Map<String, String> headers = headers(sandbox.serviceKey(), "text/plain");
        headers.put("x-metadata", Base64.getEncoder().encodeToString("[1]".getBytes()));
        JsonNode refused =
                http.send("POST", "/object/media/list.txt", headers, "x").json();
        assertThat(refused.path("code").asText()).isEqualTo("InvalidParameter");
        assertThat(refused.path("message").asText()).isEqualTo("invalid input syntax for type json");

        headers.put("x-metadata", "***");
        assertThat(http.send("PUT", "/object/small/meta.txt", headers, "x").status())
                .isEqualTo(200);
        JsonNode info = http.send("GET", "/object/info/small/meta.txt", headers).json();
        assertThat(info.path("metadata").toString()).isEqualTo("{}");
    }

    @Test
    void a_form_without_a_file_has_no_content() {
        Map<String, String> headers = headers(sandbox.serviceKey(), "multipart/form-data; boundary=b");
        String form = "--b\r\ncontent-disposition: form-data; name=\"cacheControl\"\r\n\r\n60\r\n--b--\r\n";

        JsonNode answer =
                http.send("POST", "/object/media/form.txt", headers, form).json();

        assertThat(answer).isEqualTo(JsonMapping.parse("""
                {"statusCode":"400","error":"InvalidRequest","message":"No content provided","code":"InvalidRequest"}"""));
    }

    @Test
    void a_lost_file_is_an_internal_error_but_its_head_still_answers() throws Exception {
        Map<String, String> headers = headers(sandbox.serviceKey(), "text/plain");
        http.send("POST", "/object/media/lost.txt", headers, "lost");
        Files.delete(sandbox.file("media", "lost.txt").orElseThrow());

        RawHttp.Answer answer = http.send("GET", "/object/media/lost.txt", headers);

        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.json()).isEqualTo(JsonMapping.parse("""
                {"statusCode":"500","error":"Internal","message":"Internal Server Error","code":"InternalError"}"""));
        assertThat(http.send("HEAD", "/object/media/lost.txt", headers).status())
                .isEqualTo(200);
        http.send("DELETE", "/object/media/lost.txt", headers(sandbox.serviceKey(), null));
    }

    @Test
    void a_refused_head_has_no_body() {
        RawHttp.Answer answer = http.send("HEAD", "/object/media/none", headers(sandbox.serviceKey(), null));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body()).isEmpty();
    }

    @Test
    void a_token_without_a_role_sees_nothing() {
        Map<String, String> headers = headers(WORDS.get("{norole}"), "application/json");

        assertThat(http.send("GET", "/bucket", headers).text()).isEqualTo("[]");
        assertThat(http.send("POST", "/object/list/media", headers, "{\"prefix\":\"\"}")
                        .text())
                .isEqualTo("[]");
    }

    private static Map<String, String> headers(String key, String type) {
        Map<String, String> headers = new LinkedHashMap<>();
        if (key != null) {
            headers.put("authorization", "Bearer " + key);
        }
        if (type != null) {
            headers.put("content-type", type);
        }
        return headers;
    }

    private static String filled(String text) {
        String filled = text;
        if (text != null) {
            for (Map.Entry<String, String> word : WORDS.entrySet()) {
                filled = filled.replace(word.getKey(), word.getValue());
            }
        }
        return filled;
    }

    /** Leaves the signature with a number of characters that no bytes have in Base64. */
    private static String shortened(String token) {
        return token.substring(0, token.length() - 2);
    }

    private static ObjectNode claims(String name, String value) {
        return JsonMapping.MAPPER.createObjectNode().put(name, value);
    }

    private static String encode(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes());
    }
}
