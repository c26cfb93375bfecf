package dev.darkroom.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.Main;
import dev.darkroom.command.LogsOptions.TimeArgument;
import dev.darkroom.logfile.LogGenerator;
import dev.darkroom.logfile.LogGenerator.Style;
import dev.darkroom.logfile.LogGenerator.Truth;
import dev.darkroom.system.JavaCommand;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class LogsCommandTest {
    private static final String LOG = """
            2026-11-23 13:44:29.100 INFO  [run-8f3c1a2e] darkroom.STORAGE - 📦 [STORAGE] one
            2026-11-23 13:44:29.200 WARN  [run-8f3c1a2e] darkroom.STORAGE-UPLOAD - ⚠️ [STORAGE-UPLOAD] two
            2026-11-23 13:44:29.300 ERROR [run-11111111] darkroom.STORAGE-FILE - ❌ [STORAGE-FILE] three
            java.io.IOException: [DB-CREATE] refused
            \tat a.B.c(B.java:1)
            2026-11-23 13:44:29.400 INFO  [main] x - 🔍 [STORAGEX] four
            2026-11-23 13:44:29,500 - services.db - WARNING - ğŸ“ [DB-UPDATE] five of 8f3c1a2e-7d14-4c0b-9a55-0c2f6f1f6a01
            2026-11-23 13:44:29.600 INFO  [[DB-CREATE]] x - says [STORAGE] six
            """;

    @TempDir
    Path folder;

    private Path log;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final StringWriter errors = new StringWriter();

    @BeforeEach
    void write() throws IOException {
        log = Files.writeString(folder.resolve("backend.log"), LOG);
    }

    private int run(String... arguments) {
        return new CommandLine(new LogsCommand(out))
                .setErr(new PrintWriter(errors, true))
                .execute(arguments);
    }

    @ParameterizedTest
    @CsvSource({
        "No space left on device, 2, darkroom logs: The output cannot be written: No space left on device",
        "Broken pipe, 0, ''"
    })
    void an_output_that_cannot_be_written_is_an_error_but_a_reader_that_has_gone_is_none(
            String reason, int code, String said) {
        OutputStream broken = new OutputStream() {
            @Override
            public void write(int value) throws IOException {
                throw new IOException(reason);
            }
        };
        for (String options : List.of("", "--count", "--stats")) {
            errors.getBuffer().setLength(0);
            int exit = new CommandLine(new LogsCommand(broken))
                    .setErr(new PrintWriter(errors, true))
                    .execute((options + " " + log).strip().split(" "));

            assertThat(exit).as(options).isEqualTo(code);
            assertThat(errors.toString().strip()).isEqualTo(said);
        }
    }

    private static String lines(int... numbers) {
        String[] all = LOG.split("(?<=\n)");
        StringBuilder lines = new StringBuilder();
        for (int number : numbers) {
            lines.append(all[number]);
        }
        return lines.toString();
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            --category STORAGE                        | 0 1 2 3 4
            --category =STORAGE                       | 0
            --category STORAGE-FILE                   | 2 3 4
            --category DB                             | 6
            --category DB --category =STORAGEX        | 5 6
            --category -                              | 7
            --level WARNING                           | 1 2 3 4 6
            --level warn                              | 1 2 3 4 6
            --level ERROR                             | 2 3 4
            --level INFO --category =STORAGE          | 0
            --generation 8f3c1a2e                     | 0 1 6
            --generation 8f3c1a2e-7d14-4c0b-9a55-0c2f6f1f6a01 | 0 1 6
            --generation 8f3c                         | 0 1 6
            --generation 8f3c1a2e-7d                  | 0 1 6
            --generation 11111111                     | 2 3 4
            --grep refused                            | 2 3 4
            --grep ^java                              | 2 3 4
            --grep STORAGE --grep two                 | 1
            --not refused                             | 0 1 5 6 7
            --not refused --not one --grep STORAGE    | 1 5 7
            --grep f[oi][uv][re]                       | 5 6
            --since 2026-11-23T13:44:29.300           | 2 3 4 5 6 7
            --until 2026-11-23T13:44:29,200           | 0 1
            --since 2026-11-23 --until 2026-11-23T13:44:29.1 | 0
            """)
    void prints_whole_records_byte_for_byte(String options, String expected) {
        List<String> arguments = new ArrayList<>(List.of(options.split(" ")));
        arguments.add(log.toString());
        assertThat(run(arguments.toArray(String[]::new))).isZero();
        int[] numbers = java.util.Arrays.stream(expected.split(" "))
                .mapToInt(Integer::parseInt)
                .toArray();
        assertThat(out()).isEqualTo(lines(numbers));
        assertThat(errors.toString()).isEmpty();
    }

    @Test
    void counts_and_tells_by_its_exit_code_whether_there_was_anything() {
        assertThat(run("--category", "STORAGE", "--count", log.toString())).isZero();
        assertThat(out()).isEqualTo("3\n");
        out.reset();
        assertThat(run("--category", "NOWHERE", "--count", log.toString())).isEqualTo(1);
        assertThat(out()).isEqualTo("0\n");
        out.reset();
        assertThat(run("--category", "NOWHERE", log.toString())).isEqualTo(1);
        assertThat(out()).isEmpty();
    }

    @Test
    void several_files_are_read_in_order_and_a_missing_one_is_named() throws IOException {
        Path other = Files.writeString(
                folder.resolve("other.log"), "2026-11-22 13:44:29.100 INFO  [t] l - 📦 [STORAGE] older");
        assertThat(run("--category", "=STORAGE", log.toString(), other.toString()))
                .isZero();
        assertThat(out()).isEqualTo(lines(0) + Files.readString(other));
        out.reset();
        Path missing = folder.resolve("missing.log");
        assertThat(run("--category", "=STORAGE", missing.toString(), log.toString()))
                .isEqualTo(2);
        assertThat(out()).isEqualTo(lines(0));
        assertThat(errors.toString()).isEqualTo("darkroom logs: " + missing + " does not exist: check the name.\n");
    }

    @Test
    void what_is_no_log_is_refused_in_a_sentence_and_the_others_are_read() {
        assertThat(run("/dev/zero", log.toString())).isEqualTo(2);
        assertThat(out()).isEqualTo(LOG);
        assertThat(errors.toString())
                .isEqualTo("darkroom logs: /dev/zero is a device or a socket, not a log: name a file or a pipe.\n");
        out.reset();
        assertThat(run("--follow", "/dev/zero")).isEqualTo(2);
        assertThat(out()).isEmpty();
    }

    @Test
    void an_expression_that_never_ends_leaves_lines_out_and_says_so() throws IOException {
        Path slow = Files.writeString(
                folder.resolve("slow.log"), "2026-11-23 13:44:29.100 INFO  [t] l - " + "a".repeat(120) + "\n");
        assertThat(run("--grep", "(.+)+\\1#|refused", slow.toString(), log.toString()))
                .isEqualTo(2);
        assertThat(errors.toString()).contains("The expression took too long on ", "left out here: simplify it");
        assertThat(run("--grep", "(".repeat(60) + "a" + ")".repeat(60), log.toString()))
                .isEqualTo(2);
        assertThat(errors.toString())
                .contains("--grep: The expression is nested more than 50 levels deep: simplify it.");
    }

    @Test
    void the_table_counts_categories_and_levels() {
        assertThat(run("--stats", log.toString())).isZero();
        assertThat(out().lines().map(line -> line.replaceAll(" +", " ")))
                .containsExactly(
                        "category TRACE DEBUG INFO WARN ERROR CRITICAL none total",
                        "- 0 0 1 0 0 0 0 1",
                        "DB-UPDATE 0 0 0 1 0 0 0 1",
                        "STORAGE 0 0 1 0 0 0 0 1",
                        "STORAGE-FILE 0 0 0 0 1 0 0 1",
                        "STORAGE-UPLOAD 0 0 0 1 0 0 0 1",
                        "STORAGEX 0 0 1 0 0 0 0 1",
                        "total 0 0 3 2 1 0 0 6");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            --level LOUD FILE          | --level LOUD is not a level
            --grep ( FILE              | --grep ( is not a regular expression
            --not ( FILE               | --not ( is not a regular expression
            --since yesterday FILE     | --since yesterday is not a time
            --until 2026-13-01 FILE    | --until 2026-13-01 is not a time
            --count --stats FILE       | Choose one of --count, --stats and --follow.
            --count                    | Missing required parameter: 'FILE'
            --all-engines FILE         | --all-engines stands in place of files
            --connection env FILE      | --all-engines stands in place of files
            """)
    void a_wrong_option_gives_one_sentence_and_exit_code_2(String options, String sentence) {
        assertThat(run(options.replace("FILE", log.toString()).split(" "))).isEqualTo(2);
        assertThat(errors.toString()).startsWith(sentence);
        assertThat(out()).isEmpty();
    }

    @Test
    void times_are_read_as_people_write_them() {
        TimeArgument times = new TimeArgument(ZonedDateTime.of(2026, 11, 23, 14, 0, 0, 0, ZoneId.of("Europe/Berlin")));
        assertThat(times.read("10m")).contains(LocalDateTime.of(2026, 11, 23, 13, 50));
        assertThat(times.read("1d")).contains(LocalDateTime.of(2026, 11, 22, 14, 0));
        assertThat(times.read("13:44")).contains(LocalDateTime.of(2026, 11, 23, 13, 44));
        assertThat(times.read("2026-11-23 13:44:29,123"))
                .contains(LocalDateTime.of(2026, 11, 23, 13, 44, 29, 123_000_000));
        assertThat(times.read("2026-11-23T12:44:29Z")).contains(LocalDateTime.of(2026, 11, 23, 13, 44, 29));
        assertThat(times.read("2026-11-23T12:44:29+02:00")).contains(LocalDateTime.of(2026, 11, 23, 11, 44, 29));
        assertThat(times.read("soon")).isEmpty();
    }

    @Test
    void an_age_is_elapsed_time_even_when_the_clocks_were_changed_in_between() {
        TimeArgument later = new TimeArgument(ZonedDateTime.parse("2026-10-25T02:30+01:00[Europe/Berlin]"));
        assertThat(later.read("90m")).contains(LocalDateTime.of(2026, 10, 25, 2, 0));
        assertThat(later.since(LocalDateTime.of(2026, 10, 25, 1, 0))).isEqualTo(Duration.ofMinutes(150));
        TimeArgument spring = new TimeArgument(ZonedDateTime.parse("2026-03-29T03:30+02:00[Europe/Berlin]"));
        assertThat(spring.read("90m")).contains(LocalDateTime.of(2026, 3, 29, 1, 0));
    }

    @Test
    void agrees_with_the_generator_and_with_what_grep_would_count() throws IOException {
        List<Truth> truths = new ArrayList<>();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        new LogGenerator(11, Style.OURS, truths::add).write(bytes, 2_000_000);
        Files.write(log, bytes.toByteArray());
        long wanted = truths.stream()
                .filter(truth -> truth.category().equals("DB-CREATE"))
                .count();
        // The generator quotes other categories in texts and traces, this one never: so lines are records here.
        long lines = bytes.toString(StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.contains("[DB-CREATE]"))
                .count();
        assertThat(run("--category", "DB-CREATE", "--count", log.toString())).isZero();
        assertThat(out()).isEqualTo(wanted + "\n").isEqualTo(lines + "\n");
    }

    @Test
    void a_program_that_follows_prints_what_comes_and_ends_quietly_when_nobody_reads() throws Exception {
        Process process = start("logs", "--category", "DB", "--follow", log.toString());
        try (InputStream printed = process.getInputStream()) {
            assertThat(new String(printed.readNBytes(bytes(lines(6)).length), StandardCharsets.UTF_8))
                    .isEqualTo(lines(6));
            String more = "2026-11-23 13:44:30.100 INFO  [t] l - ➕ [DB-CREATE] appended\n";
            Files.writeString(log, lines(0) + more, StandardOpenOption.APPEND);
            assertThat(new String(printed.readNBytes(bytes(more).length), StandardCharsets.UTF_8))
                    .isEqualTo(more);
            Files.move(log, folder.resolve("backend.1.log"));
            Files.writeString(log, more);
            assertThat(new String(printed.readNBytes(bytes(more).length), StandardCharsets.UTF_8))
                    .isEqualTo(more);
        }
        // Its output is closed now, as by "| head": the next record ends it.
        Files.writeString(log, lines(6), StandardOpenOption.APPEND);
        assertThat(process.waitFor()).isZero();
        assertThat(new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEmpty();
    }

    @Test
    void a_followed_log_goes_on_with_a_new_line_after_a_file_that_ended_without_one() throws Exception {
        String last = "2026-11-23 13:44:30.100 INFO  [t] l - ➕ [DB-CREATE] the last";
        Files.writeString(log, last, StandardOpenOption.APPEND);
        Process process = start("logs", "--category", "DB", "--follow", log.toString());
        try (InputStream printed = process.getInputStream()) {
            printed.readNBytes(bytes(lines(6)).length);
            String next = "2026-11-23 13:44:30.200 ERROR [t] l - ➕ [DB-CREATE] the next\n";
            Files.move(log, folder.resolve("backend.1.log"));
            Files.writeString(log, next + lines(0));
            assertThat(new String(printed.readNBytes(bytes(last + "\n" + next).length), StandardCharsets.UTF_8))
                    .isEqualTo(last + "\n" + next);
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void help_shows_examples_and_exit_codes_and_loads_no_logback() throws Exception {
        Process process = start("-verbose:class", "logs", "--help");
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        assertThat(printed)
                .contains(
                        "Examples:",
                        "darkroom logs backend.log --category STORAGE",
                        "Exit codes:",
                        "an error, explained in one sentence")
                .doesNotContain("ch.qos.logback", "javafx.", "org.postgresql", "org.slf4j");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static Process start(String... arguments) throws IOException {
        int command = List.of(arguments).indexOf("logs");
        return new ProcessBuilder(JavaCommand.of(
                        List.of(arguments).subList(0, command),
                        Main.class,
                        Arrays.copyOfRange(arguments, command, arguments.length)))
                .start();
    }

    @Test
    void the_first_characters_of_an_id_are_not_found_in_other_numbers() {
        assertThat(run("--generation", "2026", log.toString())).isEqualTo(1);
        assertThat(run("--generation", "20", log.toString())).isEqualTo(1);
    }

    @Test
    void color_codes_hide_nothing_that_is_searched_for() throws IOException {
        Path colored = Files.writeString(
                folder.resolve("colored.log"),
                "2026-11-23 13:44:29.100 INFO  [run-\u001b[35m8f3c1a2e\u001b[0m] l - it \u001b[31mfai\u001b[0mled\n");
        assertThat(run("--grep", "it failed", "--count", colored.toString())).isZero();
        assertThat(run("--generation", "8f3c", "--count", colored.toString())).isZero();
    }

    @Test
    void the_category_in_the_second_line_of_java_util_logging_goes_with_other_conditions() throws IOException {
        Path file = Files.writeString(
                folder.resolve("jul.log"),
                "Mar 01, 2026 1:20:10 PM app.Queue poll\nSEVERE: ❌ [STORAGE] no answer for 8f3c1a2e\n");
        assertThat(run("--category", "STORAGE", "--grep", "no answer", "--count", file.toString()))
                .isZero();
        assertThat(run("--category", "STORAGE", "--generation", "8f3c1a2e", "--count", file.toString()))
                .isZero();
        assertThat(run("--category", "DB", "--grep", "no answer", "--count", file.toString()))
                .isEqualTo(1);
    }

    @Test
    void a_log_followed_together_with_its_rotated_file_is_printed_once() throws Exception {
        Path older = Files.writeString(folder.resolve("backend.log.1"), lines(6));
        Files.writeString(log, lines(6));
        Process process = start("logs", "--follow", older.toString(), log.toString());
        try (InputStream printed = process.getInputStream()) {
            assertThat(new String(printed.readNBytes(2 * bytes(lines(6)).length), StandardCharsets.UTF_8))
                    .isEqualTo(lines(6) + lines(6));
            String more = "2026-11-23 13:44:30.100 INFO  [t] l - ➕ [DB-CREATE] appended\n";
            Files.move(older, folder.resolve("backend.log.2"));
            Files.move(log, older);
            Files.writeString(log, more);
            assertThat(new String(printed.readNBytes(bytes(more).length), StandardCharsets.UTF_8))
                    .isEqualTo(more);
        } finally {
            process.destroyForcibly();
        }
    }
}
