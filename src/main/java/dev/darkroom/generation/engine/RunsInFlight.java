package dev.darkroom.generation.engine;

import com.fasterxml.jackson.databind.JsonNode;
import dev.darkroom.generation.Generation;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;

/** The runs of one engine, each on its own virtual thread. Safe for any thread. */
public final class RunsInFlight {
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(5);

    private final Factory factory;
    private final Runnable onRunEnd;
    private final Map<UUID, InFlight> runs = new ConcurrentHashMap<>();

    /** Creates the run of a claimed generation; the supplier tells whether an operator wants to cancel it. */
    @FunctionalInterface
    public interface Factory {
        Runnable run(Generation generation, BooleanSupplier cancelRequested);
    }

    private record InFlight(Thread thread, CancelFlag cancel, long bytes) {}

    /** Set from another thread, read by the run between two polls. */
    private static final class CancelFlag {
        private volatile boolean set;
    }

    RunsInFlight(Factory factory, Runnable onRunEnd) {
        this.factory = factory;
        this.onRunEnd = onRunEnd;
    }

    void start(Generation generation) {
        CancelFlag cancel = new CancelFlag();
        cancel.set = generation.cancelRequestedAt() != null;
        Runnable run = factory.run(generation, () -> cancel.set);
        Thread thread = Thread.ofVirtual().name("run-" + generation.shortId()).unstarted(() -> {
            try {
                run.run();
            } finally {
                // The next attempt may have started since this one's last write.
                runs.computeIfPresent(generation.id(), (_, now) -> now.thread() == Thread.currentThread() ? null : now);
                onRunEnd.run();
            }
        });
        runs.put(generation.id(), new InFlight(thread, cancel, bytes(List.of(generation))));
        thread.start();
    }

    int size() {
        return runs.size();
    }

    /** Returns what all runs hold in memory, as counted by {@link #bytes(List)}. */
    long bytes() {
        return runs.values().stream().mapToLong(InFlight::bytes).sum();
    }

    /** Counts the large parts of generations: the texts of their inputs, and their results. */
    static long bytes(List<Generation> generations) {
        long bytes = 0;
        for (Generation generation : generations) {
            Generation.SavedResult result = generation.result();
            bytes += textLength(generation.input()) + (result == null ? 0 : result.body().length);
        }
        return bytes;
    }

    private static long textLength(JsonNode node) {
        long length = node.isTextual() ? node.textValue().length() : 0;
        for (JsonNode part : node) {
            length += textLength(part);
        }
        return length;
    }

    Set<UUID> ids() {
        return runs.keySet();
    }

    /** Requests the cancellation of this generation; does nothing when it does not run here. */
    void cancel(UUID generation) {
        InFlight running = runs.get(generation);
        if (running != null) {
            running.cancel().set = true;
        }
    }

    /** Interrupts all runs; each has saved its stage. */
    void stop() {
        List<InFlight> open = List.copyOf(runs.values());
        open.forEach(run -> run.thread().interrupt());
        Instant until = Instant.now().plus(STOP_TIMEOUT);
        for (InFlight run : open) {
            try {
                run.thread().join(Duration.between(Instant.now(), until));
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
