package dev.darkroom.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.system.JavaCommand;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The whole program with an unreachable database: what it prints and what it leaves on disk. */
class SecretsInOutputTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            engine  | postgresql://postgres:S3cr/etPw9@127.0.0.1:1/db  | cannot be reached
            engine  | postgresql://postgres:S3cr@/etPw9@127.0.0.1:1/db | cannot be reached
            console | postgresql://postgres:S3cr%etPw9@127.0.0.1:1/db  | writes a % of the password as %25
            engine  | postgresql://postgres:S3cr/etPw9@127.0.0.1       | ends with the name of the database
            """)
    void no_piece_of_a_password_is_printed_or_logged(String command, String address, String words) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(JavaCommand.program(command, "--connection", "env"));
        builder.environment()
                .putAll(Map.of(
                        "DARKROOM_HOME", folder.resolve("home").toString(),
                        "DARKROOM_DATABASE_URL", address,
                        "DARKROOM_SUPABASE_URL", "http://127.0.0.1:1",
                        "DARKROOM_SUPABASE_KEY", "S3cr-service-key",
                        "FAL_KEY", "id:S3cr-fal-key"));
        Process process = builder.redirectErrorStream(true).start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).isEqualTo(2);
        assertThat(printed).contains(words).doesNotContain("S3cr", "etPw9");
        assertThat(written()).allSatisfy(text -> assertThat(text).doesNotContain("S3cr", "etPw9"));
    }

    private List<String> written() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .map(SecretsInOutputTest::read)
                    .toList();
        }
    }

    private static String read(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        } catch (IOException exception) {
            throw new java.io.UncheckedIOException(exception);
        }
    }
}
