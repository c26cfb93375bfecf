package dev.darkroom.app.demo;

import dev.darkroom.app.EngineServices;
import dev.darkroom.app.SandboxServices;
import dev.darkroom.database.DatabaseException;
import dev.darkroom.generation.engine.EngineSettings;
import dev.darkroom.message.CodedMessage;
import dev.darkroom.sandbox.demo.DemoTraffic;
import dev.darkroom.sandbox.fal.FalSandbox;
import dev.darkroom.sandbox.fault.FaultRates;
import dev.darkroom.sandbox.storage.StorageSandbox;
import dev.darkroom.system.ThreadPause;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;

/** Runs a number of generations through the whole flow on the sandbox, then counts and checks them against every side. */
public final class DemoRun {
    private static final Duration LOOK = Duration.ofMillis(300);

    private final Path folder;
    private final Path cache;

    /** @param folder the sandbox folder; the demo's results stay there and can be viewed in the console */
    public DemoRun(Path folder, Path cache) {
        this.folder = folder;
        this.cache = cache;
    }

    /**
     * @param count number of generations to request
     * @param parallel maximum number in flight
     * @param patience how long to wait before unfinished ones are reported as open
     */
    public record Wanted(int count, int parallel, FaultRates faults, double speed, long seed, Duration patience) {}

    public DemoReport run(Wanted wanted, Consumer<CodedMessage> progress) {
        try (SandboxServices services = new SandboxServices(folder, cache, wanted.speed(), wanted.seed(), progress)) {
            try (EngineServices darkroom =
                    services.openEngine(EngineSettings.sandbox(wanted.parallel()), folder.resolve("temporary"))) {
                FalSandbox fal = services.fal()
                        .orElseThrow(() -> new IllegalStateException("Another Darkroom is open on the sandbox in "
                                + folder + "; close it, or set DARKROOM_HOME to another folder."));
                StorageSandbox storage = services.storage().orElseThrow();
                services.faults(wanted.faults());
                return run(wanted, darkroom, fal, storage);
            }
        }
    }

    private static DemoReport run(Wanted wanted, EngineServices darkroom, FalSandbox fal, StorageSandbox storage) {
        DemoTraffic traffic = new DemoTraffic(
                darkroom.service,
                darkroom.ledger,
                wanted.seed(),
                !wanted.faults().equals(FaultRates.NONE));
        int acceptedBefore = fal.ledger().entries().size();
        Instant start = Instant.now();
        traffic.topUpAccounts();
        darkroom.engine.start();
        int refused = traffic.createAll(wanted.count());
        DemoCount count = new DemoCount(darkroom.database, traffic.actor());
        while (isOpen(count) && Instant.now().isBefore(start.plus(wanted.patience()))) {
            rest();
        }
        Duration wall = Duration.between(start, Instant.now());
        int decided = decide(darkroom, count, traffic.actor());
        // No more deliberate faults, since the remaining steps only read.
        fal.faults(FaultRates.NONE);
        storage.setFaults(FaultRates.NONE);
        return DemoReport.of(
                wanted.count(), refused, decided, wall, count, new DemoCheck(darkroom, storage, fal, acceptedBefore));
    }

    /** A query that a busy machine does not answer in time is repeated. */
    private static boolean isOpen(DemoCount count) {
        try {
            return count.open() > 0;
        } catch (DatabaseException busy) {
            if (busy.retryable()) {
                return true;
            }
            throw busy;
        }
    }

    /** Cancels, as an operator would, the generations that are held because the response to their submit was lost for good. */
    private static int decide(EngineServices darkroom, DemoCount count, String actor) {
        List<UUID> held = count.held();
        held.forEach(id -> darkroom.actions.cancel(id, "the answer to the submit was lost", actor));
        return held.size();
    }

    private static void rest() {
        if (!ThreadPause.of(LOOK)) {
            throw new IllegalStateException("The demo was stopped.");
        }
    }
}
