package dev.darkroom.logfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkroom.logfile.LogGenerator.Style;
import dev.darkroom.logfile.parse.LogLevel;
import dev.darkroom.logfile.query.LogQuery;
import dev.darkroom.logfile.query.LogRecord;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NastyFileTest extends GeneratedLogRig {
    private LogFile text(String text) throws IOException {
        Files.writeString(path, text);
        return LogFile.open(path);
    }

    @Test
    void plain_text_is_a_record_a_line_but_traces_stay_together() throws IOException {
        try (LogFile file = text("""
                started

                ERROR: 📦 [STORAGE] upload failed
                Traceback (most recent call last):
                  File "x.py", line 1, in <module>
                ValueError: bad

                During handling of the above exception, another exception occurred:

                Traceback (most recent call last):
                  File "y.py", line 2, in <module>
                KeyError: 'x'
                next
                java.lang.IllegalStateException: x
                \tat A.b(A.java:1)
                Caused by: java.io.IOException
                \t... 1 more
                last""")) {
            assertThat(file.page(file.select(LogQuery.ALL), 0, 100))
                    .extracting(LogRecord::text)
                    .containsExactly(
                            "started", "", "upload failed", "next", "java.lang.IllegalStateException: x", "last");
            assertThat(file.record(2).trace()).startsWith("Traceback").endsWith("KeyError: 'x'");
            assertThat(file.record(2).level()).isEqualTo(LogLevel.ERROR);
            assertThat(file.record(2).category()).isEqualTo("STORAGE");
        }
    }

    @Test
    void behind_a_line_with_a_time_all_lines_without_belong_to_it() throws IOException {
        try (LogFile file =
                text("before\n2026-11-23 13:44:29.123 INFO  [t] l - 📦 [STORAGE] one\n[DB-CREATE] rest\n\nmore\n"
                        + "2026-11-23 13:44:29.124 INFO  [t] l - two")) {
            assertThat(file.page(file.select(LogQuery.ALL), 0, 100))
                    .extracting(LogRecord::text)
                    .containsExactly("before", "one", "two");
            assertThat(file.record(1).trace()).isEqualTo("[DB-CREATE] rest\n\nmore");
        }
    }

    @Test
    void behind_a_line_with_a_time_a_line_of_another_known_form_begins_a_record() throws IOException {
        List<String> others = List.of(
                "ERROR: one",
                "WARNING:root:two",
                "{\"msg\":\"three\",\"level\":\"info\"}",
                "time=2026-11-23T13:44:30Z four",
                "level=info five",
                "INFO 2026-11-23 13:44:30,000 six",
                "10.0.0.7 - ann [23/Nov/2026:13:44:30 +0100] \"GET / HTTP/1.1\" 200 7",
                "localhost - - [23/Nov/2026:13:44:30 +0100] \"GET / HTTP/1.1\" 200 8",
                "web-1  | 2026-11-23 13:44:30 INFO nine",
                "{\n  \"level\": \"info\",\n  \"time\": \"2026-11-23T13:44:30Z\"\n}");
        try (LogFile file = text("2026-11-23 13:44:29.123 INFO  [t] l - zero\n" + String.join("\n", others))) {
            assertThat(file.records()).isEqualTo(1 + others.size());
            for (int i = 0; i < others.size(); i++) {
                ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                file.copy(i + 1, bytes);
                assertThat(bytes.toString(StandardCharsets.UTF_8).strip()).isEqualTo(others.get(i));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Error: request failed",
                "error: request failed",
                "ERROR without a colon",
                "ERROR-7: a code",
                "Caused by: java.io.IOException: INFO: x",
                "level=3 is too low",
                "time flies",
                "time=soon",
                "{",
                "{\n  \"level\": \"info\",\n  \"count\": 3\n}",
                "}",
                " {\"level\":\"info\"}",
                "\tINFO: indented",
                "Mar 5 was a day",
                "name  | value",
                "a - b [c]",
                "12 errors",
                "[INFO] in brackets"
            })
    void behind_a_line_with_a_time_prose_and_data_belong_to_it(String below) throws IOException {
        try (LogFile file = text("2026-11-23 13:44:29.123 INFO  [t] l - one\n" + below + "\n")) {
            assertThat(file.records()).isEqualTo(1);
            assertThat(file.record(0).trace()).isEqualTo(below);
        }
    }

    @Test
    void an_empty_file_and_one_of_newlines_are_no_trouble() throws IOException {
        try (LogFile file = text("")) {
            assertThat(file.records()).isZero();
            assertThat(file.select(LogQuery.ALL).size()).isZero();
        }
        try (LogFile file = text("\n\n\n")) {
            assertThat(file.records()).isEqualTo(3);
        }
    }

    @Test
    void a_compressed_file_reads_like_the_plain_one_and_a_cut_one_up_to_the_cut() throws IOException {
        byte[] all = generate(Style.OURS, 500_000);
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(packed)) {
            out.write(all);
        }
        Path gz = Files.write(folder.resolve("a.log.gz"), packed.toByteArray());
        try (LogFile file = LogFile.open(gz)) {
            assertThat(file.records()).isEqualTo(truths.size());
            assertThat(file.size()).isEqualTo(all.length);
            assertThat(file.damage()).isEmpty();
            assertThat(file.refresh()).isEqualTo(LogFile.Change.NONE);
        }
        Path cut = Files.write(folder.resolve("b.gz"), Arrays.copyOf(packed.toByteArray(), packed.size() / 2));
        try (LogFile file = LogFile.open(cut)) {
            assertThat(file.records()).isBetween(truths.size() / 4, truths.size() * 3 / 4);
            assertThat(file.damage())
                    .hasValueSatisfying(sentence -> assertThat(sentence).contains("b.gz", "cut off"));
        }
    }

    @Test
    void a_line_of_200_mb_and_a_hole_of_100_mb_cost_no_memory() throws IOException {
        String first = "2026-11-23 13:44:29.123 INFO  [t] l - 📦 [STORAGE] long ";
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            file.write(first.getBytes(StandardCharsets.UTF_8));
            file.seek(200_000_000);
            file.write("needle\n".getBytes(StandardCharsets.UTF_8));
            file.seek(300_000_000);
            file.write("2026-11-23 13:44:30.000 WARN  [t] l - 📦 [DB-CREATE] behind the hole\n"
                    .getBytes(StandardCharsets.UTF_8));
        }
        try (LogFile file = LogFile.open(path)) {
            assertThat(file.records()).isEqualTo(2);
            assertThat(file.record(0).cut()).isTrue();
            assertThat(file.record(0).length()).isEqualTo(200_000_007);
            assertThat(file.select(LogQuery.ALL.category("DB")).size()).isEqualTo(1);
            assertThat(file.select(LogQuery.ALL.text(Pattern.compile("needle"))).size())
                    .isEqualTo(1);
            assertThat(file.select(LogQuery.ALL.text(Pattern.compile("[n]eedle$")))
                            .size())
                    .isEqualTo(1);
        }
    }

    @Test
    void more_categories_than_there_are_numbers_are_still_told_apart() throws IOException {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 9_000; i++) {
            text.append("2026-11-23 13:44:29.123 INFO  [t] l - 📦 [TAG")
                    .append(i)
                    .append("-X] text\n");
        }
        try (LogFile file = text(text.toString())) {
            assertThat(file.select(LogQuery.ALL.category("TAG8999")).size()).isEqualTo(1);
            assertThat(file.select(LogQuery.ALL.category("TAG8")).size()).isEqualTo(1);
            assertThat(file.records()).isEqualTo(9_000);
        }
    }

    @Test
    void times_far_apart_are_exact() throws IOException {
        String line = "%s 13:44:29.123 INFO  [t] l - x\n";
        try (LogFile file =
                text(line.formatted("1970-01-01") + line.formatted("2099-12-31") + line.formatted("2026-11-23"))) {
            assertThat(file.select(LogQuery.ALL.since(java.time.LocalDateTime.of(2026, 11, 23, 0, 0)))
                            .size())
                    .isEqualTo(2);
            assertThat(file.page(file.select(LogQuery.ALL), 0, 9))
                    .extracting(r -> String.valueOf(r.time()).substring(0, 4))
                    .containsExactly("1970", "2099", "2026");
        }
    }

    @Test
    void truncation_and_replacement_are_noticed() throws IOException {
        String line = "2026-11-23 13:44:29.123 INFO  [t] l - %s\n";
        try (LogFile file = text(line.formatted("one").repeat(3))) {
            Files.writeString(path, line.formatted("two"));
            assertThat(file.refresh()).isEqualTo(LogFile.Change.REPLACED);
            assertThat(file.page(file.select(LogQuery.ALL), 0, 9))
                    .extracting(LogRecord::text)
                    .containsExactly("two");
            Files.writeString(path, line.formatted("three").repeat(50));
            assertThat(file.refresh()).isEqualTo(LogFile.Change.REPLACED);
            assertThat(file.records()).isEqualTo(50);
            Files.move(path, folder.resolve("old"));
            assertThat(file.refresh()).isEqualTo(LogFile.Change.NONE);
            Files.writeString(path, line.formatted("four").repeat(60));
            assertThat(file.refresh()).isEqualTo(LogFile.Change.REPLACED);
            assertThat(file.records()).isEqualTo(60);
        }
    }

    @Test
    void a_file_that_is_not_there_gives_a_sentence() {
        assertThatThrownBy(() -> LogFile.open(path))
                .isInstanceOf(IOException.class)
                .hasMessage(path + " does not exist: check the name.");
        assertThatThrownBy(() -> LogFile.open(folder)).hasMessageContaining("is a folder");
    }
}
