package dev.darkroom.sharedlog;

import dev.darkroom.database.DatabaseSettings;
import dev.darkroom.database.DedicatedConnection;
import dev.darkroom.logfile.LogFile;
import dev.darkroom.logfile.query.LogQuery;
import dev.darkroom.logfile.query.LogRecord;
import dev.darkroom.logging.LogCategory;
import dev.darkroom.logging.LogLine;
import dev.darkroom.logging.LogMark;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.slf4j.event.Level;

/** What the shared log tests have in common: lines, the table, the spool, and waiting. */
final class SharedLogs {
    static final String GENERATION = "8f3c1a2e-99ae-47de-92a4-fb643ad336f4";
    static final Duration HOUR = Duration.ofHours(1);

    private static final long PATIENCE_NANOS = Duration.ofSeconds(60).toNanos();

    private SharedLogs() {}

    static LogLine line(Instant at, String text) {
        return line(at, text, "");
    }

    static LogLine line(Instant at, String text, String trace) {
        return new LogLine(
                at,
                trace.isEmpty() ? Level.INFO : Level.ERROR,
                LogCategory.STORAGE_UPLOAD,
                LogMark.UPLOAD,
                "run-8f3c1a2e",
                "darkroom.STORAGE-UPLOAD",
                text,
                trace,
                GENERATION,
                "ana.kovac",
                "STORING",
                null);
    }

    static List<String> column(DatabaseSettings settings, String sql) {
        try (DedicatedConnection connection = DedicatedConnection.writing(settings, "test")) {
            return connection.inTransaction(open -> {
                List<String> values = new ArrayList<>();
                try (Statement statement = open.createStatement();
                        ResultSet rows = statement.executeQuery(sql)) {
                    while (rows.next()) {
                        values.add(rows.getString(1));
                    }
                }
                return values;
            });
        }
    }

    static void execute(DatabaseSettings settings, String sql) {
        try (DedicatedConnection connection = DedicatedConnection.writing(settings, "test")) {
            connection.inTransaction(open -> {
                try (Statement statement = open.createStatement()) {
                    return statement.execute(sql);
                }
            });
        }
    }

    static long count(DatabaseSettings settings) {
        return Long.parseLong(
                column(settings, "select count(*) from log_record").getFirst());
    }

    static List<LogRecord> records(Path file) throws IOException {
        try (LogFile log = LogFile.open(file)) {
            return log.page(log.select(LogQuery.ALL), 0, log.records());
        }
    }

    /** A test fails when it does not become so within a minute. */
    static void await(String what, Callable<Boolean> condition) throws Exception {
        long start = System.nanoTime();
        while (!condition.call()) {
            if (System.nanoTime() - start > PATIENCE_NANOS) {
                throw new AssertionError("Never came: " + what);
            }
            Thread.sleep(20);
        }
    }
}
