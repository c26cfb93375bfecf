package dev.darkroom.sandbox.fal;

import dev.darkroom.sandbox.fal.job.JobOutcome;
import dev.darkroom.sandbox.fal.job.QueuedJob;
import dev.darkroom.sandbox.fal.job.ServedFile;
import dev.darkroom.sandbox.fal.model.CanonicalInput;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A snapshot of every request that the fal.ai stand-in has ever accepted, in the order of acceptance. */
public record RequestLedger(List<Entry> entries) {

    /** The state of a request. */
    public enum State {
        WAITING,
        RUNNING,
        SUCCEEDED,
        FAILED,
        CANCELLED
    }

    /**
     * An accepted request.
     *
     * @param input canonical JSON: equal for equal inputs
     * @param statusCode of the result, 0 while there is none
     * @param files paths below {@code /files/}
     * @param units the billable quantity, in the unit of the model's price
     * @param usd the billable amount in US dollars
     */
    public record Entry(
            String requestId,
            String endpointId,
            String input,
            Instant sentAt,
            @Nullable Instant startedAt,
            @Nullable Instant endedAt,
            State state,
            int statusCode,
            List<String> files,
            BigDecimal units,
            BigDecimal usd,
            boolean cancelled) {
        /** Requires the queue's lock. */
        static Entry of(QueuedJob job) {
            JobOutcome outcome = job.outcome;
            return new Entry(
                    job.id(),
                    job.submission.endpoint(),
                    CanonicalInput.text(job.submission.input()),
                    job.submission.sentAt(),
                    job.startedAt,
                    job.endedAt,
                    state(job),
                    outcome == null ? 0 : outcome.status(),
                    outcome == null
                            ? List.of()
                            : outcome.files().stream().map(ServedFile::path).toList(),
                    outcome == null ? BigDecimal.ZERO : outcome.units(),
                    outcome == null ? BigDecimal.ZERO : outcome.usd(),
                    job.cancelled);
        }

        private static State state(QueuedJob job) {
            return switch (job.state) {
                case WAITING -> State.WAITING;
                case RUNNING -> State.RUNNING;
                case ENDED ->
                    job.cancelled
                            ? State.CANCELLED
                            : job.outcome != null && job.outcome.status() < 400 ? State.SUCCEEDED : State.FAILED;
            };
        }
    }

    public RequestLedger {
        entries = List.copyOf(entries);
    }

    public BigDecimal billed() {
        return entries.stream().map(Entry::usd).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    /** Groups requests whose endpoint and input, including the seed, were accepted more than once, as a blind retry causes. */
    public List<List<Entry>> acceptedTwice() {
        return groups(entries);
    }

    /** Groups those of them that were also billed more than once. */
    public List<List<Entry>> billedTwice() {
        return groups(entries.stream().filter(entry -> entry.usd().signum() > 0).toList());
    }

    private static List<List<Entry>> groups(List<Entry> entries) {
        Map<String, List<Entry>> same =
                entries.stream().collect(Collectors.groupingBy(entry -> entry.endpointId() + "\n" + entry.input()));
        return same.values().stream().filter(group -> group.size() > 1).toList();
    }
}
