package dev.darkroom.alert;

import dev.darkroom.database.AdvisoryLock;
import dev.darkroom.database.Database;
import dev.darkroom.generation.engine.EngineWorkLoop;
import dev.darkroom.logging.LoggingService;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Runs in every process that may write, even while its engine is off, since then no other process may be watching: reports
 * this process's readings, evaluates the rules if no other process does, and sends pending messages. On its own threads.
 */
public final class AlertMonitor implements AutoCloseable {
    private static final Duration INTERVAL = Duration.ofSeconds(5);
    /** By then the program has started, and short-lived processes are spared the query. */
    private static final Duration FIRST_BALANCE = Duration.ofSeconds(30);

    private final Database database;
    private final AlertReadings readings;
    private final EngineWorkLoop watching = new EngineWorkLoop("Alerts", INTERVAL, this::watch);
    private final EngineWorkLoop sending;

    /** @param source identifies this process */
    public AlertMonitor(
            Database database, AlertWebhook webhook, UUID source, Supplier<Optional<BigDecimal>> balance, Path data) {
        this.database = database;
        readings = new AlertReadings(database, source, balance, FIRST_BALANCE, InstantSource.system());
        readings.watch("data", data);
        sending = new EngineWorkLoop("The webhook of alerts", INTERVAL, new AlertSender(database, webhook)::step);
    }

    /** Starts at once. */
    public void start() {
        watching.start("alerts");
        sending.start("alert-webhook");
    }

    /** Counts the errors of this log and watches its disk; running the result stops the counting. */
    public Runnable watch(LoggingService logging) {
        logging.add(readings.errors());
        logging.backendFile().map(Path::getParent).ifPresent(folder -> readings.watch("logs", folder));
        return () -> logging.remove(readings.errors());
    }

    private boolean watch() {
        readings.report();
        if (judge(database)) {
            sending.wake();
        }
        return false;
    }

    /** Returns true if there is something to send. */
    static boolean judge(Database database) {
        return AdvisoryLock.ALERTS.doAlone(database, AlertEvaluator::evaluate);
    }

    @Override
    public void close() {
        watching.close();
        sending.close();
    }
}
