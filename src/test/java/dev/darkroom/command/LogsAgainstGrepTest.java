package dev.darkroom.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.darkroom.logfile.LogGenerator;
import dev.darkroom.logfile.LogGenerator.Style;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** For a text that occurs in only one line of each record, {@code logs} counts as many records as GNU grep counts lines. */
class LogsAgainstGrepTest {
    private static final long BYTES = 4 << 20;

    @TempDir
    Path folder;

    @BeforeAll
    static void needs_grep() {
        assumeTrue(Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(path -> Files.isExecutable(Path.of(path, "grep"))));
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(delimiter = '|', textBlock = """
            OURS   | Upload details: image.png
            OURS   | StorageService.java:118
            OURS   | 写入完成
            OURS   | not [STORAGE-FILE] at all
            PYTHON | Status update: PROCESSING - INFO
            PYTHON | services.errors.StorageError
            NASTY  | Upload details: image.png
            NASTY  | not [STORAGE-FILE] at all
            NASTY  | Caused by: java.io.IOException
            NASTY  | 写入完成
            """)
    void counts_a_text_as_grep_does(Style style, String text) throws Exception {
        Path log = log(style);
        assertThat(logs(log, "--grep", Pattern.quote(text)))
                .isEqualTo(grep(log, text))
                .isPositive();
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(delimiter = '|', textBlock = """
            --category =STORAGE           | ' darkroom.STORAGE - '
            --category =STORAGE-URL       | ' darkroom.STORAGE-URL - '
            --category =STORAGEX          | ' darkroom.STORAGEX - '
            --category DB-UPDATE          | ' darkroom.DB-UPDATE - '
            --category -                  | ' darkroom. - '
            --level CRITICAL              | ' FATAL ['
            """)
    void filters_a_clean_log_as_grep_does_by_the_logger_and_level(String filter, String text) throws Exception {
        Path log = log(Style.OURS);
        assertThat(logs(log, filter.split(" "))).isEqualTo(grep(log, text)).isPositive();
    }

    private Path log(Style style) throws IOException {
        Path log = folder.resolve(style + ".log");
        try (OutputStream stream = new BufferedOutputStream(Files.newOutputStream(log))) {
            new LogGenerator(7, style, _ -> {}).write(stream, BYTES);
        }
        return log;
    }

    private static long logs(Path log, String... filter) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        CommandLine line = new CommandLine(new LogsCommand(out));
        String[] arguments = Arrays.copyOf(filter, filter.length + 2);
        arguments[filter.length] = "--count";
        arguments[filter.length + 1] = log.toString();
        assertThat(line.execute(arguments)).isZero();
        return Long.parseLong(out.toString(StandardCharsets.UTF_8).strip());
    }

    /** With -a, for without it one NUL byte ends its counting. */
    private static long grep(Path log, String text) throws Exception {
        ProcessBuilder grep = new ProcessBuilder(List.of("grep", "-a", "-c", "-F", "-e", text, log.toString()));
        grep.environment().put("LC_ALL", "C");
        Process process = grep.start();
        String counted = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        process.waitFor();
        return Long.parseLong(counted);
    }
}
