package dev.darkroom.logfile.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.logfile.LogTail;
import dev.darkroom.logfile.SearchableLogFile;
import dev.darkroom.logfile.query.LogQuery;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file that is truncated at the worst moment. */
class TailedFileTest {
    @TempDir
    Path folder;

    private Path path;

    @BeforeEach
    void name() {
        path = folder.resolve("backend.log");
    }

    private static String lines(String word, int count) {
        return ("2026-11-23 13:44:29.123 INFO  [t] l - 📦 [STORAGE] " + word + "\n").repeat(count);
    }

    @Test
    void bytes_of_a_new_content_do_not_pass_for_those_that_follow() throws IOException {
        Files.writeString(path, lines("old", 10));
        try (TailedFile file = TailedFile.open(path, UnpackFolder.TEMPORARY)) {
            byte[] bytes = new byte[100_000];
            assertThat(file.read(bytes, 0, bytes.length)).isPositive();
            assertThat(file.isTruncated()).isFalse();
            Files.writeString(path, lines("new", 200));
            assertThat(file.read(bytes, 0, bytes.length)).isZero();
            assertThat(file.isTruncated()).isTrue();
        }
    }

    @Test
    void an_index_does_not_take_a_new_content_for_what_follows() throws IOException {
        Files.writeString(path, lines("old", 10));
        try (SearchableLogFile file = SearchableLogFile.open(path, UnpackFolder.TEMPORARY)) {
            file.grow(_ -> {});
            Files.writeString(path, lines("new", 200));
            file.grow(_ -> {});
            assertThat(file.index().size()).isEqualTo(10);
            assertThat(file.isOutdated()).isTrue();
        }
    }

    @Test
    void a_cut_is_noticed_behind_equal_lines_and_zeros() throws IOException {
        for (String same : new String[] {lines("same", 100), "\0".repeat(5000)}) {
            Files.writeString(path, lines("old", 10) + same);
            try (TailedFile file = TailedFile.open(path, UnpackFolder.TEMPORARY)) {
                byte[] bytes = new byte[100_000];
                file.read(bytes, 0, bytes.length);
                Files.writeString(path, lines("new", 10) + same + same);
                assertThat(file.isTruncated()).isTrue();
            }
        }
    }

    @Test
    void a_tail_takes_what_was_written_just_before_a_cut_from_the_copy() throws IOException {
        Files.writeString(path, lines("one", 3));
        ByteArrayOutputStream seen = new ByteArrayOutputStream();
        try (LogTail tail = LogTail.of(path, LogQuery.ALL)) {
            tail.poll(seen);
            Files.writeString(path, lines("two", 2), StandardOpenOption.APPEND);
            Files.copy(path, folder.resolve("backend.log.1"));
            Files.writeString(path, lines("three", 9));
            tail.poll(seen);
            tail.poll(seen);
            assertThat(seen.toString(StandardCharsets.UTF_8))
                    .isEqualTo(lines("one", 3) + lines("two", 2) + lines("three", 9));
        }
    }

    @Test
    void a_tail_takes_a_file_from_the_copy_that_was_cut_before_the_first_look() throws IOException {
        Files.writeString(path, lines("one", 3));
        ByteArrayOutputStream seen = new ByteArrayOutputStream();
        try (LogTail tail = LogTail.of(path, LogQuery.ALL)) {
            Files.copy(path, folder.resolve("backend.log.1"));
            Files.writeString(path, lines("two", 9));
            tail.poll(seen);
            tail.poll(seen);
            assertThat(seen.toString(StandardCharsets.UTF_8)).isEqualTo(lines("one", 3) + lines("two", 9));
            assertThat(tail.gaps()).isEmpty();
        }
    }

    @Test
    void a_tail_takes_up_what_was_rotated_twice_between_two_looks() throws IOException {
        Files.writeString(path, lines("one", 3));
        ByteArrayOutputStream seen = new ByteArrayOutputStream();
        try (LogTail tail = LogTail.of(path, LogQuery.ALL)) {
            tail.poll(seen);
            Files.move(path, folder.resolve("backend.log.2"));
            Files.writeString(folder.resolve("backend.log.1"), lines("two", 4));
            Files.writeString(path, lines("three", 5));
            tail.poll(seen);
            tail.poll(seen);
            assertThat(seen.toString(StandardCharsets.UTF_8))
                    .isEqualTo(lines("one", 3) + lines("two", 4) + lines("three", 5));
        }
    }
}
