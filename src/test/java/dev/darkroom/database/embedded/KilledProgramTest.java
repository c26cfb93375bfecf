package dev.darkroom.database.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.database.DatabaseSettings;
import dev.darkroom.database.TestServer;
import dev.darkroom.logging.RecordedLog;
import dev.darkroom.system.PrivateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Real processes that share a server, and what remains when some of them are killed. */
@Timeout(180)
class KilledProgramTest extends ServerFoldersRig {
    @Test
    void a_killed_program_leaves_no_server_and_nothing_committed_is_lost() throws Exception {
        Path folder = folders.copy("killed");
        try (ServerUser program = ServerUser.launch(folder, DurabilityLevel.DURABLE)) {
            DatabaseSettings settings = settings(folder, program.answer());
            EmbeddedPostgresTest.execute(settings, "create table kept as select 42 as answer");
            program.kill();
        }
        assertThat(ServerFolders.allGone(folder)).isTrue();
        try (EmbeddedPostgres server = ServerFolders.start(folder)) {
            assertThat(EmbeddedPostgresTest.ask(server, "select answer from kept"))
                    .isEqualTo("42");
        }
    }

    @Test
    void a_program_killed_while_it_starts_the_server_leaves_none() throws Exception {
        Path folder = folders.copy("killed-early");
        try (ServerUser program = ServerUser.launch(folder, DurabilityLevel.DURABLE)) {
            assertThat(ServerFolders.becomes(() -> Files.exists(folder.resolve("run/users"))))
                    .isTrue();
            assertThat(ServerFolders.becomes(
                            () -> ServerFolders.processesOf(folder).size() > 1))
                    .isTrue();
            program.kill();
        }
        assertThat(ServerFolders.allGone(folder)).isTrue();
        assertThat(folder.resolve("data/postmaster.pid")).doesNotExist();
    }

    @Test
    void two_programs_share_one_server_which_the_last_one_stops() throws Exception {
        Path folder = folders.copy("shared");
        try (ServerUser first = ServerUser.launch(folder, DurabilityLevel.TESTS)) {
            String address = first.answer();
            try (EmbeddedPostgres second = ServerFolders.start(folder)) {
                assertThat(second.settings().address()).isEqualTo(address);
                long pid = ServerFolders.postmaster(folder).orElseThrow().pid();
                first.kill();
                goesOn(second, pid, folder);
            }
        }
        assertThat(ServerFolders.postmaster(folder)).isEmpty();
        assertThat(ServerFolders.allGone(folder)).isTrue();
    }

    private static void goesOn(EmbeddedPostgres second, long pid, Path folder) throws Exception {
        assertThat(EmbeddedPostgresTest.ask(second, "select pg_sleep(1)")).isEmpty();
        assertThat(ServerFolders.postmaster(folder).orElseThrow().pid()).isEqualTo(pid);
    }

    @Test
    void leaving_a_server_that_another_program_uses_does_not_stop_it() throws Exception {
        Path folder = folders.copy("left");
        try (ServerUser other = ServerUser.launch(folder, DurabilityLevel.TESTS)) {
            String address = other.answer();
            ServerFolders.start(folder).close();
            assertThat(EmbeddedPostgresTest.ask(settings(folder, address), "select 1"))
                    .isEqualTo("1");
        }
        assertThat(ServerFolders.allGone(folder)).isTrue();
    }

    @Test
    void programs_that_start_at_once_on_nothing_meet_at_one_server() throws Exception {
        Path folder = temporary.toRealPath().resolve("at-once");
        try (ServerUser first = ServerUser.launch(folder, DurabilityLevel.TESTS);
                ServerUser second = ServerUser.launch(folder, DurabilityLevel.TESTS);
                ServerUser third = ServerUser.launch(folder, DurabilityLevel.TESTS)) {
            assertThat(List.of(first.answer(), second.answer(), third.answer()))
                    .containsOnly(settings(folder, "127.0.0.1:" + port(folder) + "/darkroom")
                            .address());
        }
        assertThat(ServerFolders.allGone(folder)).isTrue();
    }

    @Test
    void a_server_that_nobody_looks_after_any_more_is_replaced() throws Exception {
        Path folder = folders.copy("orphan");
        long orphan;
        try (ServerUser program = ServerUser.launch(folder, DurabilityLevel.TESTS)) {
            program.answer();
            orphan = ServerFolders.postmaster(folder).orElseThrow().pid();
            ServerFolders.processesOf(folder).stream()
                    .filter(process -> process.pid() != orphan && process.pid() != program.pid())
                    .forEach(ProcessHandle::destroyForcibly);
            program.kill();
        }
        assertThat(ProcessHandle.of(orphan)).as("the orphan lives on").isPresent();
        try (EmbeddedPostgres server = ServerFolders.start(folder)) {
            assertThat(EmbeddedPostgresTest.ask(server, "select 1")).isEqualTo("1");
            assertThat(ServerFolders.postmaster(folder).orElseThrow().pid()).isNotEqualTo(orphan);
        }
        assertThat(ServerFolders.postmaster(folder)).isEmpty();
        assertThat(ServerFolders.allGone(folder)).isTrue();
    }

    @Test
    void a_server_that_was_killed_comes_back_where_it_was() throws Exception {
        Path folder = folders.copy("crashed");
        try (EmbeddedPostgres server = ServerFolders.start(folder)) {
            ServerFolders.postmaster(folder).orElseThrow().destroyForcibly();
            assertThat(ServerFolders.becomes(() -> answers(server))).isTrue();
        }
        assertThat(ServerFolders.postmaster(folder)).isEmpty();
        assertThat(ServerFolders.allGone(folder)).isTrue();
    }

    @Test
    void a_server_that_cannot_be_started_again_is_explained() throws Exception {
        Path folder = folders.copy("unstartable");
        try (RecordedLog log = new RecordedLog(EmbeddedPostgres.class);
                EmbeddedPostgres _ = ServerFolders.start(folder)) {
            Path configuration = folder.resolve("data/postgresql.conf");
            String before = Files.readString(configuration);
            Files.writeString(configuration, before + "\nno_such_setting = 1\n");
            ServerFolders.postmaster(folder).orElseThrow().destroyForcibly();

            assertThat(ServerFolders.becomes(
                            () -> log.messages().stream().anyMatch(words -> words.contains(folder.toString()))))
                    .isTrue();
            Files.writeString(configuration, before);
        }
    }

    @Test
    void a_process_number_that_came_round_again_does_not_keep_the_server_from_starting() throws Exception {
        Path folder = folders.copy("reused");
        long mine = ProcessHandle.current().pid();
        Files.writeString(
                folder.resolve("data/postmaster.pid"),
                "%d\n%s\n1700000000\n1\n\n127.0.0.1\n  1 1\nready\n".formatted(mine, folder.resolve("data")));
        try (EmbeddedPostgres server = ServerFolders.start(folder)) {
            assertThat(EmbeddedPostgresTest.ask(server, "select 1")).isEqualTo("1");
        }
    }

    @Test
    void it_runs_as_a_normal_user() throws Exception {
        Assumptions.assumeTrue(isRoot() && ServerOsUser.UNPRIVILEGED.works(), "only root can become another user");
        Path folder = Files.createTempDirectory("darkroom-user-").toRealPath();
        Files.setAttribute(folder, "unix:uid", ServerOsUser.UNPRIVILEGED.owner());
        try (ServerUser program = ServerUser.launch(folder, DurabilityLevel.TESTS, ServerOsUser.UNPRIVILEGED)) {
            assertThat(program.answer()).startsWith("127.0.0.1:");
            assertThat(ServerFolders.postmaster(folder).orElseThrow().info().user())
                    .isNotEqualTo("root");
        }
        assertThat(ServerFolders.allGone(folder)).isTrue();
        PrivateFiles.deleteFolder(folder);
    }

    @Test
    void root_runs_it_as_nobody_where_namespaces_are_forbidden_and_takes_the_folder_back_where_not() throws Exception {
        Assumptions.assumeTrue(isRoot() && ServerOsUser.UNPRIVILEGED.works() && ServerOsUser.NAMESPACE.works());
        PostgresDataFolder folder = PostgresDataFolder.open(folders.copy("nobody"));
        for (ServerOsUser account : List.of(ServerOsUser.UNPRIVILEGED, ServerOsUser.NAMESPACE)) {
            PostgresServerCommands commands = new PostgresServerCommands(
                    folder, account, PostgresBinaries.in(TestServer.CACHE, _ -> {}), DurabilityLevel.TESTS);
            try (EmbeddedPostgres server = EmbeddedPostgres.start(commands, _ -> {})) {
                assertThat(EmbeddedPostgresTest.ask(server, "select 1")).isEqualTo("1");
                assertThat(Files.getAttribute(folder.data().resolve("PG_VERSION"), "unix:uid"))
                        .isEqualTo(account.owner());
            }
            assertThat(ServerFolders.allGone(folder.root())).isTrue();
        }
    }

    private static boolean isRoot() throws IOException {
        return ServerOsUser.forFilesIn(temporary) != ServerOsUser.AS_IS;
    }

    private static boolean answers(EmbeddedPostgres server) {
        try {
            return EmbeddedPostgresTest.ask(server, "select 1").equals("1");
        } catch (java.sql.SQLException _) {
            return false;
        }
    }

    private static DatabaseSettings settings(Path folder, String address) throws IOException {
        PostgresDataFolder opened = new PostgresDataFolder(folder);
        return DatabaseSettings.of(
                "postgresql://" + address, PostgresServerConnection.ADMINISTRATOR, opened.password());
    }

    private static String port(Path folder) throws IOException {
        return Files.readString(folder.resolve("port")).strip();
    }
}
