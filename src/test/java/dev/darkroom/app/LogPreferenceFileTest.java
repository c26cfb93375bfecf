package dev.darkroom.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.console.logs.model.LogBookmarks;
import dev.darkroom.console.logs.reader.LogViewFilter;
import dev.darkroom.logfile.LogCache;
import dev.darkroom.logfile.index.IndexStore;
import dev.darkroom.logfile.source.UnpackFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogPreferenceFileTest {
    private static final LogViewFilter FAILED = LogViewFilter.ALL.search("failed", false);
    private static final LogBookmarks.Bookmark BOOKMARK = new LogBookmarks.Bookmark(3, 70, "13:44", "a line");

    @TempDir
    Path folder;

    private Path file() {
        return folder.resolve("logs.json");
    }

    private LogPreferenceFile open() {
        return new LogPreferenceFile(
                file(), new LogCache(new IndexStore(folder.resolve("indexes"), 1), UnpackFolder.TEMPORARY));
    }

    private void awaitWritten(Predicate<String> wanted) throws IOException, InterruptedException {
        Instant end = Instant.now().plus(Duration.ofSeconds(20));
        while (!Files.exists(file()) || !wanted.test(Files.readString(file()))) {
            assertThat(Instant.now()).as("what was written last").isBefore(end);
            Thread.sleep(20);
        }
    }

    @Test
    void filters_and_bookmarks_come_back_and_an_empty_filter_is_not_kept() throws Exception {
        LogPreferenceFile first = open();
        first.bookmarks("a.log", List.of(BOOKMARK));
        first.filter("a.log", FAILED);
        first.filter("b.log", FAILED);
        first.filter("b.log", LogViewFilter.ALL);
        awaitWritten(text -> text.contains("failed") && !text.contains("b.log"));

        LogPreferenceFile second = open();
        assertThat(second.filter("a.log")).isEqualTo(FAILED);
        assertThat(second.filter("b.log")).isEqualTo(LogViewFilter.ALL);
        assertThat(second.bookmarks("a.log")).containsExactly(BOOKMARK);
    }

    @Test
    void the_filters_of_the_last_fifty_logs_are_kept() throws Exception {
        LogPreferenceFile first = open();
        for (int log = 0; log < 51; log++) {
            first.filter("log-" + log, FAILED);
        }
        awaitWritten(text -> text.contains("log-50"));

        LogPreferenceFile second = open();
        assertThat(second.filter("log-0")).isEqualTo(LogViewFilter.ALL);
        assertThat(second.filter("log-1")).isEqualTo(FAILED);
        assertThat(second.filter("log-50")).isEqualTo(FAILED);
    }

    @Test
    void a_filter_that_cannot_be_read_costs_nothing_else() throws Exception {
        Files.writeString(file(), """
                {"recent": ["/var/log/a.log"], "bookmarks": {}, "filters": {"a.log": "level:error"}}
                """);
        assertThat(open().filter("a.log")).isEqualTo(LogViewFilter.ALL);
        assertThat(open().recent()).containsExactly(Path.of("/var/log/a.log"));
    }

    @Test
    void a_file_of_an_older_version_has_no_filters() throws Exception {
        Files.writeString(file(), """
                {"recent": ["/var/log/a.log"], "bookmarks": {}}
                """);
        assertThat(open().filter("a.log")).isEqualTo(LogViewFilter.ALL);
        assertThat(open().recent()).containsExactly(Path.of("/var/log/a.log"));
    }
}
