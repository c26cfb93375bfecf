package dev.darkroom.alert;

import ch.qos.logback.core.UnsynchronizedAppenderBase;
import dev.darkroom.database.Database;
import dev.darkroom.generation.engine.EngineRegistry;
import dev.darkroom.http.RemoteException;
import dev.darkroom.http.RemoteException.RemoteFailureKind;
import dev.darkroom.logging.LogLine;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Writes values that only this process can measure to the database, for the evaluating process. */
final class AlertReadings {
    /** Older readings come from a process that is gone. */
    static final Duration FRESH = Duration.ofMinutes(1);
    /** The same for the balance, which is read less often. */
    static final Duration BALANCE_FRESH = Duration.ofMinutes(15);
    /** How long an outdated reading keeps its alert active: nothing shows that the value has recovered. */
    static final Duration MEMORY = Duration.ofDays(1);
    /** Errors are counted over this time, also those of a process that is gone since. */
    static final Duration BURST = Duration.ofMinutes(5);

    private static final Logger LOG = LoggerFactory.getLogger(AlertReadings.class);
    private static final Duration BALANCE_EVERY = Duration.ofMinutes(5);
    /** Wait after a refusal of the key, which may be replaced some day. */
    private static final Duration REFUSED_REST = Duration.ofHours(1);

    private final Database database;
    private final UUID source;
    private final String host = EngineRegistry.host();
    private final Supplier<Optional<BigDecimal>> balance;
    private final LogErrorCounter errors;
    private final Map<String, Path> folders = new ConcurrentHashMap<>();
    private long balanceDue;
    private Optional<Duration> lastWrite = Optional.empty();

    private record Reading(AlertKind kind, String subject, double value) {}

    /**
     * @param source identifies this process
     * @param balance the remaining balance at fal.ai in dollars; throws if the key is not authorised
     * @param firstBalance delay before the first balance query
     * @param clock the clock for counting errors
     */
    AlertReadings(
            Database database,
            UUID source,
            Supplier<Optional<BigDecimal>> balance,
            Duration firstBalance,
            InstantSource clock) {
        this.database = database;
        this.source = source;
        this.balance = balance;
        this.balanceDue = System.nanoTime() + firstBalance.toNanos();
        this.errors = new LogErrorCounter(clock);
    }

    LogErrorCounter errors() {
        return errors;
    }

    /** @param name {@code logs} or {@code data} */
    void watch(String name, Path folder) {
        folders.put(name, folder);
    }

    /** Writes all current readings, and records how long the write took, to be reported next time. */
    void report() {
        List<Reading> readings = new ArrayList<>();
        lastWrite.ifPresent(took -> readings.add(new Reading(AlertKind.DATABASE_SLOW, host, took.toMillis())));
        folders.forEach((name, folder) -> freePercent(folder)
                .ifPresent(free -> readings.add(new Reading(AlertKind.DISK_LOW, host + " " + name, free))));
        errors.counts().forEach((category, count) -> readings.add(new Reading(AlertKind.ERROR_BURST, category, count)));
        askBalance().ifPresent(dollars -> readings.add(new Reading(AlertKind.FAL_BALANCE, "", dollars.doubleValue())));
        long begun = System.nanoTime();
        try {
            write(readings);
        } finally {
            lastWrite = Optional.of(Duration.ofNanos(System.nanoTime() - begun));
        }
    }

    private void write(List<Reading> readings) {
        database.useTransaction(handle -> {
            // A category that no longer has errors has no count, which is a zero.
            handle.createUpdate("""
                            update alert_reading set value = 0, read_at = clock_timestamp()
                            where source = :source and kind = 'ERROR_BURST'
                            """).bind("source", source).execute();
            PreparedBatch batch = handle.prepareBatch("""
                    insert into alert_reading (source, kind, subject, value) values (:source, :kind, :subject, :value)
                    on conflict (source, kind, subject) do update set value = excluded.value, read_at = excluded.read_at
                    """);
            readings.forEach(reading -> batch.bind("source", source)
                    .bind("kind", reading.kind())
                    .bind("subject", reading.subject())
                    .bind("value", reading.value())
                    .add());
            if (!readings.isEmpty()) {
                batch.execute();
            }
        });
    }

    private static Optional<Double> freePercent(Path folder) {
        try {
            FileStore store = Files.getFileStore(existing(folder.toAbsolutePath()));
            return store.getTotalSpace() <= 0
                    ? Optional.empty()
                    : Optional.of(100.0 * store.getUsableSpace() / store.getTotalSpace());
        } catch (IOException _) {
            return Optional.empty(); // a file system that does not report it
        }
    }

    /** Returns the nearest existing parent; the folder may be created later. */
    private static Path existing(Path folder) {
        Path place = folder;
        while (!Files.exists(place) && place.getParent() != null) {
            place = place.getParent();
        }
        return place;
    }

    private Optional<BigDecimal> askBalance() {
        if (System.nanoTime() - balanceDue < 0) {
            return Optional.empty();
        }
        Duration next = BALANCE_EVERY;
        try {
            return balance.get();
        } catch (RemoteException refused) {
            if (refused.kind() != RemoteFailureKind.RETRYABLE) {
                next = REFUSED_REST;
                LOG.info("The balance at fal.ai cannot be monitored with this key: {}", refused.getMessage());
            }
            return Optional.empty();
        } finally {
            balanceDue = System.nanoTime() + next.toNanos();
        }
    }

    /** Counts the errors that this process logs, by category, over the last five minutes. Thread-safe; never blocks. */
    static final class LogErrorCounter extends UnsynchronizedAppenderBase<LogLine> {
        /** The category of errors without one. */
        static final String OTHER = "OTHER";

        private static final int STEP_SECONDS = 10;

        private final InstantSource clock;
        /** Counts per ten-second step, numbered since 1970. */
        private final TreeMap<Long, Map<String, Long>> steps = new TreeMap<>();

        LogErrorCounter(InstantSource clock) {
            this.clock = clock;
            setName("error-counter");
        }

        @Override
        protected void append(LogLine line) {
            if (line.level() == Level.ERROR) {
                String category =
                        line.category() == null ? OTHER : line.category().tag();
                synchronized (steps) {
                    steps.computeIfAbsent(step(clock.instant()), _ -> new HashMap<>())
                            .merge(category, 1L, Long::sum);
                }
            }
        }

        Map<String, Long> counts() {
            Map<String, Long> counts = new HashMap<>();
            synchronized (steps) {
                steps.headMap(step(clock.instant().minus(BURST))).clear();
                steps.values()
                        .forEach(step -> step.forEach((category, count) -> counts.merge(category, count, Long::sum)));
            }
            return counts;
        }

        private static long step(Instant time) {
            return time.getEpochSecond() / STEP_SECONDS;
        }
    }
}
