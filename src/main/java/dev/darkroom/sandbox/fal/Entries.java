package dev.darkroom.sandbox.fal;

import dev.darkroom.sandbox.Books;
import java.math.BigDecimal;
import java.util.List;

/** From jobs to lines of the books. */
final class Entries {
    private Entries() {}

    static Books.Entry of(Job job) {
        Outcome outcome = job.outcome;
        return new Books.Entry(
                job.id(),
                job.submission.endpoint(),
                Canonical.text(job.submission.input()),
                job.submission.sentAt(),
                job.startedAt,
                job.endedAt,
                state(job),
                outcome == null ? 0 : outcome.status(),
                outcome == null
                        ? List.of()
                        : outcome.files().stream().map(StoredFile::path).toList(),
                outcome == null ? BigDecimal.ZERO : outcome.units(),
                outcome == null ? BigDecimal.ZERO : outcome.usd(),
                job.cancelled);
    }

    private static Books.State state(Job job) {
        return switch (job.state) {
            case WAITING -> Books.State.WAITING;
            case RUNNING -> Books.State.RUNNING;
            case ENDED ->
                job.cancelled
                        ? Books.State.CANCELLED
                        : job.outcome != null && job.outcome.status() < 400
                                ? Books.State.SUCCEEDED
                                : Books.State.FAILED;
        };
    }
}
