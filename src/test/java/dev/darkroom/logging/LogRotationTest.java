package dev.darkroom.logging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.logfile.LineWriter;
import dev.darkroom.logfile.LogTail;
import dev.darkroom.logfile.merge.MergedLog;
import dev.darkroom.logfile.query.LogQuery;
import dev.darkroom.logfile.query.LogRecords;
import dev.darkroom.message.CodedIoException;
import dev.darkroom.system.JavaCommand;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reads while another process writes 50,000 lines a second; for a whole minute with {@code -Drotation.seconds=60}. */
class LogRotationTest {
    private static final int A_SECOND = 50_000;
    private static final int SECONDS = Integer.getInteger("rotation.seconds", 3);
    private static final long ALL = (long) A_SECOND * SECONDS;
    private static final long LOOK_NANOS = 20_000_000;

    @TempDir
    Path folder;

    private final ByteArrayOutputStream rest = new ByteArrayOutputStream();
    private long followed;
    private int shown;

    @Test
    void each_line_of_a_writer_that_rotates_and_cuts_is_handed_on_once_and_shown_once() throws Exception {
        Path file = Files.createFile(folder.resolve("backend.log"));
        Process writer = new ProcessBuilder(JavaCommand.of(
                        List.of(),
                        LineWriter.class,
                        file.toString(),
                        String.valueOf(A_SECOND),
                        String.valueOf(SECONDS)))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (LogTail tail = LogTail.of(file, LogQuery.ALL);
                MergedLog log = MergedLog.openFamily(file, null)) {
            while (writer.isAlive()) {
                look(tail, log);
                LockSupport.parkNanos(LOOK_NANOS);
            }
            for (int i = 0; i < 5; i++) {
                look(tail, log);
            }
            assertThat(new String(writer.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip())
                    .isEqualTo(String.valueOf(ALL));
            assertThat(followed).isEqualTo(ALL);
            assertThat(rest.size()).isZero();
            assertThat(tail.gaps()).isEmpty();
            assertThat(log.damage()).isEmpty();
            shown = 0;
            shown(log, log.records());
            assertThat(shown).isEqualTo(ALL);
        } finally {
            writer.destroyForcibly();
        }
    }

    private void look(LogTail tail, MergedLog log) throws IOException {
        tail.poll(rest);
        handedOn();
        assertThat(log.refresh(_ -> {})).isNotEqualTo(LogRecords.Change.REPLACED);
        // The last line may be half a line yet.
        shown(log, log.records() - 1);
    }

    /** Each record has the number of its line, then and later. */
    private void shown(MergedLog log, int end) throws IOException {
        for (; shown < end; shown++) {
            if (!line(log, shown).equals(LineWriter.line(shown))) {
                // Cut since the last look: the next one knows where it stands now.
                assertThat(log.refresh(_ -> {})).isNotEqualTo(LogRecords.Change.REPLACED);
                same(line(log, shown), shown);
            }
        }
    }

    private static String line(MergedLog log, int record) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            log.copy(record, bytes);
        } catch (CodedIoException cut) {
            return ""; // cut since the last look
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    /** Every whole line is the one after the last; what is not whole yet stays. */
    private void handedOn() throws IOException {
        String text = rest.toString(StandardCharsets.UTF_8);
        int at = 0;
        for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', at)) {
            same(text.substring(at, end + 1), followed);
            followed++;
            at = end + 1;
        }
        rest.reset();
        rest.write(text.substring(at).getBytes(StandardCharsets.UTF_8));
    }

    private static void same(String line, long number) {
        String expected = LineWriter.line(number);
        if (!line.equals(expected)) {
            assertThat(line).isEqualTo(expected);
        }
    }
}
