package dev.darkroom.sharedlog;

import static dev.darkroom.sharedlog.SharedLogs.HOUR;
import static dev.darkroom.sharedlog.SharedLogs.await;
import static dev.darkroom.sharedlog.SharedLogs.execute;
import static dev.darkroom.sharedlog.SharedLogs.line;
import static dev.darkroom.sharedlog.SharedLogs.records;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkroom.database.Database;
import dev.darkroom.database.DatabaseException;
import dev.darkroom.database.DatabaseSettings;
import dev.darkroom.database.DedicatedConnection;
import dev.darkroom.database.TestDatabase;
import dev.darkroom.logfile.LogFile;
import dev.darkroom.logfile.LogTail;
import dev.darkroom.logfile.parse.LogLevel;
import dev.darkroom.logfile.query.LogQuery;
import dev.darkroom.logfile.query.LogRecord;
import dev.darkroom.logging.LogLineEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class SharedLogSpoolTest {
    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    @TempDir
    Path folder;

    @BeforeEach
    void empty() {
        execute(settings(), "truncate log_record");
    }

    private static DatabaseSettings settings() {
        return DATABASE.settings();
    }

    private SharedLogSpool spool(SharedLogSpool.SpoolSize size) {
        return new SharedLogSpool(settings(), folder, "test", HOUR, size);
    }

    @Test
    void the_records_of_two_engines_stand_in_one_file_in_the_order_of_their_times() throws Exception {
        Instant begin = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        try (SharedLogPublisher mill = SharedLogPublisher.start(settings(), "engine-1a2b@mill");
                SharedLogPublisher lake = SharedLogPublisher.start(settings(), "engine-3c4d@lake")) {
            for (int i = 0; i < 3_000; i++) {
                (i % 2 == 0 ? mill : lake)
                        .doAppend(line(
                                begin.plusMillis(i),
                                "record " + i,
                                i % 100 == 0 ? "java.io.IOException: gone\n\tat a.B.c(B.java:1)\n" : ""));
            }
        }
        try (SharedLogSpool spool = spool(SharedLogSpool.SpoolSize.ALL)) {
            List<LogRecord> records = records(spool.readOnce());
            assertThat(records).hasSize(3_000);
            for (int i = 0; i < 3_000; i++) {
                LogRecord record = records.get(i);
                assertThat(record.text()).isEqualTo("record " + i);
                assertThat(record.time())
                        .isEqualTo(LocalDateTime.ofInstant(begin.plusMillis(i), ZoneId.systemDefault()));
                assertThat(record.thread())
                        .isEqualTo((i % 2 == 0 ? "engine-1a2b@mill" : "engine-3c4d@lake") + " run-8f3c1a2e");
                assertThat(record.generation()).isEqualTo("8f3c1a2e");
                assertThat(record.category()).isEqualTo("STORAGE-UPLOAD");
                assertThat(record.trace())
                        .isEqualTo(i % 100 == 0 ? "java.io.IOException: gone\n\tat a.B.c(B.java:1)" : "");
            }
            try (LogFile file = LogFile.open(spool.file())) {
                LogQuery errors = LogQuery.ALL.levels(Set.of(LogLevel.ERROR));
                assertThat(file.select(errors).size()).isEqualTo(30);
            }
        }
    }

    @Test
    void what_is_sent_while_one_looks_appears_once_whoever_commits_first() throws Exception {
        Instant now = Instant.now();
        try (SharedLogSpool spool = spool(SharedLogSpool.SpoolSize.VIEW);
                DedicatedConnection slow = DedicatedConnection.writing(settings(), "test")) {
            write("engine-1a2b@mill", 0, now, "before");
            spool.start();
            await("before", () -> texts(spool).equals(List.of("before")));
            slow.inTransaction(open -> {
                batch("engine-3c4d@lake", 0, now.plusMillis(1), "slow").write(open, false);
                write("engine-1a2b@mill", 1, now.plusMillis(2), "fast");
                awaited("fast", () -> texts(spool).equals(List.of("before", "fast")));
                return true;
            });
            await("slow", () -> texts(spool).equals(List.of("before", "fast", "slow")));
            write("engine-1a2b@mill", 2, now.minusSeconds(600), "late");
            await("late", () -> texts(spool).equals(List.of("before", "fast", "slow", "late")));
        }
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void many_engines_at_once_lose_nothing_and_double_nothing() throws Exception {
        try (SharedLogSpool spool = spool(SharedLogSpool.SpoolSize.VIEW)) {
            spool.start();
            List<Thread> engines = new ArrayList<>();
            for (int engine = 0; engine < 6; engine++) {
                String name = "engine-%d@mill".formatted(engine);
                engines.add(Thread.ofPlatform().start(() -> {
                    for (int i = 0; i < 150; i++) {
                        write(name, i, Instant.now(), name + " record " + i);
                    }
                }));
            }
            for (Thread engine : engines) {
                engine.join();
            }
            await("all", () -> texts(spool).size() >= 900);
            assertThat(texts(spool)).hasSize(900).doesNotHaveDuplicates();
        }
    }

    @Test
    void a_connection_that_is_cut_while_one_looks_leaves_no_gap() throws Exception {
        try (SharedLogSpool spool = spool(SharedLogSpool.SpoolSize.VIEW)) {
            spool.start();
            for (int i = 0; i < 40; i++) {
                write("engine-1a2b@mill", i, Instant.now(), "record " + i);
                if (i % 8 == 7) {
                    int expected = i + 1;
                    execute(
                            settings(),
                            "select pg_terminate_backend(pid) from pg_stat_activity"
                                    + " where application_name = 'darkroom log-spool' and datname = current_database()");
                    await("after a cut", () -> texts(spool).size() == expected);
                }
            }
            assertThat(texts(spool)).doesNotHaveDuplicates();
        }
    }

    @Test
    void a_spool_that_is_full_goes_on_with_its_newest_half() throws Exception {
        Instant begin = Instant.now().minusSeconds(100);
        try (SharedLogSpool spool = spool(new SharedLogSpool.SpoolSize(40_000, 20_000))) {
            spool.start();
            try (LogFile viewer = LogFile.open(spool.file())) {
                for (int i = 0; i < 30; i++) {
                    write("engine-1a2b@mill", 40L * i, begin.plusMillis(i), 40, "record " + i);
                    int round = i;
                    await("round", () -> {
                        viewer.refresh();
                        return viewer.records() > 0
                                && viewer.record(viewer.records() - 1).text().equals("record " + round);
                    });
                }
                assertThat(Files.size(spool.file())).isLessThanOrEqualTo(45_000);
                assertThat(viewer.page(viewer.select(LogQuery.ALL), 0, viewer.records()))
                        .hasSizeGreaterThan(100)
                        .allSatisfy(record -> assertThat(record.thread()).isEqualTo("engine-1a2b@mill run-8f3c1a2e"));
            }
        }
    }

    @Test
    void one_who_follows_sees_each_record_once_although_the_spool_begins_anew() throws Exception {
        Instant begin = Instant.now();
        try (SharedLogSpool spool = spool(new SharedLogSpool.SpoolSize(10_000, 0));
                LogTail tail = LogTail.of(spool.start(), LogQuery.ALL)) {
            List<LogRecord> seen = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                write("engine-1a2b@mill", 40L * i, begin.plusMillis(i), 40, "record " + i);
                int expected = 40 * (i + 1);
                await("round", () -> {
                    seen.addAll(tail.poll());
                    return seen.size() >= expected;
                });
            }
            assertThat(seen).hasSize(800);
        }
    }

    @Test
    void a_database_without_the_table_is_told_in_one_sentence_and_looked_at_again() throws Exception {
        execute(settings(), "alter table log_record rename to log_record_away");
        try (SharedLogSpool spool = spool(SharedLogSpool.SpoolSize.VIEW)) {
            assertThatThrownBy(() -> spool.readOnce())
                    .isInstanceOf(DatabaseException.class)
                    .hasMessageContaining("no shared log yet");
            spool.start();
            assertThat(spool.problem()).isPresent();
            execute(settings(), "alter table log_record_away rename to log_record");
            write("engine-1a2b@mill", 0, Instant.now(), "here");
            await(
                    "here",
                    () -> texts(spool).equals(List.of("here"))
                            && spool.problem().isEmpty());
        }
    }

    @Test
    void only_its_owner_reads_a_spool_and_what_a_killed_process_left_is_removed() throws Exception {
        Path left = Files.createDirectories(folder.resolve("test-1-999999999"));
        Files.writeString(left.resolve("all-engines.log"), "old");
        try (SharedLogSpool spool = spool(SharedLogSpool.SpoolSize.VIEW)) {
            Path file = spool.start();
            assertThat(left).doesNotExist();
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.getParent())))
                    .isEqualTo("rwx------");
        }
    }

    @Test
    void records_that_are_older_than_asked_for_stay_in_the_database() throws Exception {
        Instant now = Instant.now();
        write("engine-1a2b@mill", 0, now.minus(Duration.ofHours(2)), "old");
        write("engine-1a2b@mill", 1, now.minus(Duration.ofMinutes(30)), "new");
        try (SharedLogSpool spool = spool(SharedLogSpool.SpoolSize.ALL)) {
            assertThat(records(spool.readOnce()))
                    .singleElement()
                    .extracting(LogRecord::text)
                    .isEqualTo("new");
        }
    }

    private static List<String> texts(SharedLogSpool spool) throws Exception {
        return records(spool.file()).stream().map(LogRecord::text).toList();
    }

    private static void awaited(String what, java.util.concurrent.Callable<Boolean> condition) {
        try {
            await(what, condition);
        } catch (Exception exception) {
            throw new AssertionError(exception);
        }
    }

    private static LogCopyBatch batch(String engine, long number, Instant at, String text) {
        return batch(engine, number, at, 1, text);
    }

    private static LogCopyBatch batch(String engine, long number, Instant at, int times, String text) {
        LogLineEncoder encoder = new LogLineEncoder();
        encoder.setEngine(engine);
        return new LogCopyBatch(
                engine,
                encoder,
                number,
                java.util.stream.IntStream.range(0, times)
                        .mapToObj(_ -> line(at, text))
                        .toList());
    }

    private static void write(String engine, long number, Instant at, String text) {
        write(engine, number, at, 1, text);
    }

    private static void write(String engine, long number, Instant at, int times, String text) {
        LogCopyBatch batch = batch(engine, number, at, times, text);
        Database database = DATABASE.get();
        database.useTransaction(handle -> {
            try {
                batch.write(handle.getConnection(), false);
            } catch (java.sql.SQLException exception) {
                throw new AssertionError(exception);
            }
        });
    }
}
