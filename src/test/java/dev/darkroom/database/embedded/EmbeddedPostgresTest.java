package dev.darkroom.database.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkroom.database.ConnectionPools;
import dev.darkroom.database.DatabaseException;
import dev.darkroom.database.DatabaseSettings;
import dev.darkroom.database.TestServer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

public class EmbeddedPostgresTest extends ServerFoldersRig {
    @Test
    void data_outlives_a_clean_stop_which_leaves_no_process() throws Exception {
        Path folder = folders.copy("kept in a folder with spaces");
        try (EmbeddedPostgres server = ServerFolders.start(folder)) {
            execute(server.settings(), "create table kept as select 42 as answer");
        }
        assertThat(ServerFolders.postmaster(folder)).isEmpty();
        assertThat(ServerFolders.allGone(folder)).isTrue();
        assertThat(folder.resolve("data/postmaster.pid")).doesNotExist();
        try (EmbeddedPostgres server = ServerFolders.start(folder)) {
            assertThat(ask(server, "select answer from kept")).isEqualTo("42");
        }
    }

    @Test
    void a_new_folder_becomes_a_durable_database_in_utf8() throws Exception {
        Path folder = temporary.toRealPath().resolve("new");
        List<String> progress = new ArrayList<>();
        try (EmbeddedPostgres server = EmbeddedPostgres.start(
                folder, TestServer.CACHE, DurabilityLevel.DURABLE, told -> progress.add(told.english()))) {
            assertThat(progress).contains("Creating the database", "Starting the database");
            assertThat(ask(server, "show fsync")).isEqualTo("on");
            assertThat(ask(server, "show synchronous_commit")).isEqualTo("on");
            assertThat(ask(server, "show full_page_writes")).isEqualTo("on");
            assertThat(ask(server, "show server_encoding")).isEqualTo("UTF8");
            assertThat(ask(server, "select lower('ÄÖ')")).isEqualTo("äö");
            assertThat(ask(server, "show listen_addresses")).isEqualTo("127.0.0.1");
        }
    }

    @Test
    void nobody_comes_in_without_the_password_which_only_the_owner_can_read() throws Exception {
        Path folder = folders.copy("secret");
        try (EmbeddedPostgres server = ServerFolders.start(folder)) {
            DatabaseSettings right = server.settings();
            String url = right.url();
            for (String wrong : List.of("", "a guess", right.password() + "x")) {
                assertThatThrownBy(() ->
                                ConnectionPools.check(new DatabaseSettings(url, right.user(), wrong, 2, 1, "UTC")))
                        .isInstanceOf(DatabaseException.class)
                        .hasMessageNotContaining(right.password());
            }
            assertThat(ask(server, "select string_agg(distinct auth_method, ',') from pg_hba_file_rules"))
                    .isEqualTo("scram-sha-256");
            assertThat(ServerFolders.processesOf(folder))
                    .isNotEmpty()
                    .noneMatch(
                            process -> process.info().commandLine().orElse("").contains(right.password()));
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("password"))))
                    .isEqualTo("rw-------");
            assertThat(right.toString()).doesNotContain(right.password());
        }
    }

    @Test
    void the_port_is_kept_when_free_and_another_chosen_when_taken() throws Exception {
        Path folder = folders.copy("port");
        String first;
        try (EmbeddedPostgres server = ServerFolders.start(folder)) {
            first = server.settings().address();
        }
        int port = Integer.parseInt(Files.readString(folder.resolve("port")).strip());
        try (ServerSocket _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
                EmbeddedPostgres server = ServerFolders.start(folder)) {
            assertThat(server.settings().address()).isNotEqualTo(first);
            assertThat(ask(server, "select 1")).isEqualTo("1");
        }
    }

    @Test
    void one_process_cannot_use_a_folder_twice() throws Exception {
        Path folder = folders.copy("twice");
        try (EmbeddedPostgres server = ServerFolders.start(folder)) {
            assertThatThrownBy(() -> ServerFolders.start(folder))
                    .hasMessage("This process already uses the database in " + folder + ".");
            assertThat(ask(server, "select 1")).isEqualTo("1");
        }
    }

    @Test
    void a_folder_that_cannot_be_written_is_named() throws Exception {
        Path file = Files.createFile(temporary.resolve("a-file"));
        assertThatThrownBy(() -> ServerFolders.start(file.resolve("postgres")))
                .isInstanceOf(DatabaseException.class)
                .hasMessageStartingWith("The database folder " + file.resolve("postgres") + " cannot be written")
                .hasMessageContaining("make it writable");
    }

    public static void execute(DatabaseSettings settings, String sql) throws SQLException {
        try (Connection connection = ConnectionPools.connect(settings);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    public static String ask(EmbeddedPostgres server, String sql) throws SQLException {
        return ask(server.settings(), sql);
    }

    public static String ask(DatabaseSettings settings, String sql) throws SQLException {
        try (Connection connection = ConnectionPools.connect(settings);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }
}
