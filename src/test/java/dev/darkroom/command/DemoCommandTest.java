package dev.darkroom.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.Main;
import dev.darkroom.system.JavaCommand;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoCommandTest {
    @TempDir
    Path folder;

    @Test
    void all_sides_agree_on_a_computer_whose_language_has_other_digits() throws Exception {
        List<String> egypt = List.of("-Duser.language=ar", "-Duser.country=EG");
        ProcessBuilder builder = new ProcessBuilder(JavaCommand.of(
                egypt, Main.class, "demo", "--count", "8", "--speed", "100", "--faults", "none", "--quiet"));
        builder.environment().put("DARKROOM_HOME", folder.resolve("home").toString());
        Process process = builder.redirectErrorStream(true).start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).as(printed).isZero();
        assertThat(printed).contains("All sides agree.").doesNotContainPattern("[\\p{Nd}&&[^0-9]]");
    }
}
