package dev.darkroom.logfile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.logfile.index.IndexStore;
import dev.darkroom.logfile.merge.MergedLog;
import dev.darkroom.logfile.query.LogQuery;
import dev.darkroom.logfile.source.UnpackFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/**
 * A file that is not a log, or cannot be read, quickly results in a sentence, in the window and from the command, and leaves
 * nothing behind.
 */
@Timeout(60)
class HostileFilesTest {
    private static final long MOST = 8L << 20;

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvFileSource(resources = "/hostile/files.csv", useHeadersInDisplayName = true)
    void what_is_named_as_a_log_is_opened_or_refused(String input, String outcome) throws IOException {
        assertAnswers(input, outcome);
    }

    @ParameterizedTest
    @CsvFileSource(resources = "/hostile/logs.csv", useHeadersInDisplayName = true)
    void a_log_is_read_as_far_as_it_is_one(String input, String outcome) throws IOException {
        assertAnswers(input, outcome);
    }

    private void assertAnswers(String input, String outcome) throws IOException {
        Path copies = folder.resolve("cache");
        UnpackFolder unpacked = new UnpackFolder(() -> copies, MOST);
        Path forWindow = new HostileFiles(Files.createDirectory(folder.resolve("window"))).make(input);
        Path forCommand = new HostileFiles(Files.createDirectory(folder.resolve("command"))).make(input);

        assertThat(inWindow(forWindow, unpacked)).isEqualTo(expected(outcome, forWindow, copies));
        assertThat(fromCommand(forCommand, unpacked)).isEqualTo(expected(outcome, forCommand, copies));
        assertThat(left(copies)).isEmpty();
    }

    private static String expected(String outcome, Path file, Path copies) {
        return outcome.replace("{file}", file.toString()).replace("{folder}", copies.toString());
    }

    private static String inWindow(Path file, UnpackFolder unpacked) {
        LogCache cache = new LogCache(new IndexStore(file.resolveSibling("indexes"), 1 << 20), unpacked);
        try (MergedLog log = MergedLog.openUnread(List.of(file), cache)) {
            log.refresh(_ -> {});
            return answer(log.records(), log.damage().stream().toList());
        } catch (IOException refused) {
            return refused.getMessage();
        }
    }

    private static String fromCommand(Path file, UnpackFolder unpacked) {
        try {
            LogRecordWriter writer = new LogRecordWriter(LogQuery.ALL, null, unpacked);
            List<String> problems = writer.read(file);
            return answer(writer.count(), problems);
        } catch (IOException refused) {
            return refused.getMessage();
        }
    }

    private static String answer(long records, List<String> problems) {
        return records + " records" + (problems.isEmpty() ? "" : ", " + problems.getFirst());
    }

    private static List<Path> left(Path copies) throws IOException {
        if (!Files.exists(copies)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(copies)) {
            return all.toList();
        }
    }
}
