package dev.darkroom.sandbox.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkroom.sandbox.RawHttp;
import dev.darkroom.sandbox.fault.FaultRates;
import dev.darkroom.sandbox.fault.SandboxControl;
import dev.darkroom.sandbox.fault.SandboxFault;
import dev.darkroom.system.ThreadPause;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The stand-in during an outage, misconfigured, or with a connection left stuck by a rejected upload. */
class StorageOutageTest {
    @TempDir
    private Path folder;

    private StorageSandbox sandbox;
    private RawHttp http;

    @BeforeEach
    void start() {
        sandbox = StorageSandbox.in(folder).start();
        http = new RawHttp(sandbox.url());
        http.send(
                "POST",
                "/bucket",
                Map.of("authorization", "Bearer " + sandbox.serviceKey(), "content-type", "application/json"),
                "{\"name\":\"media\"}");
        http.send("POST", "/object/media/taken", key(), "taken");
    }

    @AfterEach
    void stop() {
        sandbox.close();
    }

    @ParameterizedTest
    @CsvSource({
        "taken, 400000, '', false",
        "taken, 200000, '', true",
        "taken, 400000, 'x-upsert: true', true",
        "free, 400000, '', true"
    })
    void a_large_upload_that_the_permission_test_refuses_leaves_its_connection_stuck(
            String name, int bytes, String header, boolean goesOn) throws Exception {
        try (Socket socket = new Socket("127.0.0.1", sandbox.url().getPort())) {
            socket.setSoTimeout(goesOn ? 10_000 : 1000);

            send(socket, upload(name, bytes, header), bytes);
            boolean stored = header.contains("upsert") || name.equals("free");
            assertThat(firstLine(socket)).contains(stored ? "200" : "400");
            send(socket, "GET /storage/v1/status HTTP/1.1\r\nHost: x\r\n\r\n", 0);

            if (goesOn) {
                assertThat(firstLine(socket)).contains("200");
            } else {
                assertThatThrownBy(() -> firstLine(socket)).isInstanceOf(SocketTimeoutException.class);
            }
        }
        assertThat(http.send("GET", "/status", Map.of()).status()).isEqualTo(200);
    }

    @Test
    void a_refused_upload_that_was_to_close_its_connection_closes_it() throws Exception {
        try (Socket socket = new Socket("127.0.0.1", sandbox.url().getPort())) {
            socket.setSoTimeout(10_000);

            send(socket, upload("taken", 400_000, "Connection: close"), 400_000);

            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                    .contains("KeyAlreadyExists");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "STORAGE_500, GET, /bucket, 500, InternalError",
        "STORAGE_404, GET, /bucket, 404, 404 Not Found",
        "STORAGE_BUCKET_MISSING, GET, /bucket/media, 400, NoSuchBucket",
        "STORAGE_BUCKET_MISSING, POST, /object/media/a, 400, NoSuchBucket",
        "STORAGE_ANON_KEY, GET, /bucket/media, 400, NoSuchBucket",
        "STORAGE_ANON_KEY, POST, /object/media/a, 400, row-level security"
    })
    void an_outage_ends_by_itself(SandboxFault fault, String method, String path, int status, String said) {
        sandbox.setFaults(FaultRates.NONE.with(fault, Duration.ofMillis(500)));
        RawHttp.Answer during = http.send(method, path, key(), "x");
        assertThat(during.status()).isEqualTo(status);
        assertThat(during.text()).contains(said);

        assertThat(ThreadPause.until(() -> http.send(method, path, key(), "x").status() == 200, Duration.ofSeconds(20)))
                .isTrue();
    }

    @Test
    void faults_are_set_from_outside_even_while_the_service_is_down() {
        Map<String, String> json = Map.of("content-type", "application/json", SandboxControl.HEADER, "1");
        sandbox.setFaults(FaultRates.parse("storage-down=60s"));

        assertThat(http.send("GET", "/sandbox/faults", Map.of())
                        .json()
                        .path("faults")
                        .asText())
                .isEqualTo("storage-down=60s");
        assertThat(http.send("POST", "/sandbox/faults", json, "{\"faults\":\"nonsense\"}")
                        .status())
                .isEqualTo(400);
        assertThat(http.send("POST", "/sandbox/faults", json, "{\"faults\":\"none\"}")
                        .status())
                .isEqualTo(200);
        assertThat(http.send("GET", "/bucket", key()).status()).isEqualTo(200);
    }

    @Test
    void a_service_that_is_down_closes_its_connections_and_comes_back() throws Exception {
        sandbox.setFaults(FaultRates.NONE.with(SandboxFault.STORAGE_DOWN, Duration.ofSeconds(1)));
        assertThatThrownBy(() -> http.send("GET", "/bucket", key())).isInstanceOf(UncheckedIOException.class);

        Thread.sleep(1000);

        assertThat(http.send("GET", "/bucket", key()).status()).isEqualTo(200);
    }

    @Test
    void a_silent_service_never_answers_and_hinders_nobody_afterwards() throws Exception {
        sandbox.setFaults(FaultRates.parse("storage-silent"));
        try (Socket socket = new Socket("127.0.0.1", sandbox.url().getPort())) {
            socket.setSoTimeout(500);
            send(socket, "GET /storage/v1/status HTTP/1.1\r\nHost: x\r\n\r\n", 0);
            assertThatThrownBy(() -> firstLine(socket)).isInstanceOf(SocketTimeoutException.class);
        }
        sandbox.setFaults(FaultRates.NONE);

        assertThat(http.send("GET", "/status", Map.of()).status()).isEqualTo(200);
    }

    @Test
    void an_upload_can_be_refused_so_that_its_connection_is_stuck() throws Exception {
        sandbox.setFaults(FaultRates.parse("upload-refused-stuck"));
        try (Socket socket = new Socket("127.0.0.1", sandbox.url().getPort())) {
            socket.setSoTimeout(1000);
            send(socket, upload("free", 1000, ""), 1000);
            assertThat(firstLine(socket)).contains("503");
            send(socket, "GET /storage/v1/status HTTP/1.1\r\nHost: x\r\n\r\n", 0);
            assertThatThrownBy(() -> firstLine(socket)).isInstanceOf(SocketTimeoutException.class);
        }
        assertThat(sandbox.keys("media")).containsExactly("taken");
    }

    @Test
    void outages_are_written_as_they_are_read_and_all_leaves_them_out() {
        FaultRates faults = FaultRates.parse("storage-down=90s,storage-503=0.5");

        assertThat(faults.outages()).isEqualTo(Map.of(SandboxFault.STORAGE_DOWN, Duration.ofSeconds(90)));
        assertThat(FaultRates.parse(faults.text())).isEqualTo(faults);
        assertThat(FaultRates.parse("all").rates().keySet()).noneMatch(SandboxFault::stopsEverything);
    }

    @ParameterizedTest
    @ValueSource(strings = {"slow=90s", "upload-cut=5s", "storage-down=90", "storage-down=-1s"})
    void only_faults_of_storage_last_for_seconds(String spec) {
        assertThatThrownBy(() -> FaultRates.parse(spec)).isInstanceOf(IllegalArgumentException.class);
    }

    private Map<String, String> key() {
        return Map.of("authorization", "Bearer " + sandbox.serviceKey());
    }

    private String upload(String name, int bytes, String header) {
        return "POST /storage/v1/object/media/" + name + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer "
                + sandbox.serviceKey() + "\r\nContent-Type: image/png\r\nContent-Length: " + bytes + "\r\n"
                + (header.isEmpty() ? "" : header + "\r\n") + "\r\n";
    }

    /** On a thread of its own: nobody may be reading at the other end. */
    private static void send(Socket socket, String head, int bytes) {
        Thread.ofVirtual().start(() -> {
            try {
                OutputStream out = socket.getOutputStream();
                out.write(head.getBytes(StandardCharsets.US_ASCII));
                out.write(new byte[bytes]);
            } catch (IOException _) {
                // the test has ended
            }
        });
    }

    /** The first line of an answer, whose rest is read too. */
    private static String firstLine(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int c = in.read();
            if (c < 0) {
                throw new IOException("closed behind: " + head);
            }
            head.append((char) c);
        }
        String length = head.toString().replaceAll("(?is).*content-length: (\\d+).*", "$1");
        in.readNBytes(Integer.parseInt(length));
        return head.substring(0, head.indexOf("\r\n"));
    }
}
