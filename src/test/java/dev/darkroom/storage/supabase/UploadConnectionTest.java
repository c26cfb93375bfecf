package dev.darkroom.storage.supabase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.darkroom.http.HttpClients;
import dev.darkroom.http.RemoteException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a connection on which an upload was rejected, against a server on a raw socket. */
class UploadConnectionTest {
    @TempDir
    private Path folder;

    private final HttpClients http = new HttpClients();
    private UnreadUploadServer server;
    private SupabaseStorage storage;

    @BeforeEach
    void start() throws IOException {
        server = new UnreadUploadServer();
        storage = new SupabaseStorage(
                http, SupabaseSettings.of(server.url(), "sb_secret_of_a_test", "media"), Duration.ofSeconds(2));
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
        http.close();
    }

    @Test
    @Timeout(value = 20, unit = TimeUnit.SECONDS)
    void a_connection_whose_upload_was_refused_is_never_used_again() throws IOException {
        storage.info("u1/a"); // leaves a connection in the pool

        for (int n = 0; n < 3; n++) {
            RemoteException refused =
                    catchThrowableOfType(RemoteException.class, () -> storage.upload(upload(400_000)));
            assertThat(refused.status()).isEqualTo(409);
            assertThat(storage.info("u1/a").size()).isEqualTo(7);
        }

        assertThat(server.asked())
                .filteredOn(line -> line.contains("POST"))
                .extracting(line -> line.substring(0, line.indexOf(' ')))
                .doesNotHaveDuplicates();
        assertThat(server.asked()).filteredOn(line -> line.contains("GET")).allMatch(line -> line.startsWith("1 "));
    }

    @Test
    @Timeout(value = 20, unit = TimeUnit.SECONDS)
    void an_upload_that_is_not_read_ends_when_nothing_has_moved_for_a_while() throws IOException {
        AtomicInteger moved = new AtomicInteger();
        UploadRequest large = upload(60_000_000);

        RemoteException silent =
                catchThrowableOfType(RemoteException.class, () -> storage.upload(large, moved::incrementAndGet));

        assertThat(silent.isOutage()).isTrue();
        assertThat(silent.code()).isEqualTo("Timeout");
        assertThat(moved.get()).isPositive();
        assertThat(storage.info("u1/a").size()).isEqualTo(7);
    }

    private UploadRequest upload(int bytes) throws IOException {
        Path file = Files.write(folder.resolve("sent-" + bytes), new byte[bytes]);
        return UploadRequest.of(StorageKey.of("u1", "g1", 0, "a.png"), file, "image/png");
    }
}
