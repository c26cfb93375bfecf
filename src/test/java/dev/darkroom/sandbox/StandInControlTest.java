package dev.darkroom.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkroom.sandbox.fal.FalSandbox;
import dev.darkroom.sandbox.fal.FalSandboxSettings;
import dev.darkroom.sandbox.fault.FaultRates;
import dev.darkroom.sandbox.storage.StorageSandbox;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who may use the controls of the stand-ins, and which secret signs their tokens. */
class StandInControlTest {
    @TempDir
    Path folder;

    private FalSandbox fal;
    private StorageSandbox storage;

    @BeforeEach
    void start() {
        fal = FalSandbox.start(FalSandboxSettings.defaults());
        storage = StorageSandbox.in(folder.resolve("storage")).start();
    }

    @AfterEach
    void stop() {
        storage.close();
        fal.close();
    }

    /** What a browser sends for a page that somebody has open, and what a program on this machine sends. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            POST | host: localhost                                                      | 403 | header x-sandbox-control
            POST | host: localhost; content-type: text/plain                            | 403 | header x-sandbox-control
            POST | host: localhost; x-sandbox-control: 1; origin: https://evil.example  | 403 | not there for web pages
            POST | host: localhost; x-sandbox-control: 1; origin: null                  | 403 | not there for web pages
            POST | host: localhost; x-sandbox-control: 1; origin: http://127.0.0.1:80   | 403 | not there for web pages
            POST | host: localhost; x-sandbox-control: 1; sec-fetch-site: same-site     | 403 | not there for web pages
            POST | host: evil.example; x-sandbox-control: 1                             | 403 | this machine only
            POST | host: 127.0.0.1.evil.example; x-sandbox-control: 1                   | 403 | this machine only
            POST | host: localhost.; x-sandbox-control: 1                               | 403 | this machine only
            GET  | host: evil.example:8080                                              | 403 | this machine only
            GET  | host: 127.0.0.1; origin: https://evil.example                        | 403 | not there for web pages
            GET  | host: 127.0.0.1:7001; sec-fetch-site: cross-site                     | 403 | not there for web pages
            GET  | host: 127.0.0.1:7001; sec-fetch-site: none                           | 200 | faults
            GET  | host: LOCALHOST                                                      | 200 | faults
            POST | host: 127.0.0.1:7001; x-sandbox-control: 1                           | 200 | faults
            POST | host: [::1]:7001; x-sandbox-control: yes                             | 200 | faults
            """)
    void no_web_page_reaches_the_controls(String method, String headers, int status, String words) {
        for (URI base : new URI[] {URI.create(fal.url()), storage.url()}) {
            RawHttp.Answer answer = new RawHttp(base)
                    .sendAs(
                            method,
                            "/sandbox/faults",
                            headers(headers),
                            method.equals("POST") ? "{\"faults\":\"all\"}" : "");

            assertThat(answer.status()).as(base + " " + answer.text()).isEqualTo(status);
            assertThat(answer.text()).contains(words);
        }
        boolean changed = status == 200 && method.equals("POST");
        assertThat(fal.faults().equals(FaultRates.NONE)).isNotEqualTo(changed);
        assertThat(storage.faults().equals(FaultRates.NONE)).isNotEqualTo(changed);
    }

    @Test
    void no_web_page_locks_the_account() {
        RawHttp http = new RawHttp(URI.create(fal.url()));
        assertThat(http.sendAs("POST", "/sandbox/lock", headers("host: 127.0.0.1"), "{}")
                        .status())
                .isEqualTo(403);
        assertThat(http.sendAs("GET", "/sandbox/books", headers("host: evil.example"), "")
                        .status())
                .isEqualTo(403);
    }

    @Test
    void each_folder_signs_with_a_random_secret_of_its_own_that_outlives_a_restart() throws IOException {
        Path file = folder.resolve("storage/token-secret");
        String secret = Files.readString(file).strip();
        String key = storage.serviceKey();
        assertThat(secret).hasSizeGreaterThanOrEqualTo(32).isNotEqualTo(StorageSandbox.DEMO_SECRET);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");

        storage.close();
        storage = StorageSandbox.in(folder.resolve("storage")).start();
        assertThat(status(storage, key)).isEqualTo(200);
        assertThat(Files.readString(file).strip()).isEqualTo(secret);

        try (StorageSandbox other = StorageSandbox.in(folder.resolve("other")).start();
                StorageSandbox demo = StorageSandbox.in(folder.resolve("demo"))
                        .secret(StorageSandbox.DEMO_SECRET)
                        .start()) {
            assertThat(status(other, key)).isEqualTo(400);
            assertThat(status(storage, demo.serviceKey())).isEqualTo(400);
            assertThat(folder.resolve("demo/token-secret")).doesNotExist();
        }
    }

    @Test
    void a_damaged_secret_is_told_and_the_folder_is_free_again() throws IOException {
        Path other = folder.resolve("damaged");
        StorageSandbox.in(other).start().close();
        Files.writeString(other.resolve("token-secret"), "short");

        assertThatThrownBy(() -> StorageSandbox.in(other).start())
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("token-secret")
                .hasMessageContaining("delete it");
        Files.delete(other.resolve("token-secret"));
        StorageSandbox.in(other).start().close();
    }

    private static int status(StorageSandbox server, String key) {
        return new RawHttp(server.url())
                .send("GET", "/bucket", Map.of("authorization", "Bearer " + key))
                .status();
    }

    private static Map<String, String> headers(String text) {
        Map<String, String> headers = new LinkedHashMap<>();
        for (String header : text.split("; ?")) {
            headers.put(header.substring(0, header.indexOf(':')), header.substring(header.indexOf(':') + 2));
        }
        headers.putIfAbsent("content-type", "application/json");
        return headers;
    }
}
