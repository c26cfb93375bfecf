package dev.darkroom.doctor;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * The result of a run.
 *
 * @param results one for each requested kind, in order
 * @param stopped whether an operator stopped it
 */
public record DoctorReport(
        UUID id,
        String actor,
        Instant startedAt,
        Instant finishedAt,
        boolean stopped,
        List<DoctorCheckResult> results) {
    /** Whether everything was checked and nothing was found. */
    public boolean isClean() {
        return results.stream().allMatch(result -> result.state() == DoctorCheckResult.State.AGREES);
    }

    public long found() {
        return results.stream().mapToLong(DoctorCheckResult::found).sum();
    }
}
