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
 * Watches beside whatever may write, also while the engine of this process is off, for then nobody else may watch: reports what
 * this process sees, judges if no other process does, and sends what is to be sent. On threads of its own.
 */
public final class AlertMonitor implements AutoCloseable {
    private static final Duration EVERY = Duration.ofSeconds(5);
    /** The program has started by then, and what runs for moments only need not ask. */
    private static final Duration FIRST_BALANCE = Duration.ofSeconds(30);

    private final Database database;
    private final AlertReadings readings;
    private final EngineWorkLoop watching = new EngineWorkLoop("Alerts", EVERY, this::watch);
    private final EngineWorkLoop sending;

    /** @param source tells this process from all others */
    public AlertMonitor(
            Database database, AlertWebhook webhook, UUID source, Supplier<Optional<BigDecimal>> balance, Path data) {
        this.database = database;
        readings = new AlertReadings(database, source, balance, FIRST_BALANCE, InstantSource.system());
        readings.watch("data", data);
        sending = new EngineWorkLoop("The webhook of alerts", EVERY, new AlertSender(database, webhook)::step);
    }

    /** Begins at once. */
    public void start() {
        watching.start("alerts");
        sending.start("alert-webhook");
    }

    /** Counts the errors of this log and watches the disk it is on; running the result ends the counting. */
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

    /** True when there is something to send. */
    static boolean judge(Database database) {
        return AdvisoryLock.ALERTS.doAlone(database, AlertEvaluator::step);
    }

    @Override
    public void close() {
        watching.close();
        sending.close();
    }
}
