package dev.darkroom.sharedlog;

import static dev.darkroom.sharedlog.SharedLogs.await;
import static dev.darkroom.sharedlog.SharedLogs.column;
import static dev.darkroom.sharedlog.SharedLogs.count;
import static dev.darkroom.sharedlog.SharedLogs.execute;
import static dev.darkroom.sharedlog.SharedLogs.line;
import static dev.darkroom.system.RecordCopy.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkroom.database.Database;
import dev.darkroom.database.DatabaseException;
import dev.darkroom.database.DatabaseSettings;
import dev.darkroom.database.DedicatedConnection;
import dev.darkroom.database.SqlState;
import dev.darkroom.database.TestDatabase;
import dev.darkroom.database.embedded.DurabilityLevel;
import dev.darkroom.database.embedded.EmbeddedPostgres;
import dev.darkroom.logging.CategoryLog;
import dev.darkroom.logging.LogCategory;
import dev.darkroom.logging.LogLine;
import dev.darkroom.logging.LogLineEncoder;
import dev.darkroom.logging.LogMark;
import dev.darkroom.logging.LogSettings;
import dev.darkroom.logging.LoggingService;
import dev.darkroom.secret.SecretRedactor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class SharedLogPublisherTest {
    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    private static final String TEXTS = "select line from log_record order by at, engine, number";

    @TempDir
    Path folder;

    @BeforeEach
    void empty() {
        days().forEach(day -> execute(settings(), "drop table " + day));
        execute(settings(), "truncate log_record");
        execute(settings(), "update log_keeping set days = 7");
    }

    private static DatabaseSettings settings() {
        return DATABASE.settings();
    }

    @Test
    void every_record_of_this_process_arrives_once_with_its_trace_and_without_secrets() throws Exception {
        SecretRedactor.register("a-password-without-any-shape");
        LogSettings quiet = LogSettings.in(folder).withTerminal(null);
        try (LoggingService logging = LoggingService.start(quiet);
                SharedLogPublisher share = SharedLogPublisher.start(settings(), "engine-1a2b@mill")) {
            logging.add(share);
            for (int i = 0; i < 12_000; i++) {
                CategoryLog.info(LogCategory.STORAGE_FILE, LogMark.FILE, "file {}", i);
            }
            Exception failure = new IllegalStateException("no: a-password-without-any-shape");
            CategoryLog.error(
                    LogCategory.STORAGE, LogMark.ERROR, failure, "tab\tbackslash\\ a-password-without-any-shape");
            logging.flush();
            logging.remove(share);
        }
        List<String> lines = column(settings(), TEXTS);
        assertThat(lines).hasSize(12_001);
        assertThat(IntStream.range(0, 12_000).mapToObj(i -> "file " + i))
                .allSatisfy(text -> assertThat(lines.get(Integer.parseInt(text.substring(5))))
                        .endsWith(text));
        assertThat(lines.getLast())
                .contains("ERROR [engine-1a2b@mill ", "darkroom.STORAGE - ❌ [STORAGE] tab\tbackslash\\ ***")
                .contains("\njava.lang.IllegalStateException: no: ***\n\tat ");
        assertThat(String.join("\n", lines)).doesNotContain("a-password");
        // as in the files, but for the name of the engine
        assertThat(Files.readString(folder.resolve("backend.log")))
                .isEqualTo(String.join("\n", lines).replace("[engine-1a2b@mill ", "[") + "\n");
    }

    @Test
    void the_lines_of_a_generation_are_read_back_as_they_were_logged() throws Exception {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
        try (SharedLogPublisher share = SharedLogPublisher.start(settings(), "engine-1a2b@mill")) {
            share.doAppend(line(now, "file - [1] of 2"));
            share.doAppend(line(now.plusMillis(1), "no", "java.io.IOException: disk\n\tat x\n"));
            await("both", () -> count(settings()) == 2);
        }
        SharedLogQueries queries = new SharedLogQueries(DATABASE.get());
        assertThat(queries.lines(SharedLogs.GENERATION, 10))
                .usingRecursiveFieldByFieldElementComparatorIgnoringFields("thread", "user", "stage")
                .containsExactly(
                        line(now, "file - [1] of 2"),
                        line(now.plusMillis(1), "no", "java.io.IOException: disk\n\tat x\n"));
        assertThat(queries.lines(SharedLogs.GENERATION, 10).getFirst().thread())
                .isEqualTo("engine-1a2b@mill run-8f3c1a2e");
        assertThat(queries.lines(SharedLogs.GENERATION, 1))
                .extracting(LogLine::text)
                .containsExactly("no");
        assertThat(queries.lines("another", 10)).isEmpty();
        assertThat(queries.has(SharedLogs.GENERATION, SharedLogs.HOUR)).isTrue();
        assertThat(queries.has("another", SharedLogs.HOUR)).isFalse();
    }

    @Test
    void a_database_that_is_started_again_gets_everything_that_waited_and_nothing_twice() throws Exception {
        Path home = folder.resolve("postgres");
        Path programs = Path.of("target", "postgres-cache");
        EmbeddedPostgres server = EmbeddedPostgres.start(home, programs, DurabilityLevel.TESTS, _ -> {});
        DatabaseSettings settings = server.settings();
        Database.open(settings).close();
        Instant begin = Instant.now();
        try (SharedLogPublisher share = SharedLogPublisher.start(settings, "engine-1a2b@mill")) {
            share.doAppend(line(begin, "record 0"));
            await("the first", () -> count(settings) == 1);
            Thread writer = Thread.ofPlatform().start(() -> {
                for (int i = 1; i <= 20_000; i++) {
                    share.doAppend(line(begin.plusNanos(i * 1000L), "record " + i));
                    if (i % 200 == 0) {
                        java.util.concurrent.locks.LockSupport.parkNanos(10_000_000);
                    }
                }
            });
            await("some more", () -> count(settings) > 1);
            server.close();
            writer.join();
            server = EmbeddedPostgres.start(home, programs, DurabilityLevel.TESTS, _ -> {});
            assertThat(server.settings().url()).isEqualTo(settings.url());
            await("all", () -> count(settings) == 20_001);
        } finally {
            assertThat(column(settings, "select distinct number from log_record"))
                    .hasSize(20_001);
            assertThat(column(settings, "select count(*) from log_record")).containsExactly("20001");
            server.close();
        }
    }

    @Test
    void nobody_who_logs_waits_for_the_database_and_what_was_lost_meanwhile_is_told() throws Exception {
        LogSettings quiet = with(LogSettings.in(folder).withTerminal(null), "queueLines", 50);
        try (LoggingService logging = LoggingService.start(quiet);
                SharedLogPublisher share = SharedLogPublisher.start(settings(), "engine-1a2b@mill", 500)) {
            try (Connection lock = locked()) {
                logging.add(share);
                for (int i = 0; i < 20_000; i++) {
                    CategoryLog.info(LogCategory.STORAGE, LogMark.PACKAGE, "line {}", i);
                }
                logging.flush(); // returns, although the table is still locked
                lock.rollback();
            }
            await(
                    "the count",
                    () -> !column(settings(), "select line from log_record where line like '%records not shared%'")
                            .isEmpty());
            logging.remove(share);
        }
        long arrived = count(settings()) - 1;
        String told = column(settings(), "select line from log_record where line like '%records not shared%'")
                .getFirst();
        assertThat(arrived).isBetween(500L, 19_999L);
        assertThat(told).contains(" - %d records not shared".formatted(20_000 - arrived));
        assertThat(Files.readString(folder.resolve("server.log"))).contains("records not shared");
    }

    @Test
    void a_batch_whose_commit_was_not_answered_is_there_once() {
        Instant now = Instant.now();
        LogCopyBatch batch = new LogCopyBatch(
                "engine-1a2b@mill", new LogLineEncoder(), 7, List.of(line(now, "one"), line(now.plusMillis(1), "two")));
        try (DedicatedConnection connection = DedicatedConnection.writing(settings(), "test")) {
            write(connection, batch, false);
            write(connection, batch, true);
            assertThatThrownBy(() -> write(connection, batch, false))
                    .isInstanceOfSatisfying(
                            DatabaseException.class,
                            failure -> assertThat(failure.state()).isEqualTo(SqlState.UNIQUE_VIOLATION));
            write(connection, batch, true);
        }
        assertThat(count(settings())).isEqualTo(2);
    }

    private static void write(DedicatedConnection connection, LogCopyBatch batch, boolean again) {
        connection.inTransaction(open -> {
            batch.write(open, again);
            return true;
        });
    }

    @Test
    void old_days_are_dropped_as_a_whole_and_the_next_ones_made_ahead() {
        execute(settings(), "select tidy_log_records(now() - interval '20 days')");
        record(now().minusSeconds(20 * 86_400), "too old");
        record(now().minusSeconds(30 * 86_400), "older than any day that was made");
        execute(settings(), "select tidy_log_records()");
        record(now().minusSeconds(86_400), "of yesterday");
        record(now(), "of today");
        assertThat(column(settings(), "select line from log_record order by at"))
                .satisfiesExactly(
                        yesterday -> assertThat(yesterday).endsWith("of yesterday"),
                        today -> assertThat(today).endsWith("of today"));
        assertThat(days()).hasSize(5);
        assertThat(column(settings(), "select count(*) from log_record_other")).containsExactly("0");

        execute(settings(), "update log_keeping set days = 30");
        execute(settings(), "select tidy_log_records(now() + interval '20 days')");
        assertThat(days()).hasSize(10);
        execute(settings(), "update log_keeping set days = 7");
        execute(settings(), "select tidy_log_records(now() + interval '20 days')");
        assertThat(days()).hasSize(5);
        assertThat(count(settings())).isZero();
    }

    @Test
    void a_clock_that_is_wrong_stops_nobody() {
        record(now().plusSeconds(5 * 86_400), "of a clock that goes before");
        record(now().plusSeconds(400L * 86_400), "of a clock that is mad");
        execute(settings(), "select tidy_log_records(now() + interval '3 days')");
        record(now().plusSeconds(5 * 86_400), "when its day could not be made");
        record(now(), "of today");
        assertThat(column(settings(), "select line from log_record order by at"))
                .hasSize(3)
                .noneSatisfy(line -> assertThat(line).endsWith("mad"));
    }

    private static Instant now() {
        return Instant.now();
    }

    private static List<String> days() {
        return column(
                settings(),
                "select inhrelid::regclass::text from pg_inherits where inhparent = 'log_record'::regclass"
                        + " and inhrelid <> 'log_record_other'::regclass");
    }

    private static void record(Instant at, String text) {
        LogCopyBatch batch = new LogCopyBatch("engine-1a2b@mill", new LogLineEncoder(), 1, List.of(line(at, text)));
        try (DedicatedConnection connection = DedicatedConnection.writing(settings(), "test")) {
            write(connection, batch, false);
        }
    }

    private static Connection locked() throws Exception {
        Connection connection = DriverManager.getConnection(
                settings().url(), settings().user(), settings().password());
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute("lock table darkroom.log_record in access exclusive mode");
        }
        return connection;
    }
}
