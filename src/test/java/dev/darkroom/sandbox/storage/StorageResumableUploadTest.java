package dev.darkroom.sandbox.storage;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.darkroom.json.JsonMapping;
import dev.darkroom.sandbox.RawHttp;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Uploads in pieces by the TUS protocol. */
class StorageResumableUploadTest {
    private static final String PATH = "/upload/resumable";

    @TempDir
    private Path folder;

    private StorageSandbox sandbox;
    private RawHttp http;

    @BeforeEach
    void start() {
        open();
        bucket("{\"name\":\"media\"}");
    }

    private void open() {
        sandbox = StorageSandbox.in(folder).maxBytes(100_000).start();
        http = new RawHttp(sandbox.url());
    }

    @AfterEach
    void stop() {
        sandbox.close();
    }

    @Test
    void an_upload_that_was_cut_off_goes_on_from_its_offset_even_after_a_restart() throws Exception {
        Map<String, String> sent = tus(
                "Upload-Length",
                "11",
                "Upload-Metadata",
                metadata("media", "u1/a.txt")
                        + ",contentType " + base64("image/png") + ",cacheControl " + base64("3600")
                        + ",metadata " + base64("{\"a\":1}") + ",flag");
        RawHttp.Answer created = http.send("POST", PATH, sent);
        assertThat(created.status()).isEqualTo(201);
        assertThat(created.header("tus-resumable")).isEqualTo("1.0.0");
        assertThat(created.header("upload-expires")).endsWith("GMT");
        assertThat(created.header("location")).startsWith("http://localhost/storage/v1/upload/resumable/");
        String upload = path(created);

        http.breakOff("PATCH", upload, piece(0), bytes("hello"), 11);
        sandbox.close();
        open();

        RawHttp.Answer state = http.send("HEAD", upload, tus());
        assertThat(state.status()).isEqualTo(200);
        assertThat(state.header("upload-offset")).isEqualTo("5");
        assertThat(state.header("upload-length")).isEqualTo("11");
        assertThat(state.header("upload-metadata"))
                .contains("objectName " + base64("u1/a.txt"))
                .contains("cacheControl " + base64("max-age=3600"))
                .endsWith(",flag");
        assertThat(state.header("cache-control")).isEqualTo("no-store");
        assertThat(sandbox.keys("media")).isEmpty();

        RawHttp.Answer more = http.send("PATCH", upload, piece(5), " wor");
        assertThat(more.status()).isEqualTo(204);
        assertThat(more.header("upload-offset")).isEqualTo("9");
        assertThat(more.headers()).doesNotContainKey("tus-complete").containsKey("upload-expires");
        assertThat(sandbox.keys("media")).isEmpty();

        RawHttp.Answer last = http.send("PATCH", upload, piece(9), "ld");
        assertThat(last.status()).isEqualTo(204);
        assertThat(last.header("upload-offset")).isEqualTo("11");
        assertThat(last.header("tus-complete")).isEqualTo("1");
        assertThat(last.headers()).doesNotContainKey("upload-expires");
        assertThat(http.send("HEAD", upload, tus()).header("upload-offset")).isEqualTo("11");
        assertThat(content("u1/a.txt")).isEqualTo("hello world");
        JsonNode info = info("u1/a.txt");
        assertThat(info.path("content_type").asText()).isEqualTo("image/png");
        assertThat(info.path("cache_control").asText()).isEqualTo("max-age=3600");
        assertThat(info.path("metadata").toString()).isEqualTo("{\"a\":1}");
        assertThat(info.path("etag").asText())
                .as("the MD5 of the whole")
                .isEqualTo("\"5eb63bbbe01eeed093cb22bb8f5acdc3\"");
        assertThat(id(upload))
                .isEqualTo("media/u1/a.txt/" + info.path("version").asText());
    }

    @Test
    void an_upload_can_begin_with_its_creation_and_end_with_it() {
        Map<String, String> headers = tus("Upload-Length", "5", "Upload-Metadata", metadata("media", "a"));
        headers.put("content-type", "application/offset+octet-stream");

        RawHttp.Answer part = http.send("POST", PATH, headers, "he");
        RawHttp.Answer whole = http.send("POST", PATH, headers, "hello");

        assertThat(part.status()).isEqualTo(201);
        assertThat(part.header("upload-offset")).isEqualTo("2");
        assertThat(part.headers()).doesNotContainKey("tus-complete");
        assertThat(whole.status()).isEqualTo(201);
        assertThat(whole.header("upload-offset")).isEqualTo("5");
        assertThat(whole.header("tus-complete")).isEqualTo("1");
        assertThat(content("a")).isEqualTo("hello");
        assertThat(info("a").path("content_type").asText()).isEqualTo("application/octet-stream");
        assertThat(info("a").path("cache_control").asText()).isEqualTo("no-cache");
        headers.put("upload-length", "0");
        headers.put("upload-metadata", metadata("media", "empty"));
        assertThat(http.send("POST", PATH, headers, "").header("tus-complete")).isEqualTo("1");
        assertThat(content("empty")).isEmpty();
    }

    @Test
    void the_length_may_come_with_a_later_piece() {
        Map<String, String> headers = tus("Upload-Defer-Length", "1", "Upload-Metadata", metadata("media", "a"));
        String upload = path(http.send("POST", PATH, headers));
        assertThat(http.send("PATCH", upload, piece(0), "hello").header("upload-offset"))
                .isEqualTo("5");
        assertThat(http.send("HEAD", upload, tus()).header("upload-defer-length"))
                .isEqualTo("1");

        Map<String, String> last = piece(5);
        last.put("upload-length", "4");
        assertRefused(http.send("PATCH", upload, last), 400, "Upload-Length or Upload-Defer-Length header required\n");
        last.put("upload-length", "100001");
        assertRefused(http.send("PATCH", upload, last), 413, "Maximum size exceeded\n");
        last.put("upload-length", "6");
        RawHttp.Answer answer = http.send("PATCH", upload, last, "!");

        assertThat(answer.header("tus-complete")).isEqualTo("1");
        assertThat(content("a")).isEqualTo("hello!");
    }

    @ParameterizedTest(name = "{0} {1}: {2}")
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            POST   | tus-resumable=                    | 412 | Tus-Resumable Required
            POST   | tus-resumable=0.2.0               | 400 | Invalid tus-resumable
            POST   | upload-length=-1                  | 400 | Invalid upload-length
            POST   | upload-length=                    | 400 | Upload-Length or Upload-Defer-Length header required
            POST   | upload-defer-length=1             | 400 | Upload-Length or Upload-Defer-Length header required
            POST   | upload-defer-length=2             | 400 | Invalid upload-defer-length
            POST   | upload-concat=partial             | 501 | Concatenation extension is not (yet) supported. Disable parallel uploads in the tus client.
            POST   | upload-metadata=                  | 400 | Metadata header is required
            POST   | upload-metadata=bucketName ?      | 400 | Invalid upload-metadata
            POST   | upload-metadata=a YQ==,a YQ==     | 400 | Invalid upload-metadata
            POST   | upload-metadata=bucketName bWVkaWE= | 400 | 'Invalid key: '
            POST   | upload-metadata=objectName YQ==   | 400 | Bucket name invalid
            POST   | upload-metadata=bucketName bm9uZQ==,objectName YQ== | 404 | Bucket not found
            POST   | upload-metadata=bucketName bWVkaWE=,objectName w6k= | 400 | Invalid key: é
            POST   | upload-metadata=bucketName cG5n,objectName YQ==,contentType aW1hZ2UvZ2lm | 415 | mime type image/gif is not supported
            POST   | upload-metadata=bucketName bWVkaWE=,objectName b2xk  | 409 | The resource already exists
            POST   | upload-length=100001              | 413 | Maximum size exceeded
            PATCH  | upload-offset=3                   | 409 | Upload-Offset conflict
            PATCH  | upload-offset=                    | 403 | Upload-Offset header required
            PATCH  | content-type=                     | 403 | Content-Type header required
            PATCH  | content-type=application/octet-stream | 400 | Invalid content-type
            PATCH  | upload-length=10                  | 400 | Upload-Length or Upload-Defer-Length header required
            """)
    void a_refusal_has_its_real_status_and_plain_text(String method, String header, int status, String text) {
        bucket("{\"name\":\"png\",\"allowed_mime_types\":[\"image/png\"]}");
        http.send("POST", "/object/media/old", key(), "old");
        String path = method.equals("POST") ? PATH : path(created("a", 10));
        Map<String, String> headers = method.equals("POST")
                ? tus("upload-length", "10", "upload-metadata", metadata("media", "b"))
                : piece(0);
        String[] pair = header.split("=", 2);
        headers.put(pair[0], pair[1]);
        headers.values().removeIf(String::isEmpty);

        RawHttp.Answer answer = http.send(method, path, headers, "hello");

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.text().replaceFirst("\n$", "")).isEqualTo(text);
        assertThat(answer.header("content-type")).startsWith("text/plain");
        assertThat(answer.header("tus-resumable")).isEqualTo("1.0.0");
    }

    @Test
    void more_than_the_announced_length_is_refused_and_the_offset_stays() {
        String upload = path(created("a", 10));

        RawHttp.Answer answer = http.send("PATCH", upload, piece(0), "hello world");

        assertRefused(answer, 413, "upload's size exceeded\n");
        assertThat(http.send("HEAD", upload, tus()).header("upload-offset")).isEqualTo("0");
    }

    @Test
    void a_bucket_has_its_own_limit_and_zero_is_none() {
        bucket("{\"name\":\"small\",\"file_size_limit\":4}");
        bucket("{\"name\":\"any\",\"file_size_limit\":0}");

        assertRefused(
                http.send("POST", PATH, tus("Upload-Length", "5", "Upload-Metadata", metadata("small", "a"))),
                413,
                "Maximum size exceeded\n");
        assertThat(http.send("POST", PATH, tus("Upload-Length", "5", "Upload-Metadata", metadata("any", "a")))
                        .status())
                .isEqualTo(201);
    }

    @Test
    void an_unfinished_upload_can_be_given_up_and_a_finished_one_cannot() {
        String upload = path(created("a", 5));
        http.send("PATCH", upload, piece(0), "he");

        assertThat(http.send("DELETE", upload, tus()).status()).isEqualTo(204);

        assertThat(http.send("HEAD", upload, tus()).status()).isEqualTo(404);
        assertRefused(http.send("PATCH", upload, piece(2), "llo"), 404, "The file for this url was not found\n");
        assertThat(parts()).isZero();
        String finished = path(created("a", 5));
        http.send("PATCH", finished, piece(0), "hello");
        assertRefused(http.send("DELETE", finished, tus()), 409, "The resource already exists");
        assertRefused(
                http.send("DELETE", finished, tus("x-upsert", "true")),
                400,
                "Cannot terminate an already completed upload");
        assertThat(content("a")).isEqualTo("hello");
        http.send("DELETE", "/object/media/a", key());
        assertThat(http.send("HEAD", finished, tus()).status()).isEqualTo(410);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            media/a/0190b7a0-0000-7000-8000-000000000000 | 404 | The file for this url was not found
            nonsense                                     | 400 | Invalid upload id
            media/a/                                     | 400 | Version not provided
            media/a                                      | 400 | 'Invalid key: '
            """)
    void an_unknown_upload_is_not_found_and_a_wrong_name_is_named(String id, int status, String text) {
        String path = PATH + "/"
                + Base64.getUrlEncoder().withoutPadding().encodeToString(id.getBytes(StandardCharsets.UTF_8));

        RawHttp.Answer answer = http.send("PATCH", path, piece(0), "x");

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.text().replaceFirst("\n$", "")).isEqualTo(text);
        assertThat(http.send("HEAD", path, tus()).status()).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ''      | Invalid Compact JWS
            garbage | Invalid Compact JWS
            """)
    void a_refused_token_keeps_the_envelope(String authorization, String message) {
        Map<String, String> headers = tus("Upload-Length", "5", "Upload-Metadata", metadata("media", "a"));
        headers.put("authorization", authorization);
        headers.values().removeIf(String::isEmpty);

        RawHttp.Answer answer = http.send("POST", PATH, headers);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().path("statusCode").asText()).isEqualTo("403");
        assertThat(answer.json().path("message").asText()).isEqualTo(message);
    }

    @Test
    void row_security_holds_for_the_pieces_as_for_a_whole_file() {
        Map<String, String> headers = tus("Upload-Length", "5", "Upload-Metadata", metadata("media", "u2/a"));
        headers.put("authorization", "Bearer " + sandbox.userKey("u1"));
        assertRefused(http.send("POST", PATH, headers), 403, "new row violates row-level security policy");

        headers.put("upload-metadata", metadata("media", "u1/a"));
        String upload = path(http.send("POST", PATH, headers));
        Map<String, String> piece = piece(0);
        piece.put("authorization", "Bearer " + sandbox.userKey("u2"));
        assertThat(http.send("PATCH", upload, piece, "hello").status()).isEqualTo(403);
        piece.put("authorization", "Bearer " + sandbox.userKey("u1"));
        assertThat(http.send("PATCH", upload, piece, "hello").status()).isEqualTo(204);
        assertThat(content("u1/a")).isEqualTo("hello");
    }

    @Test
    void an_upsert_replaces_the_object_when_the_last_piece_is_there() {
        http.send("POST", "/object/media/a", key(), "old");
        Map<String, String> headers = tus("Upload-Length", "3", "Upload-Metadata", metadata("media", "a"));
        headers.put("x-upsert", "true");
        String upload = path(http.send("POST", PATH, headers));
        Map<String, String> piece = piece(0);
        assertRefused(http.send("PATCH", upload, piece, "new"), 409, "The resource already exists");
        assertThat(content("a")).isEqualTo("old");

        piece.put("x-upsert", "true");

        assertThat(http.send("PATCH", upload, piece, "new").header("tus-complete"))
                .isEqualTo("1");
        assertThat(content("a")).isEqualTo("new");
        piece.put("upload-offset", "3");
        assertThat(http.send("PATCH", upload, piece).header("tus-complete"))
                .as("the last piece again, empty")
                .isEqualTo("1");
    }

    @Test
    void a_signature_for_an_upload_is_enough() {
        String token = http.send("POST", "/object/upload/sign/media/u1/a", user("u1"))
                .json()
                .path("token")
                .asText();
        Map<String, String> headers = signed(token);
        headers.putAll(Map.of("upload-length", "5", "upload-metadata", metadata("media", "u1/a")));
        RawHttp.Answer created = http.send("POST", PATH + "/sign", headers);
        String upload = path(created);
        assertThat(upload).startsWith(PATH + "/sign/");
        Map<String, String> piece = signed(token);
        piece.putAll(Map.of("Upload-Offset", "0", "Content-Type", "application/offset+octet-stream"));

        assertThat(http.send("PATCH", upload, piece, "hello").header("tus-complete"))
                .isEqualTo("1");

        assertThat(content("u1/a")).isEqualTo("hello");
        assertThat(http.send("HEAD", upload, signed(token)).header("upload-offset"))
                .isEqualTo("5");
        assertThat(http.send("HEAD", upload, signed("nonsense")).status()).isEqualTo(400);
        headers.put("upload-metadata", metadata("media", "u1/b"));
        assertRefused(http.send("POST", PATH + "/sign", headers), 400, "Invalid signature");
        headers.put("x-signature", "nonsense");
        assertRefused(http.send("POST", PATH + "/sign", headers), 400, "Invalid Compact JWS");
        headers.remove("x-signature");
        assertRefused(http.send("POST", PATH + "/sign", headers), 400, "Missing x-signature header");
    }

    @Test
    void what_the_server_can_do_is_told_without_a_key() {
        RawHttp.Answer answer = http.send("OPTIONS", PATH, Map.of("origin", "http://localhost:3000"));

        assertThat(answer.status()).isEqualTo(204);
        assertThat(answer.header("tus-version")).isEqualTo("1.0.0");
        assertThat(answer.header("tus-extension"))
                .isEqualTo("creation,creation-with-upload,creation-defer-length,termination,expiration");
        assertThat(answer.header("tus-max-size")).isEqualTo("100000");
        assertThat(answer.header("access-control-allow-origin")).isEqualTo("http://localhost:3000");
        assertThat(answer.header("access-control-allow-headers")).contains("x-signature");
    }

    @Test
    void the_location_has_the_name_that_a_proxy_forwards_and_the_path_that_was_called() {
        Map<String, String> headers = tus("Upload-Length", "5", "Upload-Metadata", metadata("media", "a"));
        headers.put("x-forwarded-proto", "https");
        headers.put("x-forwarded-host", "files.example.org");
        RawHttp root =
                new RawHttp(URI.create("http://127.0.0.1:" + sandbox.url().getPort()));

        assertThat(root.send("POST", PATH, headers).header("location"))
                .startsWith("https://files.example.org/upload/resumable/");
    }

    @Test
    void an_upload_that_is_older_than_a_day_is_gone_after_a_restart() throws IOException {
        String upload = path(created("a", 5));
        http.send("PATCH", upload, piece(0), "he");
        sandbox.close();
        try (Stream<Path> files = Files.list(folder.resolve("resumable"))) {
            for (Path file :
                    (Iterable<Path>) files.filter(each -> each.toString().endsWith(".json"))::iterator) {
                var description = (ObjectNode) JsonMapping.parse(Files.readString(file));
                description.put(
                        "createdAt", Instant.now().minus(Duration.ofHours(25)).toString());
                Files.writeString(file, description.toString());
            }
        }

        open();

        assertThat(http.send("HEAD", upload, tus()).status()).isEqualTo(404);
        assertThat(parts()).isZero();
    }

    private static void assertRefused(RawHttp.Answer answer, int status, String text) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(answer.text()).isEqualTo(text);
    }

    private RawHttp.Answer created(String key, int length) {
        return http.send(
                "POST", PATH, tus("Upload-Length", String.valueOf(length), "Upload-Metadata", metadata("media", key)));
    }

    /** The path of the created upload below the base. */
    private static String path(RawHttp.Answer created) {
        String location = created.header("location");
        return location.substring(location.indexOf(PATH));
    }

    private static String id(String upload) {
        String encoded = upload.substring(upload.lastIndexOf('/') + 1);
        return new String(Base64.getUrlDecoder().decode(encoded), StandardCharsets.UTF_8);
    }

    private static String metadata(String bucket, String key) {
        return "bucketName " + base64(bucket) + ",objectName " + base64(key);
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(bytes(text));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Headers as name, value, name, value, beside the key and the version. */
    private Map<String, String> tus(String... others) {
        Map<String, String> headers = key();
        headers.put("tus-resumable", "1.0.0");
        for (int at = 0; at < others.length; at += 2) {
            headers.put(others[at].toLowerCase(Locale.ROOT), others[at + 1]);
        }
        return headers;
    }

    private Map<String, String> piece(int offset) {
        return tus("upload-offset", String.valueOf(offset), "content-type", "application/offset+octet-stream");
    }

    private static Map<String, String> signed(String token) {
        return new LinkedHashMap<>(Map.of("tus-resumable", "1.0.0", "x-signature", token));
    }

    private Map<String, String> user(String sub) {
        return new LinkedHashMap<>(Map.of("authorization", "Bearer " + sandbox.userKey(sub)));
    }

    private Map<String, String> key() {
        return new LinkedHashMap<>(Map.of("authorization", "Bearer " + sandbox.serviceKey()));
    }

    private void bucket(String json) {
        Map<String, String> headers = key();
        headers.put("content-type", "application/json");
        assertThat(http.send("POST", "/bucket", headers, json).status()).isEqualTo(200);
    }

    private String content(String key) {
        return http.send("GET", "/object/media/" + key, key()).text();
    }

    private JsonNode info(String key) {
        return http.send("GET", "/object/info/media/" + key, key()).json();
    }

    private long parts() {
        try (Stream<Path> files = Files.list(folder.resolve("resumable"))) {
            return files.count();
        } catch (IOException exception) {
            throw new UncheckedIOException(exception);
        }
    }
}
