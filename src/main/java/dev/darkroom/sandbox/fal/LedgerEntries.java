package dev.darkroom.sandbox.fal;

import dev.darkroom.sandbox.fal.job.JobOutcome;
import dev.darkroom.sandbox.fal.job.QueuedJob;
import dev.darkroom.sandbox.fal.job.ServedFile;
import dev.darkroom.sandbox.fal.model.CanonicalInput;
import java.math.BigDecimal;
import java.util.List;

/** From jobs to lines of the books. */
final class LedgerEntries {
    private LedgerEntries() {}

    static RequestLedger.Entry of(QueuedJob job) {
        JobOutcome outcome = job.outcome;
        return new RequestLedger.Entry(
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

    private static RequestLedger.State state(QueuedJob job) {
        return switch (job.state) {
            case WAITING -> RequestLedger.State.WAITING;
            case RUNNING -> RequestLedger.State.RUNNING;
            case ENDED ->
                job.cancelled
                        ? RequestLedger.State.CANCELLED
                        : job.outcome != null && job.outcome.status() < 400
                                ? RequestLedger.State.SUCCEEDED
                                : RequestLedger.State.FAILED;
        };
    }
}
