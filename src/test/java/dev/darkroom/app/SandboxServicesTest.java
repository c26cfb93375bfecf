package dev.darkroom.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkroom.app.demo.DemoReport;
import dev.darkroom.app.demo.DemoRun;
import dev.darkroom.database.ConnectionPools;
import dev.darkroom.database.embedded.DurabilityLevel;
import dev.darkroom.database.embedded.EmbeddedPostgres;
import dev.darkroom.sandbox.fault.FaultRates;
import dev.darkroom.system.ProcessLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SandboxServicesTest {
    @TempDir
    static Path folder;

    @TempDir
    Path home;

    /** What anyone who runs the demo relies on, without and with faults, on one sandbox that is opened twice. */
    @Test
    void a_demo_accounts_for_every_generation_and_the_sandbox_opens_again_on_the_same_ports() {
        DemoRun demo = new DemoRun(home.resolve("sandbox"), folder.resolve("cache"));

        DemoReport clean = demo.run(new DemoRun.Wanted(10, 5, FaultRates.NONE, 400, 7, Duration.ofMinutes(3)), _ -> {});
        ServiceEndpoints first = addresses();
        DemoReport faulty = demo.run(
                new DemoRun.Wanted(
                        10,
                        10,
                        FaultRates.parse("status-500=0.1,storage-500=0.1,file-gone=0.2,hidden-refusal=0.2"),
                        400,
                        8,
                        Duration.ofMinutes(3)),
                _ -> {});

        assertThat(clean.disagreements()).isEmpty();
        assertThat(clean.created() + clean.refused()).isEqualTo(10);
        assertThat(clean.completed()).isEqualTo(clean.created());
        assertThat(clean.books().accepted()).isEqualTo((int) clean.created());
        assertThat(clean.creditsDeducted())
                .isEqualTo(clean.creditsKept())
                .isEqualTo(clean.books().credits());
        assertThat(clean.json()).contains("\"generations_per_second\"").contains("\"p99_ms\"");
        assertThat(faulty.disagreements()).isEmpty();
        assertThat(faulty.created()).isEqualTo(faulty.completed() + faulty.failed() + faulty.cancelled());
        assertThat(addresses().fal().queueUrl()).isEqualTo(first.fal().queueUrl());
        assertThat(addresses().storage().baseUrl()).isEqualTo(first.storage().baseUrl());
    }

    /** Also by {@code mvn}, on a machine where an earlier build has been tried. */
    @Test
    void a_sandbox_of_an_earlier_build_is_kept_beside_an_empty_one() throws Exception {
        Path sandbox = home.resolve("sandbox");
        DemoRun demo = new DemoRun(sandbox, folder.resolve("cache"));
        DemoRun.Wanted wanted = new DemoRun.Wanted(2, 2, FaultRates.NONE, 400, 7, Duration.ofMinutes(3));
        demo.run(wanted, _ -> {});
        changeSchema(sandbox);
        Files.createDirectory(home.resolve("sandbox-earlier")); // of a build before that one
        List<String> told = new ArrayList<>();

        DemoReport report = demo.run(wanted, message -> told.add(message.english()));

        assertThat(report.disagreements()).isEmpty();
        assertThat(report.books().accepted()).isEqualTo(2);
        Path kept = home.resolve("sandbox-earlier-2");
        assertThat(told).contains("The sandbox of an earlier build is kept in " + kept + "; starting an empty one");
        assertThat(kept.resolve("postgres")).isDirectory();
    }

    private static void changeSchema(Path sandbox) throws Exception {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(
                        sandbox.resolve("postgres"), folder.resolve("cache"), DurabilityLevel.DURABLE, _ -> {});
                Connection connection = ConnectionPools.connect(postgres.settings());
                Statement statement = connection.createStatement()) {
            statement.execute("update darkroom.migration_history set checksum = 1 where version = '3'");
        }
    }

    private ServiceEndpoints addresses() {
        try (SandboxServices services =
                new SandboxServices(home.resolve("sandbox"), folder.resolve("cache"), 100, 1, _ -> {})) {
            return services.addresses();
        }
    }

    @Test
    void a_start_that_failed_leaves_nothing_behind_that_would_stop_the_next() throws IOException {
        Path ports = Files.createDirectories(home.resolve("sandbox").resolve("sandbox.json"));
        Path inTheWay = Files.createFile(ports.resolve("file"));
        assertThatThrownBy(this::addresses).isInstanceOf(SettingsException.class);
        Files.delete(inTheWay);
        Files.delete(ports);

        assertThat(addresses()).isNotNull();
    }

    @Test
    void faults_are_refused_where_another_process_runs_the_stand_ins() throws IOException {
        Path sandbox = Files.createDirectories(home.resolve("sandbox"));
        Files.writeString(sandbox.resolve("sandbox.json"), "{\"fal\": 1, \"storage\": 2, \"service_key\": \"\"}");
        try (ProcessLock _ =
                        ProcessLock.tryTake(sandbox.resolve("sandbox.lock")).orElseThrow();
                SandboxServices services = new SandboxServices(sandbox, folder.resolve("cache"), 100, 1, _ -> {})) {
            assertThatThrownBy(() -> services.faults(FaultRates.parse("submit-503=1")))
                    .hasMessage("Another Darkroom process runs the simulated services: set their faults there.");
            assertThat(services.faultsText()).isEqualTo("none");
        }
    }

    @Test
    void an_unknown_connection_is_named_with_those_there_are() {
        AppDirectories folders = new AppDirectories(home, home, home, home);
        ConnectionResolver connections =
                new ConnectionResolver(folders, UserSettings.DEFAULT, new ProcessEnvironment(java.util.Map.of()));

        assertThatThrownBy(() -> connections.choose("prod"))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("\"prod\"")
                .hasMessageContaining("sandbox, env");
        assertThatThrownBy(() -> connections.choose("env"))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("FAL_KEY");
    }
}
