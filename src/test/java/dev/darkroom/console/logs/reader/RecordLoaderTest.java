package dev.darkroom.console.logs.reader;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.logfile.LogFile;
import dev.darkroom.logfile.query.LogQuery;
import dev.darkroom.logfile.query.LogRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordLoaderTest {
    @TempDir
    Path folder;

    private String alone(String content, int number) throws IOException {
        Path path = Files.writeString(folder.resolve("server.log"), content);
        try (LogFile log = LogFile.open(path);
                RecordLoader loader = new RecordLoader(() -> log, Runnable::run)) {
            CompletableFuture<LogRecord> record = new CompletableFuture<>();
            loader.record(number, record::complete);
            return record.join().text();
        }
    }

    private List<LogRecord> page(String content) throws IOException {
        Path path = Files.writeString(folder.resolve("server.log"), content);
        try (LogFile log = LogFile.open(path);
                RecordLoader loader = new RecordLoader(() -> log, Runnable::run)) {
            CompletableFuture<List<LogRecord>> page = new CompletableFuture<>();
            loader.page(log.select(LogQuery.ALL), 0, 100, page::complete, () -> page.complete(List.of()));
            return page.join();
        }
    }

    @Test
    void a_key_that_begins_in_the_first_line_of_a_record_is_masked_in_the_lines_below_it() throws IOException {
        List<LogRecord> page = page("""
                2026-11-23 13:44:29.123 INFO  [main] a - loaded -----BEGIN PRIVATE KEY-----
                MIIEvQIBADANBgkq
                hkiG9w0BAQEFAASC
                -----END PRIVATE KEY-----
                with this certificate
                2026-11-23 13:44:29.124 INFO  [main] a - token=hunter2
                \tat the next line
                """);

        assertThat(page.getFirst().text()).isEqualTo("loaded -----BEGIN PRIVATE KEY-----***-----END PRIVATE KEY-----");
        assertThat(page.getFirst().trace()).isEqualTo("with this certificate");
        assertThat(page.getLast().text()).isEqualTo("token=***");
        assertThat(page.getLast().trace()).isEqualTo("\tat the next line");
    }

    @Test
    void a_key_is_masked_in_a_log_without_times_where_each_of_its_lines_is_a_record() throws IOException {
        List<LogRecord> page = page("""
                started
                -----BEGIN PRIVATE KEY-----
                MIIEvQIBADANBgkq
                hkiG9w0BAQEFAASC
                -----END PRIVATE KEY-----
                ready
                """);

        assertThat(page.stream().map(LogRecord::text))
                .containsExactly(
                        "started", "-----BEGIN PRIVATE KEY-----", "***", "***", "-----END PRIVATE KEY-----", "ready");
    }

    @Test
    void the_line_of_a_key_is_masked_even_if_it_is_read_alone() throws IOException {
        String log = """
                MIIEvQIBADANBgkq
                -----BEGIN PRIVATE KEY-----
                MIIEvQIBADANBgkq
                of another thread
                hkiG9w0BAQEFAASC
                -----END PRIVATE KEY-----
                IllegalStateException
                """;

        assertThat(alone(log, 2)).isEqualTo("***");
        assertThat(alone(log, 4)).isEqualTo("***");
        assertThat(alone(log, 0)).isEqualTo("MIIEvQIBADANBgkq");
        assertThat(alone(log, 6)).isEqualTo("IllegalStateException");
    }
}
