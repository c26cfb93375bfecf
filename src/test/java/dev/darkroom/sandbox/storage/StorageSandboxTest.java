package dev.darkroom.sandbox.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.darkroom.json.JsonMapping;
import dev.darkroom.sandbox.RawHttp;
import dev.darkroom.sandbox.fault.FaultRates;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How the stand-in behaves outside of the cases in the error table. */
class StorageSandboxTest {
    @TempDir
    private Path folder;

    private StorageSandbox sandbox;
    private RawHttp http;

    @BeforeEach
    void start() {
        sandbox = StorageSandbox.in(folder).start();
        http = new RawHttp(sandbox.url());
        bucket("{\"name\":\"media\"}");
    }

    @AfterEach
    void stop() {
        sandbox.close();
    }

    @Test
    void it_listens_on_loopback_and_serves_the_tree_at_the_root_too() {
        assertThat(sandbox.url().getHost()).isEqualTo("127.0.0.1");
        RawHttp root =
                new RawHttp(URI.create("http://127.0.0.1:" + sandbox.url().getPort()));

        assertThat(root.send("GET", "/status", Map.of()).status()).isEqualTo(200);
        assertThat(http.send("GET", "/status", Map.of()).body()).isEmpty();
        assertThat(root.send("GET", "/bucket/", key()).json())
                .isEqualTo(http.send("GET", "/bucket", key()).json());
        assertThat(http.send("GET", "/health", key()).text()).isEqualTo("{\"healthy\":true}");
    }

    @Test
    void files_and_rows_are_there_again_after_a_restart_even_behind_a_torn_line() throws Exception {
        JsonNode made = put("/object/media/u1/a.txt", "text/plain", "hello").json();
        put("/object/media/u1/b.txt", "text/plain", "bye");
        http.send("DELETE", "/object/media/u1/b.txt", key());
        sandbox.close();
        Files.writeString(folder.resolve("rows.ndjson"), "\n{\"object\":{\"id\":\"cu", StandardOpenOption.APPEND);
        Files.writeString(folder.resolve("content").resolve("left-over"), "x");

        sandbox = StorageSandbox.in(folder).start();
        http = new RawHttp(sandbox.url());

        assertThat(sandbox.keys("media")).containsExactly("u1/a.txt");
        assertThat(sandbox.byteCount()).isEqualTo(5);
        assertThat(http.send("GET", "/object/media/u1/a.txt", key()).text()).isEqualTo("hello");
        assertThat(http.send("GET", "/object/info/media/u1/a.txt", key()).json().path("id"))
                .isEqualTo(made.path("Id"));
        assertThat(files()).hasSize(1);
    }

    @Test
    void a_second_one_on_the_same_folder_or_port_is_told_why_it_cannot_start(@TempDir Path other) {
        assertThatThrownBy(() -> StorageSandbox.in(folder).start())
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("Another sandbox already uses the folder");
        assertThatThrownBy(() ->
                        StorageSandbox.in(other).port(sandbox.url().getPort()).start())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("already in use");
        assertThatThrownBy(() -> StorageSandbox.in(other).secret("short")).hasMessageContaining("32 characters");
    }

    @Test
    void the_limit_of_a_bucket_also_holds_for_a_body_without_a_length() throws Exception {
        bucket("{\"name\":\"small\",\"file_size_limit\":\"1KB\"}");

        JsonNode refused =
                http.sendChunked("/object/small/a.bin", key(), new byte[5000]).json();

        assertThat(refused.path("code").asText()).isEqualTo("EntityTooLarge");
        assertThat(http.sendChunked("/object/small/a.bin", key(), new byte[1000])
                        .status())
                .isEqualTo(200);
        assertThat(sandbox.byteCount()).isEqualTo(1000);
    }

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource(delimiter = '|', textBlock = """
            "1000"  | 1000
            "5.0"   | 5
            "0"     | 0
            "1KB"   | 1000
            "1.5KB" | 1500
            ""      | null
            null    | null
            """)
    void a_limit_in_digits_is_a_number_of_bytes(String given, String kept) {
        bucket("{\"name\":\"small\",\"file_size_limit\":" + given + "}");

        assertThat(http.send("GET", "/bucket/small", key())
                        .json()
                        .path("file_size_limit")
                        .toString())
                .isEqualTo(kept);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "limit=5.0, 3",
        "limit=2.0&offset=0.0, 2",
        "limit=2&offset=2, 1",
        "limit=1e0, 1",
        "offset=+1, 2",
        "limit=99999999999999999999, 3"
    })
    void buckets_are_listed_in_pages_by_any_way_to_write_a_whole_number(String query, int count) {
        bucket("{\"name\":\"two\"}");
        bucket("{\"name\":\"three\"}");

        assertThat(http.send("GET", "/bucket?" + query, key()).json()).hasSize(count);
    }

    @Test
    void an_upload_that_breaks_off_leaves_nothing() throws Exception {
        http.breakOff("POST", "/object/media/cut.bin", key(), new byte[1000], 5000);

        assertThat(sandbox.keys("media")).isEmpty();
        assertThat(files()).isEmpty();
    }

    @Test
    void an_upsert_keeps_id_and_birth_and_clears_the_words_about_the_old_file() {
        Map<String, String> words = key();
        words.put("x-metadata", "eyJhIjoxfQ");
        http.send("POST", "/object/media/a", words, "one");
        JsonNode before = http.send("GET", "/object/info/media/a", key()).json();

        assertThat(put("/object/media/a", "image/png", "two").status()).isEqualTo(200);

        JsonNode after = http.send("GET", "/object/info/media/a", key()).json();
        assertThat(before.path("metadata").toString()).isEqualTo("{\"a\":1}");
        assertThat(after.path("metadata").toString()).isEqualTo("{}");
        assertThat(after.path("id")).isEqualTo(before.path("id"));
        assertThat(after.path("created_at")).isEqualTo(before.path("created_at"));
        assertThat(after.path("version")).isNotEqualTo(before.path("version"));
        assertThat(after.path("content_type").asText()).isEqualTo("image/png");
        assertThat(files()).hasSize(1);
    }

    @ParameterizedTest(name = "{0} {1}, fields first: {2}")
    @CsvSource(delimiter = '|', textBlock = """
            name=""; filename="blob"  | image/png                | true
            name=""; filename="blob"  | image/png                | false
            name=""; filename="a.bin" | application/octet-stream | true
            name=""                   | application/octet-stream | true
            name=""                   | application/octet-stream | false
            name="file"               | Application/Octet-Stream | true
            """)
    void a_form_is_read_as_the_official_client_sends_it(String file, String type, boolean fieldsFirst) {
        String fields = part("name=\"cacheControl\"", "", "3600") + part("name=\"metadata\"", "", "{\"a\":1}");
        String bytes = part(file, "content-type: " + type + "\r\n", "hello");
        Map<String, String> headers = key();
        headers.put("content-type", "multipart/form-data; boundary=b");

        RawHttp.Answer answer = http.send(
                "POST", "/object/media/a", headers, (fieldsFirst ? fields + bytes : bytes + fields) + "--b--\r\n");

        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(info("a").path("content_type").asText()).isEqualTo(type.toLowerCase(Locale.ROOT));
        assertThat(info("a").path("cache_control").asText()).isEqualTo("max-age=3600");
        assertThat(info("a").path("metadata").toString()).isEqualTo("{\"a\":1}");
        assertThat(http.send("GET", "/object/media/a", key()).text()).isEqualTo("hello");
    }

    private static String part(String disposition, String headers, String content) {
        return "--b\r\ncontent-disposition: form-data; " + disposition + "\r\n" + headers + "\r\n" + content + "\r\n";
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            bytes=0-3    | 0123       | bytes 0-3/10
            bytes=8-     | 89         | bytes 8-9/10
            bytes=-3     | 789        | bytes 7-9/10
            bytes=5-999  | 56789      | bytes 5-9/10
            bytes=-999   | 0123456789 | bytes 0-9/10
            bytes=5-9223372036854775807 | 56789 | bytes 5-9/10
            """)
    void one_range_is_served(String range, String bytes, String shown) {
        put("/object/media/a", "text/plain", "0123456789");
        Map<String, String> headers = key();
        headers.put("range", range);

        RawHttp.Answer answer = http.send("GET", "/object/media/a", headers);

        assertThat(answer.status()).isEqualTo(206);
        assertThat(answer.text()).isEqualTo(bytes);
        assertThat(answer.header("content-range")).isEqualTo(shown);
    }

    @Test
    void an_etag_that_matches_saves_the_download_and_another_may_be_stale() {
        Map<String, String> sent = key();
        sent.put("content-type", "text/html; charset=utf-8");
        sent.put("cache-control", "max-age=60");
        http.send("POST", "/object/media/a.html", sent, "<b>hi</b>");
        RawHttp.Answer whole = http.send("GET", "/object/media/a.html", key());
        assertThat(whole.header("content-type")).isEqualTo("text/plain");
        assertThat(whole.header("cache-control")).isEqualTo("max-age=60");
        assertThat(whole.header("accept-ranges")).isEqualTo("bytes");
        assertThat(whole.header("x-robots-tag")).isEqualTo("none");

        Map<String, String> conditional = key();
        conditional.put("if-none-match", whole.header("etag"));
        conditional.put("range", "bytes=0-1");
        RawHttp.Answer unchanged = http.send("GET", "/object/media/a.html", conditional);
        assertThat(unchanged.status()).isEqualTo(304);
        assertThat(unchanged.body()).isEmpty();
        assertThat(unchanged.header("cache-control")).isEqualTo("max-age=60");
        for (String header : List.of("etag", "last-modified", "accept-ranges", "content-type", "x-robots-tag")) {
            assertThat(unchanged.header(header)).as(header).isEqualTo(whole.header(header));
        }

        Map<String, String> other = key();
        other.put("if-none-match", "*");
        RawHttp.Answer stale = http.send("GET", "/object/media/a.html", other);
        assertThat(stale.status()).isEqualTo(200);
        assertThat(stale.header("cache-control")).isEqualTo("max-age=60, stale-while-revalidate=30");
    }

    @Test
    void a_file_not_modified_since_saves_the_download_but_its_own_date_is_too_coarse_for_it() {
        put("/object/media/a", "text/plain", "0123456789");
        String signed = signed("a");
        String own = http.send("GET", "/object/media/a", key()).header("last-modified");
        String next = DateTimeFormatter.RFC_1123_DATE_TIME.format(
                ZonedDateTime.parse(own, DateTimeFormatter.RFC_1123_DATE_TIME).plusSeconds(1));
        Map<String, String> since = key();
        since.put("range", "bytes=0-1");

        since.put("if-modified-since", own);
        boolean onTheSecond = info("a").path("last_modified").asText().endsWith(".000Z");
        assertThat(http.send("GET", "/object/media/a", since).status()).isEqualTo(onTheSecond ? 304 : 206);

        since.put("if-modified-since", next);
        RawHttp.Answer unmodified = http.send("GET", "/object/media/a", since);
        assertThat(unmodified.status()).isEqualTo(304);
        assertThat(unmodified.body()).isEmpty();
        assertThat(unmodified.header("last-modified")).isEqualTo(own);
        assertThat(unmodified.header("cache-control")).isEqualTo("no-cache");
        assertThat(http.send("GET", signed, since).status()).isEqualTo(304);
        assertThat(http.send("HEAD", signed, since).status()).isEqualTo(304);
        assertThat(http.send("HEAD", "/object/media/a", since).status())
                .as("from the row alone, without a condition")
                .isEqualTo(200);

        since.put("if-modified-since", "yesterday");
        assertThat(http.send("GET", "/object/media/a", since).status()).isEqualTo(206);
    }

    private String signed(String key) {
        Map<String, String> json = key();
        json.put("content-type", "application/json");
        return http.send("POST", "/object/sign/media/" + key, json, "{\"expiresIn\":60}")
                .json()
                .path("signedURL")
                .asText();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"text/plain;charset=UTF-8", "Text/Plain; Charset=UTF-8", "application/JSON", "image/PNG; a=b"})
    void a_content_type_is_kept_to_the_letter(String type) {
        put("/object/media/a", type, "{}");

        assertThat(http.send("GET", "/object/info/media/a", key())
                        .json()
                        .path("content_type")
                        .asText())
                .isEqualTo(type);
        assertThat(http.send("GET", "/object/media/a", key()).header("content-type"))
                .isEqualTo(type);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ?download         | attachment;
            ?download=        | attachment;
            ?download=a+b.txt | attachment; filename=a%20b.txt; filename*=UTF-8''a%20b.txt
            ?download=%C3%BC  | attachment; filename=%C3%BC; filename*=UTF-8''%C3%BC
            """)
    void a_download_is_named(String query, String disposition) {
        put("/object/media/a", "text/plain", "x");

        RawHttp.Answer answer = http.send("GET", "/object/media/a" + query, key());

        assertThat(answer.header("content-disposition")).isEqualTo(disposition);
    }

    /** The original has a HEAD of its own for all of them but the public information. */
    @ParameterizedTest
    @CsvSource({
        "/object/pub/a?download=1&download=2, 200",
        "/object/authenticated/pub/a?download=1&download=2, 200",
        "/object/public/pub/a?download=1&download=2, 200",
        "/object/info/pub/a, 200",
        "/object/info/authenticated/pub/a, 200",
        "/object/info/public/pub/a, 400"
    })
    void a_head_does_not_look_at_the_name_of_a_download(String path, int status) {
        bucket("{\"name\":\"pub\",\"public\":true}");
        put("/object/pub/a", "text/plain", "x");

        assertThat(http.send("HEAD", path, key()).status()).isEqualTo(status);
        assertThat(http.send("GET", path, key()).status()).isEqualTo(path.contains("?") ? 400 : 200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"eyJhIjoxfQ==", "eyJhIjoxfQ", "eyJhIjoxfQ=", "eyJh IjoxfQ==", "*eyJhIjoxfQ", "eyJhIjoxfQ==e30="})
    void metadata_is_decoded_as_leniently_as_by_the_original(String base64) {
        Map<String, String> headers = key();
        headers.put("x-metadata", base64);
        http.send("POST", "/object/media/a", headers, "x");

        assertThat(info("a").path("metadata").toString()).isEqualTo("{\"a\":1}");
    }

    @Test
    void a_signed_url_is_opened_without_a_key_and_says_when_it_ends() {
        put("/object/media/a%20b.txt", "text/plain", "hi");
        Map<String, String> json = key();
        json.put("content-type", "application/json");
        String url = http.send("POST", "/object/sign/media/a%20b.txt", json, "{\"expiresIn\":\"60\"}")
                .json()
                .path("signedURL")
                .asText();
        assertThat(url).startsWith("/object/sign/media/a b.txt?token=");

        RawHttp.Answer answer = http.send("GET", url.replace(" ", "%20"), Map.of("authorization", "nonsense"));

        assertThat(answer.text()).isEqualTo("hi");
        assertThat(answer.header("expires")).endsWith("GMT");
        assertThat(answer.headers()).doesNotContainKey("cache-control");
        RawHttp.Answer unchanged =
                http.send("GET", url.replace(" ", "%20"), Map.of("if-none-match", answer.header("etag")));
        assertThat(unchanged.status()).isEqualTo(304);
        assertThat(unchanged.header("expires")).isEqualTo(answer.header("expires"));
        assertThat(unchanged.headers()).doesNotContainKey("cache-control");
        assertThat(http.send("HEAD", url.replace(" ", "%20"), Map.of()).header("content-length"))
                .isEqualTo("2");
    }

    @Test
    void the_single_sign_route_keeps_its_encoding_trap_and_the_batch_route_has_none() {
        put("/object/media/a%2Bb.txt", "text/plain", "plus");
        Map<String, String> json = key();
        json.put("content-type", "application/json");
        String encoded = http.send("POST", "/object/sign/media/a%2Bb.txt", json, "{\"expiresIn\":60}")
                .json()
                .path("signedURL")
                .asText();
        String raw = http.send("POST", "/object/sign/media/a+b.txt", json, "{\"expiresIn\":60}")
                .json()
                .path("signedURL")
                .asText();
        JsonNode batch = http.send(
                        "POST", "/object/sign/media", json, "{\"expiresIn\":60,\"paths\":[\"a+b.txt\",\"none\"]}")
                .json();

        assertThat(http.send("GET", encoded, Map.of()).json().path("code").asText())
                .isEqualTo("InvalidSignature");
        assertThat(http.send("GET", raw, Map.of()).text()).isEqualTo("plus");
        assertThat(http.send("GET", batch.path(0).path("signedURL").asText(), Map.of())
                        .text())
                .isEqualTo("plus");
        assertThat(batch.path(1).path("signedURL").isNull()).isTrue();
        assertThat(batch.path(1).path("error").asText())
                .isEqualTo("Either the object does not exist or you do not have access to it");
    }

    @Test
    void the_old_list_is_blind_to_case_by_name_and_complete_downwards() {
        for (String key : List.of("b.txt", "Mixed/1", "mixed/2", "zdir/only", "A.txt")) {
            put("/object/media/" + key, "text/plain", "x");
        }
        assertThat(names("{\"prefix\":\"\"}")).containsExactly("A.txt", "b.txt", "Mixed", "zdir");
        assertThat(names("{\"prefix\":\"MIXED\"}")).containsExactly("1", "2");
        assertThat(names("{\"prefix\":\"mix\"}")).isEmpty();
        assertThat(names("{\"prefix\":\"\",\"search\":\"B\"}")).containsExactly("b.txt");
        assertThat(names("{\"prefix\":\"\",\"limit\":2,\"offset\":1}")).containsExactly("b.txt", "Mixed");
        assertThat(names("{\"prefix\":\"\",\"sortBy\":{\"column\":\"name\",\"order\":\"desc\"}}"))
                .containsExactly("zdir", "Mixed", "b.txt", "A.txt");
        assertThat(names("{\"prefix\":\"\",\"sortBy\":{\"column\":\"created_at\"}}"))
                .containsExactly("Mixed", "mixed", "zdir", "b.txt", "A.txt");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            {}                                                                             | a/1 a/2 a/b/3 b c/4 zdir/5
            {"prefix":"a/"}                                                                | a/1 a/2 a/b/3
            {"prefix":"a"}                                                                 | a/1 a/2 a/b/3
            {"with_delimiter":true}                                                        | a/ b c/ zdir/
            {"with_delimiter":true,"prefix":"a/"}                                          | a/1 a/2 a/b/
            {"with_delimiter":true,"prefix":"zdir"}                                        | zdir/
            {"with_delimiter":true,"sortBy":{"column":"name","order":"desc"}}              | zdir/ c/ b a/
            {"sortBy":{"column":"name","order":"desc"}}                                    | zdir/5 c/4 b a/b/3 a/2 a/1
            {"sortBy":{"column":"created_at","order":"asc"}}                               | zdir/5 c/4 b a/b/3 a/2 a/1
            {"with_delimiter":true,"sortBy":{"column":"created_at","order":"asc"}}         | a/ c/ zdir/ b
            """)
    void the_new_list_gives_the_same_in_any_page_size(String request, String expected) throws Exception {
        for (String key : List.of("zdir/5", "c/4", "b", "a/b/3", "a/2", "a/1")) {
            put("/object/media/" + key, "text/plain", "x");
            Thread.sleep(2); // within one millisecond the new list goes by the name
        }
        for (int limit = 1; limit <= 7; limit++) {
            assertThat(String.join(" ", pages(request, limit)))
                    .as("limit " + limit)
                    .isEqualTo(expected);
        }
    }

    @ParameterizedTest(name = "prefix {0}")
    @CsvSource(delimiter = '|', textBlock = """
            ''   | />, a/>a
            a/   | a//>, a/b/>b
            a/b/ | a/b//>, a/b/>
            /    | /lead>lead
            """)
    void a_slash_too_many_makes_a_folder_without_a_name(String prefix, String namesAndKeys) {
        for (String key : List.of("/lead", "a//x", "a/b//c", "a/b/")) {
            put("/object/media/" + key, "text/plain", "x");
        }
        Map<String, String> json = key();
        json.put("content-type", "application/json");
        String body = "{\"with_delimiter\":true,\"prefix\":\"" + prefix + "\"}";

        JsonNode page = http.send("POST", "/object/list-v2/media", json, body).json();

        List<String> names = page.findValuesAsText("name");
        List<String> keys = page.findValuesAsText("key");
        assertThat(keys).hasSameSizeAs(names);
        assertThat(IntStream.range(0, names.size()).mapToObj(at -> names.get(at) + ">" + keys.get(at)))
                .containsExactly(namesAndKeys.split(", "));
    }

    @Test
    void two_overlapping_uploads_of_one_key_both_succeed_and_ids_stay_one() throws Exception {
        List<Thread> senders = new ArrayList<>();
        List<Integer> statuses = java.util.Collections.synchronizedList(new ArrayList<>());
        for (int i = 0; i < 8; i++) {
            byte[] body = "x".repeat(200_000 + i).getBytes(StandardCharsets.UTF_8);
            senders.add(Thread.startVirtualThread(() -> statuses.add(
                    http.send("PUT", "/object/media/same", key(), body).status())));
        }
        for (Thread sender : senders) {
            sender.join();
        }
        assertThat(statuses).hasSize(8).containsOnly(200);
        assertThat(sandbox.objectCount()).isEqualTo(1);
        assertThat(files()).hasSize(1);
        assertThat(sandbox.file("media", "same").orElseThrow()).hasSize(sandbox.byteCount());
    }

    @ParameterizedTest(name = "authorization: {0}, apikey: {1}")
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            -                              | sb_secret_abc123      | 200 | -
            Bearer sb_secret_abc123        | sb_secret_abc123      | 200 | -
            Bearer sb_other                | sb_secret_abc123      | 200 | -
            Bearer {service}               | sb_publishable_abc123 | 200 | -
            -                              | {service}             | 200 | -
            Bearer sb_other                | {service}             | 200 | -
            -                              | sb_publishable_abc123 | 403 | Access denied: Invalid role
            Bearer sb_secret_abc123        | sb_publishable_abc123 | 403 | Access denied: Invalid role
            Bearer {anon}                  | sb_secret_abc123      | 403 | Access denied: Invalid role
            -                              | sb_secret_other       | 400 | Invalid Compact JWS
            Bearer nonsense                | sb_secret_abc123      | 400 | Invalid Compact JWS
            bearer sb_secret_abc123        | sb_secret_abc123      | 400 | Invalid Compact JWS
            Bearer sb_secret_abc123        | -                     | 400 | headers must have required property 'authorization'
            """)
    void an_opaque_key_counts_as_the_gateway_has_it(
            String authorization, String apikey, int status, String message, @TempDir Path other) {
        try (StorageSandbox gateway = StorageSandbox.in(other)
                .opaqueKeys("sb_secret_abc123", "sb_publishable_abc123")
                .start()) {
            RawHttp client = new RawHttp(gateway.url());
            client.send(
                    "POST",
                    "/bucket",
                    Map.of("apikey", "sb_secret_abc123", "content-type", "application/json"),
                    "{\"name\":\"media\"}");

            RawHttp.Answer answer = client.send(
                    "POST", "/bucket/media/empty", headers(filled(authorization, gateway), filled(apikey, gateway)));

            assertThat(answer.status()).as(answer.text()).isEqualTo(status);
            assertThat(message == null ? null : answer.json().path("message").asText())
                    .isEqualTo(message);
        }
    }

    private static Map<String, String> headers(@Nullable String authorization, @Nullable String apikey) {
        Map<String, String> headers = new LinkedHashMap<>();
        if (authorization != null) {
            headers.put("authorization", authorization);
        }
        if (apikey != null) {
            headers.put("apikey", apikey);
        }
        return headers;
    }

    private static @Nullable String filled(@Nullable String text, StorageSandbox gateway) {
        return text == null
                ? null
                : text.replace("{service}", gateway.serviceKey()).replace("{anon}", gateway.anonKey());
    }

    @Test
    void the_apikey_means_nothing_to_a_server_without_the_gateway() {
        assertThat(http.send("GET", "/bucket", Map.of("apikey", sandbox.serviceKey()))
                        .json()
                        .path("message")
                        .asText())
                .isEqualTo("headers must have required property 'authorization'");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"storage-500, 500", "storage-503, 503", "storage-401, 400"})
    void a_fault_can_be_asked_for_by_one_request_or_by_rate(String word, int status) {
        Map<String, String> asking = key();
        asking.put("x-sandbox-fault", word);
        assertThat(http.send("GET", "/bucket", asking).status()).isEqualTo(status);
        assertThat(http.send("GET", "/bucket", key()).status()).isEqualTo(200);

        sandbox.setFaults(FaultRates.parse(word));
        assertThat(http.send("GET", "/bucket", key()).status()).isEqualTo(status);
        sandbox.setFaults(FaultRates.NONE);
        assertThat(http.send("GET", "/bucket", key()).status()).isEqualTo(200);
    }

    @Test
    void a_cut_upload_stores_nothing_and_a_lost_answer_stores_the_file() {
        Map<String, String> cut = key();
        cut.put("x-sandbox-fault", "upload-cut");
        assertThatThrownBy(() -> http.send("POST", "/object/media/cut", cut, new byte[100_000]))
                .isInstanceOf(UncheckedIOException.class);
        assertThat(sandbox.objectCount()).isZero();

        Map<String, String> lost = key();
        lost.put("x-sandbox-fault", "upload-answer-lost");
        assertThatThrownBy(() -> http.send("POST", "/object/media/lost", lost, new byte[100_000]))
                .isInstanceOf(UncheckedIOException.class);
        assertThat(sandbox.keys("media")).containsExactly("lost");
        assertThat(sandbox.byteCount()).isEqualTo(100_000);
    }

    @Test
    void emptying_and_deleting_a_bucket_frees_the_files() {
        put("/object/media/a", "text/plain", "x");
        put("/object/media/b", "text/plain", "x");
        Map<String, String> json = key();
        json.put("content-type", "application/json");

        assertThat(http.send("POST", "/bucket/media/empty", json)
                        .json()
                        .path("message")
                        .asText())
                .isEqualTo("Empty bucket has been queued. Completion may take up to an hour.");
        assertThat(http.send("DELETE", "/bucket/media", json).text())
                .isEqualTo("{\"message\":\"Successfully deleted\"}");
        assertThat(files()).isEmpty();
    }

    @Test
    void a_moved_object_keeps_id_and_birth_and_gets_a_new_version_and_owner() throws Exception {
        put("/object/media/u1/a.txt", "text/plain", "hello");
        JsonNode before = info("u1/a.txt");
        Map<String, String> user = new LinkedHashMap<>(
                Map.of("authorization", "Bearer " + sandbox.userKey("u1"), "content-type", "application/json"));

        http.send("POST", "/object/move", user, move("u1/a.txt", "u1/b.txt"));

        JsonNode after = info("u1/b.txt");
        assertThat(after.path("id")).isEqualTo(before.path("id"));
        assertThat(after.path("created_at")).isEqualTo(before.path("created_at"));
        assertThat(after.path("version")).isNotEqualTo(before.path("version"));
        assertThat(http.send("GET", "/object/media/u1/b.txt", key()).text()).isEqualTo("hello");
        assertThat(files()).hasSize(1);
        user.putAll(key());
        assertThat(http.send("DELETE", "/object/media", user, "{\"prefixes\":[\"u1/b.txt\"]}")
                        .json()
                        .findValuesAsText("owner_id"))
                .containsExactly("u1");
    }

    /** Each round is one chance to meet the moment between the look and the write. */
    @RepeatedTest(10)
    void of_many_at_once_only_one_moves_deletes_or_makes_the_same_thing() throws Exception {
        Map<String, String> json = key();
        json.put("content-type", "application/json");
        put("/object/media/a", "text/plain", "x");
        put("/object/media/b", "text/plain", "x");

        assertThat(atOnce(n -> http.send("POST", "/object/move", json, move("a", "to/" + n))))
                .containsOnlyOnce(200);
        assertThat(atOnce(_ -> http.send("DELETE", "/object/media/b", key()))).containsOnlyOnce(200);
        assertThat(atOnce(_ -> http.send("POST", "/bucket", json, "{\"name\":\"fresh\"}")))
                .containsOnlyOnce(200);
        assertThat(sandbox.keys("media")).hasSize(1);
        assertThat(files()).hasSize(1);
    }

    @Test
    void an_upload_whose_bucket_goes_meanwhile_is_refused_and_leaves_nothing() throws Exception {
        RawHttp.Answer answer = http.sendAround("/object/media/a.txt", key(), "hello", () -> {
            while (files().isEmpty()) {
                Thread.onSpinWait();
            }
            http.send("DELETE", "/bucket/media", key());
        });

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().path("message").asText()).isEqualTo("The related resource does not exist");
        assertThat(files()).isEmpty();
        bucket("{\"name\":\"media\"}");
        assertThat(sandbox.keys("media")).isEmpty();
    }

    @Test
    void a_cache_that_is_not_there_is_purged_for_whom_may() {
        Map<String, String> json = key();
        json.put("content-type", "application/json");

        for (String path : List.of("/cdn", "/cdn/media", "/cdn/media/u1/a.txt?transformations=true")) {
            assertThat(http.send("DELETE", path, json, "{}").text()).isEqualTo("{\"message\":\"success\"}");
        }
    }

    private List<Integer> atOnce(IntFunction<RawHttp.Answer> call) throws InterruptedException {
        List<Integer> statuses = java.util.Collections.synchronizedList(new ArrayList<>());
        List<Thread> callers = IntStream.range(0, 12)
                .mapToObj(n -> Thread.startVirtualThread(
                        () -> statuses.add(call.apply(n).status())))
                .toList();
        for (Thread caller : callers) {
            caller.join();
        }
        assertThat(statuses).hasSize(12).containsOnly(200, 400);
        return statuses;
    }

    private static String move(String from, String to) {
        return "{\"bucketId\":\"media\",\"sourceKey\":\"" + from + "\",\"destinationKey\":\"" + to + "\"}";
    }

    private JsonNode info(String key) {
        return http.send("GET", "/object/info/media/" + key, key()).json();
    }

    @Test
    void names_of_places_in_the_tree_are_also_good_for_buckets() {
        for (String name : List.of("public", "info", "copy", "move")) {
            bucket("{\"name\":\"" + name + "\"}");
            assertThat(http.send("POST", "/object/" + name + "/x.txt", key(), "x")
                            .status())
                    .isEqualTo(200);
        }
    }

    private void bucket(String json) {
        Map<String, String> headers = key();
        headers.put("content-type", "application/json");
        assertThat(http.send("POST", "/bucket", headers, json).status()).isEqualTo(200);
    }

    private RawHttp.Answer put(String path, String type, String body) {
        Map<String, String> headers = key();
        headers.put("content-type", type);
        return http.send("PUT", path, headers, body);
    }

    private List<String> names(String request) {
        Map<String, String> headers = key();
        headers.put("content-type", "application/json");
        return http.send("POST", "/object/list/media", headers, request).json().findValuesAsText("name");
    }

    private List<String> pages(String request, int limit) {
        Map<String, String> headers = key();
        headers.put("content-type", "application/json");
        List<String> names = new ArrayList<>();
        var body = (com.fasterxml.jackson.databind.node.ObjectNode) JsonMapping.parse(request);
        body.put("limit", limit);
        JsonNode page;
        do {
            page = http.send("POST", "/object/list-v2/media", headers, body.toString())
                    .json();
            List<String> folders = page.path("folders").findValuesAsText("name");
            List<String> objects = page.path("objects").findValuesAsText("name");
            boolean byTime = request.contains("created_at");
            Stream<String> both = Stream.concat(folders.stream(), objects.stream());
            List<String> merged = byTime ? both.toList() : both.sorted().toList();
            names.addAll(request.contains("\"name\",\"order\":\"desc\"") ? merged.reversed() : merged);
            body.put("cursor", page.path("nextCursor").asText());
        } while (page.path("hasNext").asBoolean());
        return names;
    }

    private Map<String, String> key() {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("authorization", "Bearer " + sandbox.serviceKey());
        return headers;
    }

    private List<Path> files() {
        try (Stream<Path> files =
                Stream.concat(Files.walk(folder.resolve("content")), Files.walk(folder.resolve("incoming")))) {
            return files.filter(Files::isRegularFile).toList();
        } catch (java.io.IOException exception) {
            throw new UncheckedIOException(exception);
        }
    }
}
