package dev.darkroom.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkroom.app.demo.DemoReport;
import dev.darkroom.app.demo.DemoRun;
import dev.darkroom.sandbox.fault.FaultRates;
import java.nio.file.Path;
import java.time.Duration;
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

    private ServiceEndpoints addresses() {
        try (SandboxServices services =
                new SandboxServices(home.resolve("sandbox"), folder.resolve("cache"), 100, 1, _ -> {})) {
            return services.addresses();
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
