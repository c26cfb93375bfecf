package dev.darkroom.database.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.database.ConnectionPools;
import dev.darkroom.database.DatabaseException;
import dev.darkroom.database.DatabaseSettings;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Another user of this machine listens on the port where the embedded server was, or is about to be. */
class StrangerOnThePortTest extends ServerFoldersRig {
    @Test
    void who_asks_for_the_password_itself_is_not_told_it() throws IOException {
        PostgresDataFolder folder = PostgresDataFolder.open(folders.copy("asked"));
        try (Stranger stranger = new Stranger()) {
            boolean works = new PostgresServerConnection(folder, stranger.port()).works();

            assertThat(works).isFalse();
            assertThat(stranger.visits()).isPositive();
            assertThat(stranger.heard()).doesNotContain(folder.password());
        }
    }

    @Test
    void a_pool_that_connects_again_does_not_tell_it_either() throws IOException {
        Path root = folders.copy("again");
        String password;
        String url;
        try (EmbeddedPostgres server = ServerFolders.start(root)) {
            password = server.settings().password();
            url = server.settings().url();
        }
        try (Stranger stranger = new Stranger()) {
            DatabaseSettings moved = DatabaseSettings.of(
                    url.replaceFirst(":\\d+/", ":" + stranger.port() + "/"),
                    PostgresServerConnection.ADMINISTRATOR,
                    password);

            assertThat(refusal(moved)).contains("requireAuth");
            assertThat(stranger.heard()).doesNotContain(password);
        }
    }

    private static String refusal(DatabaseSettings settings) {
        try {
            ConnectionPools.check(settings);
            return "connected";
        } catch (DatabaseException exception) {
            return String.valueOf(exception.getMessage());
        }
    }

    /** The file of a killed server still says ready, on the port that the next start takes. */
    @Test
    void nobody_is_visited_before_this_folders_own_server_says_that_it_is_ready() throws IOException {
        Path root = folders.copy("early");
        try (Stranger stranger = new Stranger()) {
            Files.writeString(
                    root.resolve("data/postmaster.pid"),
                    "999999\n" + root.resolve("data") + "\n1\n" + stranger.port()
                            + "\n\n127.0.0.1\n  1  2\nready   \n");
            PostgresDataFolder folder = PostgresDataFolder.open(root);
            folder.rememberPort(stranger.port());

            assertThat(folder.server()).isEmpty();
            try (EmbeddedPostgres server = ServerFolders.start(root)) {
                assertThat(server.settings().address()).doesNotContain(":" + stranger.port() + "/");
                assertThat(folder.server()).isPresent();
            }
            assertThat(stranger.visits()).isZero();
        }
    }

    /** Answers every client as a PostgreSQL that wants the password in clear, and keeps what it hears. */
    private static final class Stranger implements AutoCloseable {
        private static final byte[] PASSWORD_IN_CLEAR = {'R', 0, 0, 0, 8, 0, 0, 0, 3};

        private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        private final ByteArrayOutputStream heard = new ByteArrayOutputStream();
        private final AtomicInteger visits = new AtomicInteger();
        private final Thread thread = Thread.ofVirtual().start(this::serve);

        Stranger() throws IOException {}

        int port() {
            return socket.getLocalPort();
        }

        int visits() {
            return visits.get();
        }

        synchronized String heard() {
            return heard.toString(StandardCharsets.ISO_8859_1);
        }

        private void serve() {
            while (!socket.isClosed()) {
                try (Socket client = socket.accept()) {
                    visits.incrementAndGet();
                    client.setSoTimeout(2000);
                    answer(client);
                } catch (IOException _) {
                    // the client has gone, or the test has ended
                }
            }
        }

        private void answer(Socket client) throws IOException {
            DataInputStream in = new DataInputStream(client.getInputStream());
            for (int length = in.readInt(); length >= 8; length = in.readInt()) {
                byte[] message = in.readNBytes(length - 4);
                boolean encryption = length == 8;
                client.getOutputStream().write(encryption ? new byte[] {'N'} : PASSWORD_IN_CLEAR);
                if (!encryption) {
                    keep(message);
                    keep(in.readNBytes(1));
                    keep(in.readNBytes(in.readInt() - 4));
                    return;
                }
            }
        }

        private synchronized void keep(byte[] bytes) {
            heard.writeBytes(bytes);
        }

        @Override
        public void close() {
            try {
                socket.close();
                thread.join();
            } catch (IOException exception) {
                throw new UncheckedIOException(exception);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
