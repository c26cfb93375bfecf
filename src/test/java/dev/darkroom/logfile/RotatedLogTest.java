package dev.darkroom.logfile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.logfile.merge.MergedLog;
import dev.darkroom.logfile.query.LogQuery;
import dev.darkroom.logfile.query.LogRecords;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * An open log while its file is renamed, compressed, copied and truncated: every record once, at every refresh, under its
 * number.
 */
class RotatedLogTest {
    @TempDir
    Path folder;

    private Path file;
    private MergedLog log;
    private final List<String> before = new ArrayList<>();

    @BeforeEach
    void name() {
        file = folder.resolve("backend.log");
    }

    @AfterEach
    void close() throws IOException {
        if (log != null) {
            log.close();
        }
    }

    private static String lines(int from, int to) {
        StringBuilder text = new StringBuilder();
        for (int i = from; i < to; i++) {
            text.append("2026-11-23 13:%02d:%02d.000 INFO  [main] darkroom.X - ✅ [A] line %d\n"
                    .formatted(i / 60 % 60, i % 60, i));
        }
        return text.toString();
    }

    private static void write(Path path, String text) throws IOException {
        Files.writeString(path, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    private Path named(String name) {
        return folder.resolve(name);
    }

    private void openFamily() throws IOException {
        log = MergedLog.openFamily(file, null);
        log.refresh(_ -> {});
    }

    private void openAlone() throws IOException {
        log = MergedLog.openUnread(List.of(file), null);
        log.refresh(_ -> {});
    }

    private List<String> records() throws IOException {
        List<String> records = new ArrayList<>();
        for (int i = 0; i < log.records(); i++) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            log.copy(i, bytes);
            assertThat(log.record(i).number()).isEqualTo(i);
            records.add(bytes.toString(StandardCharsets.UTF_8));
        }
        return records;
    }

    /** Lines 0 to {@code end}, each once and in order, and each under the number it had before. */
    private void sees(int end) throws IOException {
        LogRecords.Change change = log.refresh(_ -> {});
        List<String> records = records();
        assertThat(String.join("", records)).isEqualTo(lines(0, end));
        assertThat(change).isNotEqualTo(LogRecords.Change.REPLACED);
        assertThat(records.subList(0, before.size())).isEqualTo(before);
        assertThat(log.select(LogQuery.ALL, null).size()).isEqualTo(end);
        assertThat(log.counts(LogQuery.ALL, null).total()).isEqualTo(end);
        before.clear();
        before.addAll(records);
    }

    @Test
    void a_family_stays_whole_while_logback_renames_and_compresses() throws IOException {
        Files.write(named("backend.2026-11-22.0.log.gz"), gzip(lines(0, 3)));
        write(file, lines(3, 5));
        openFamily();
        sees(5);
        write(file, lines(5, 7));
        Path half = named("backend.2026-11-23.0.log1234567.tmp");
        Files.move(file, half);
        sees(7);
        write(file, lines(7, 8));
        sees(8);
        byte[] packed = gzip(lines(3, 7));
        Path gz = named("backend.2026-11-23.0.log.gz");
        Files.write(gz, Arrays.copyOf(packed, packed.length / 2));
        sees(8);
        write(file, lines(8, 9));
        sees(9);
        Files.write(gz, packed);
        sees(9);
        Files.delete(half);
        sees(9);
        Files.move(file, named("backend.2026-11-23.1.log"));
        write(file, lines(9, 10));
        sees(10);
        assertThat(log.damage()).isEmpty();
    }

    @Test
    void a_file_without_a_past_keeps_its_records_when_it_is_rotated_away() throws IOException {
        write(file, lines(0, 3));
        openAlone();
        sees(3);
        write(file, lines(3, 4));
        Files.move(file, named("backend.log.1"));
        write(file, lines(4, 6));
        sees(6);
        Files.delete(named("backend.log.1"));
        sees(6);
    }

    @Test
    void what_was_rotated_away_before_a_file_was_opened_alone_does_not_appear_later() throws IOException {
        write(named("backend.log.1"), lines(100, 110));
        write(file, lines(0, 3));
        openAlone();
        sees(3);
        Files.write(named("backend.log.2.gz"), gzip(lines(100, 110)));
        Files.delete(named("backend.log.1"));
        Files.move(file, named("backend.log.1"));
        write(file, lines(3, 6));
        sees(6);
    }

    @Test
    void files_that_came_and_went_between_two_looks_are_taken_up() throws IOException {
        write(named("backend.log.1"), lines(0, 2));
        write(file, lines(2, 4));
        openFamily();
        sees(4);
        Files.move(named("backend.log.1"), named("backend.log.3"));
        Files.move(file, named("backend.log.2"));
        write(named("backend.log.1"), lines(4, 6));
        write(file, lines(6, 8));
        sees(8);
        Files.write(named("backend.log.3.gz"), gzip(lines(6, 8)));
        Files.delete(named("backend.log.3"));
        Files.write(named("backend.log.2.gz"), gzip(lines(8, 10)));
        Files.delete(named("backend.log.2"));
        Files.delete(named("backend.log.1"));
        write(named("backend.log.1"), lines(10, 11));
        Files.delete(file);
        write(file, lines(11, 13));
        sees(13);
    }

    @Test
    void a_file_that_came_and_went_while_the_log_was_empty_is_taken_up() throws IOException {
        Files.createFile(file);
        openAlone();
        sees(0);
        write(file, lines(0, 4));
        cutWithCopy("backend.log.1");
        write(file, lines(4, 6));
        sees(6);
        write(file, lines(6, 7));
        sees(7);
    }

    @Test
    void a_packed_file_that_is_still_written_is_read_again_when_it_has_grown() throws IOException {
        byte[] packed = gzip(lines(0, 5000));
        Path gz = named("app.log.gz");
        Files.write(gz, new byte[0]);
        file = gz;
        openAlone();
        assertThat(log.records()).isZero();
        Files.write(gz, Arrays.copyOf(packed, packed.length / 2));
        log.refresh(_ -> {});
        assertThat(log.records()).isBetween(100, 4990);
        assertThat(log.damage()).isPresent();
        List<String> some = records().subList(0, 100);
        Files.write(gz, packed);
        sees(5000);
        assertThat(records().subList(0, some.size())).isEqualTo(some);
        assertThat(log.damage()).isEmpty();
    }

    private void cut() throws IOException {
        Files.write(file, new byte[0], StandardOpenOption.TRUNCATE_EXISTING);
    }

    private void cutWithCopy(String name) throws IOException {
        Files.copy(file, named(name));
        cut();
    }

    @Test
    void what_was_written_just_before_a_cut_is_taken_from_the_copy() throws IOException {
        write(named("backend.log.1"), lines(0, 2));
        write(file, lines(2, 4));
        openFamily();
        sees(4);
        write(file, lines(4, 6));
        Files.move(named("backend.log.1"), named("backend.log.2"));
        cutWithCopy("backend.log.1");
        sees(6);
        write(file, lines(6, 7));
        sees(7);
        write(file, lines(7, 30));
        Files.move(named("backend.log.1"), named("backend.log.2.part"));
        Files.write(named("backend.log.1.gz"), gzip(lines(6, 30)));
        cut();
        write(file, lines(30, 90));
        sees(90);
        assertThat(log.damage()).isEmpty();
    }

    @Test
    void a_file_that_was_opened_alone_is_cut_and_loses_nothing_either() throws IOException {
        write(file, lines(0, 4));
        openAlone();
        sees(4);
        write(file, lines(4, 6));
        cutWithCopy("backend.log-20261123");
        write(file, lines(6, 7));
        sees(7);
    }

    @Test
    void a_file_that_is_cut_between_its_opening_and_the_first_look_loses_nothing() throws IOException {
        write(file, lines(0, 4));
        log = MergedLog.openUnread(List.of(file), null);
        cutWithCopy("backend.log.1");
        write(file, lines(4, 9));
        sees(9);
        assertThat(log.damage()).isEmpty();
    }

    @Test
    void a_file_that_is_cut_before_it_was_read_for_the_first_time_is_read_in_its_copy() throws IOException {
        write(file, lines(0, 2));
        try (RotatedLog rotated = RotatedLog.open(file, false, null)) {
            rotated.refresh(_ -> {});
            Files.move(file, named("backend.log.2"));
            write(file, lines(2, 4));
            assertThat(rotated.scanRotation()).isTrue();
            cutWithCopy("backend.log.1");
            write(file, lines(4, 9));
            rotated.refresh(_ -> {});
            StringBuilder text = new StringBuilder();
            for (LogFile member : rotated.members()) {
                for (int i = 0; i < member.records(); i++) {
                    text.append(new String(member.bytes(i, 1000), StandardCharsets.UTF_8));
                }
            }
            assertThat(text.toString()).isEqualTo(lines(0, 9));
            assertThat(rotated.gapMessage()).isEmpty();
        }
    }

    @Test
    void a_file_that_is_cut_twice_before_it_was_read_loses_nothing() throws IOException {
        write(file, lines(0, 4));
        log = MergedLog.openUnread(List.of(file), null);
        cutWithCopy("backend.log.2");
        write(file, lines(4, 6));
        cutWithCopy("backend.log.1");
        write(file, lines(6, 9));
        sees(9);
        assertThat(log.damage()).isEmpty();
    }

    @Test
    void a_copy_that_is_made_into_the_one_before_takes_its_place() throws IOException {
        write(file, lines(0, 4));
        openAlone();
        sees(4);
        write(named("backend.log.1"), lines(0, 4));
        cut();
        write(file, lines(4, 5));
        sees(5);
        write(file, lines(5, 7));
        Files.writeString(named("backend.log.1"), lines(4, 7));
        cut();
        write(file, lines(7, 8));
        assertThat(log.refresh(_ -> {})).isEqualTo(LogRecords.Change.REPLACED);
        assertThat(String.join("", records())).isEqualTo(lines(4, 8));
        assertThat(log.damage()).isEmpty();
    }

    @Test
    void a_cut_without_a_copy_is_told() throws IOException {
        write(file, lines(10, 14));
        openFamily();
        cut();
        write(file, lines(0, 3));
        assertThat(log.refresh(_ -> {})).isEqualTo(LogRecords.Change.REPLACED);
        assertThat(log.damage()).hasValueSatisfying(text -> assertThat(text).contains("backend.log", "cut"));
        sees(3);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void a_rotated_file_without_content_hides_none_of_the_older_ones(boolean damaged) throws IOException {
        byte[] empty = gzip("");
        Files.write(named("backend.log.3.gz"), gzip(lines(0, 3)));
        Files.write(named("backend.log.2.gz"), damaged ? Arrays.copyOf(empty, 10) : empty);
        write(named("backend.log.1"), lines(3, 5));
        write(file, lines(5, 7));
        openFamily();
        sees(7);
        assertThat(log.damage().isPresent()).isEqualTo(damaged);
        Files.move(named("backend.log.3.gz"), named("backend.log.4.gz"));
        Files.move(named("backend.log.2.gz"), named("backend.log.3.gz"));
        Files.move(named("backend.log.1"), named("backend.log.2"));
        Files.move(file, named("backend.log.1"));
        write(file, lines(7, 9));
        sees(9);
    }

    @Test
    void a_new_file_that_cannot_be_opened_is_told_and_the_lines_read_before_stay() throws IOException {
        write(file, lines(0, 3));
        openAlone();
        sees(3);
        Files.move(file, named("backend.log.1"));
        Files.createDirectory(file);
        sees(3);
        assertThat(log.damage()).hasValueSatisfying(text -> assertThat(text).contains("backend.log is a folder"));
        Files.delete(file);
        write(file, lines(3, 5));
        sees(5);
        assertThat(log.damage()).isEmpty();
    }

    @Test
    void a_log_opened_together_with_its_rotated_file_gives_each_line_once_after_the_next_rotation() throws IOException {
        write(named("backend.log.1"), lines(0, 2));
        write(file, lines(2, 4));
        log = MergedLog.openUnread(List.of(file, named("backend.log.1")), null);
        sees(4);
        Files.move(named("backend.log.1"), named("backend.log.2"));
        Files.move(file, named("backend.log.1"));
        write(file, lines(4, 6));
        sees(6);
        assertThat(log.followed()).containsExactly(file);
    }
}
