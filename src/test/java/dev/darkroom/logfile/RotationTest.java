package dev.darkroom.logfile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Under a writer of another process, 50,000 lines a second; for a whole minute with {@code -Drotation.seconds=60}. */
class RotationTest {
    private static final int A_SECOND = 50_000;
    private static final int SECONDS = Integer.getInteger("rotation.seconds", 8);
    private static final long LOOK_NANOS = 20_000_000;

    @TempDir
    Path folder;

    private final ByteArrayOutputStream rest = new ByteArrayOutputStream();
    private long expected;

    @Test
    void each_line_of_a_writer_that_rotates_and_truncates_is_handed_on_once() throws Exception {
        Path file = Files.createFile(folder.resolve("backend.log"));
        Process writer = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        LineWriter.class.getName(),
                        file.toString(),
                        String.valueOf(A_SECOND),
                        String.valueOf(SECONDS))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String written;
        try (LogTail tail = LogTail.of(file, LogQuery.ALL)) {
            while (writer.isAlive()) {
                tail.poll(rest);
                check();
                LockSupport.parkNanos(LOOK_NANOS);
            }
            for (int i = 0; i < 5; i++) {
                tail.poll(rest);
            }
            check();
            written = new String(writer.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        } finally {
            writer.destroyForcibly();
        }
        assertThat(written).isEqualTo(String.valueOf((long) A_SECOND * SECONDS));
        assertThat(expected).isEqualTo((long) A_SECOND * SECONDS);
        assertThat(rest.size()).isZero();
    }

    /** Every whole line is the one after the last; what is not whole yet stays. */
    private void check() throws IOException {
        String text = rest.toString(StandardCharsets.UTF_8);
        int at = 0;
        for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', at)) {
            String line = text.substring(at, end + 1);
            if (!line.equals(LineWriter.line(expected))) {
                assertThat(line).isEqualTo(LineWriter.line(expected));
            }
            expected++;
            at = end + 1;
        }
        rest.reset();
        rest.write(text.substring(at).getBytes(StandardCharsets.UTF_8));
    }
}
