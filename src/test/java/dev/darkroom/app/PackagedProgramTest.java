package dev.darkroom.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** The program as delivered: modules that see only what they require. All tests share one sandbox. */
@Tag("packaged")
@TestMethodOrder(OrderAnnotation.class)
class PackagedProgramTest {
    private static final Path APP = Path.of(System.getProperty("packaged.app", "target/app"));
    private static final List<Process> STARTED = new ArrayList<>();

    @TempDir
    static Path folder;

    @AfterAll
    static void end() {
        STARTED.forEach(Process::destroyForcibly);
    }

    @Test
    @Order(1)
    void it_makes_generations_from_the_request_to_the_stored_file_and_all_sides_agree() throws Exception {
        assertThat(run("demo", "--count", "8", "--speed", "100", "--faults", "none", "--quiet"))
                .contains("All sides agree.");
    }

    @Test
    @Order(2)
    void its_doctor_looks_at_everything_and_finds_nothing() throws Exception {
        assertThat(run("doctor")).contains("Everything agrees.");
    }

    private static String run(String... arguments) throws Exception {
        Process process = start(arguments);
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        String said = Files.readString(folder.resolve(arguments[0] + ".txt"));
        assertThat(process.exitValue()).as(said).isZero();
        return said;
    }

    private static Process start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=dev.darkroom,javafx.graphics,javafx.media",
                "-p",
                APP.toString(),
                "-m",
                "dev.darkroom/dev.darkroom.Main"));
        command.addAll(List.of(arguments));
        File said = folder.resolve(arguments[0] + ".txt").toFile();
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said);
        builder.environment().put("DARKROOM_HOME", folder.resolve("home").toString());
        Process process = builder.start();
        STARTED.add(process);
        return process;
    }
}
