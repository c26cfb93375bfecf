package dev.darkroom.console.logs.reader;

import dev.darkroom.logfile.query.LogRecord;
import dev.darkroom.logfile.query.LogRecords;
import dev.darkroom.logfile.query.LogSelection;
import dev.darkroom.logging.DefectReport;
import dev.darkroom.secret.RecordRedactor;
import java.io.IOException;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads single records for display on a dedicated thread, which is delayed neither by the pass over the file nor by a search.
 * Secrets are masked first. Results arrive on the FX thread; none arrives if the file was replaced meanwhile, because the next
 * snapshot triggers a new request.
 */
public final class RecordLoader implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RecordLoader.class);
    private static final int LOOK_ON = 200;

    private final ExecutorService thread = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("log-pages").factory());
    private final Supplier<@Nullable LogRecords> log;
    private final Executor fx;

    /** Reads from the log, on the thread of the loader. */
    @FunctionalInterface
    public interface Reading {
        void read(LogRecords log) throws IOException;
    }

    public RecordLoader(Supplier<@Nullable LogRecords> log, Executor fx) {
        this.log = log;
        this.fx = fx;
    }

    /** Reads records of a selection, from place {@code first} on; {@code lost} is called if reading fails. */
    public void page(LogSelection of, int first, int count, Consumer<List<LogRecord>> taker, Runnable lost) {
        read(
                open -> {
                    RecordRedactor redactor = new RecordRedactor();
                    List<LogRecord> page = new ArrayList<>();
                    for (LogRecord record : open.page(of, first, count)) {
                        page.add(masked(record, open, redactor));
                    }
                    fx.execute(() -> taker.accept(page));
                },
                () -> fx.execute(lost));
    }

    /** Reads one record, its text up to 64 KiB. */
    public void record(int number, Consumer<LogRecord> taker) {
        read(open -> {
            LogRecord record = masked(open, number);
            fx.execute(() -> taker.accept(record));
        });
    }

    /** Finds the place of the first record at this time or later. */
    public void placeAt(LogSelection of, LocalDateTime time, IntConsumer taker) {
        read(open -> {
            int place = placeAt(open, of, time);
            fx.execute(() -> taker.accept(place));
        });
    }

    public void read(Reading reading) {
        read(reading, () -> {});
    }

    private void read(Reading reading, Runnable lost) {
        if (thread.isShutdown()) {
            return;
        }
        thread.execute(() -> {
            LogRecords open = log.get();
            if (open == null) {
                return;
            }
            try {
                reading.read(open);
            } catch (IOException | RuntimeException exchanged) {
                LOG.debug("Lines of a replaced log could not be read", exchanged);
                lost.run();
            } catch (Error error) {
                DefectReport.outlived(LOG, "Reading lines of a log", error);
                lost.run();
            }
        });
    }

    /** As {@link #placeAt(LogSelection, LocalDateTime, IntConsumer)}, on the thread of the caller. */
    public static int placeAt(LogRecords open, LogSelection of, LocalDateTime time) throws IOException {
        int low = 0;
        int high = of.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            LocalDateTime there = timeNear(open, of, middle, high);
            if (there == null || !there.isBefore(time)) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return Math.min(low, Math.max(0, of.size() - 1));
    }

    /** Returns a record's time; one without a time takes that of the next record that has one. */
    private static @Nullable LocalDateTime timeNear(LogRecords open, LogSelection of, int place, int end)
            throws IOException {
        for (int at = place; at < Math.min(end, place + LOOK_ON); at++) {
            LocalDateTime time = open.record(of.record(at)).time();
            if (time != null) {
                return time;
            }
        }
        return null;
    }

    /** Reads one record on the thread of the caller. */
    public static LogRecord masked(LogRecords log, int number) throws IOException {
        return masked(log.record(number), log, new RecordRedactor());
    }

    /** Masks text and trace together, because a secret may begin in one and go on in the other. */
    private static LogRecord masked(LogRecord record, LogRecords log, RecordRedactor redactor) throws IOException {
        String redacted = redactor.text(
                record.wholeText(),
                record.number(),
                number -> log.record((int) number).wholeText());
        int newline = redacted.indexOf('\n');
        String text = newline < 0 ? redacted : redacted.substring(0, newline);
        String trace = newline < 0 ? "" : redacted.substring(newline + 1);
        return text.equals(record.text()) && trace.equals(record.trace())
                ? record
                : new LogRecord(
                        record.number(),
                        record.offset(),
                        record.length(),
                        record.time(),
                        record.level(),
                        record.category(),
                        record.mark(),
                        record.thread(),
                        record.logger(),
                        record.generation(),
                        text,
                        trace,
                        record.cut());
    }

    @Override
    public void close() {
        thread.shutdown();
    }
}
