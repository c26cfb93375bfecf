package dev.darkroom.doctor;

import dev.darkroom.message.CodedMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a run says of one kind.
 *
 * @param found how many there are, of which {@code findings} holds the first {@link #KEPT}
 * @param value of all that were found
 * @param looked how many rows, objects or requests were looked at
 * @param said why it could not be looked at, null when it could
 */
public record DoctorCheckResult(
        DoctorCheck check,
        State state,
        long found,
        long value,
        long looked,
        @Nullable CodedMessage said,
        List<DoctorFinding> findings) {
    /** More than that nobody reads; the rest shows in the next run. */
    public static final int KEPT = 1_000;

    public enum State {
        AGREES,
        FOUND,
        /** Ended by a person before all was looked at, and nothing was found by then. */
        STOPPED,
        /** Could not be looked at, wholly or in part. */
        NOT_RUN
    }

    /** Gathers what is found; used by one thread. */
    static final class Collector {
        private final DoctorCheck check;
        private final List<DoctorFinding> findings = new ArrayList<>();
        private long found;
        private long value;

        Collector(DoctorCheck check) {
            this.check = check;
        }

        void add(DoctorFinding finding) {
            found++;
            value += finding.value();
            if (findings.size() < KEPT) {
                findings.add(finding);
            }
        }

        DoctorCheckResult result(long looked, boolean stopped, @Nullable CodedMessage failure) {
            State state =
                    failure != null ? State.NOT_RUN : found > 0 ? State.FOUND : stopped ? State.STOPPED : State.AGREES;
            return new DoctorCheckResult(check, state, found, value, looked, failure, List.copyOf(findings));
        }
    }

    /** Without what was repaired since. */
    public DoctorCheckResult without(Set<String> keys) {
        List<DoctorFinding> left =
                findings.stream().filter(one -> !keys.contains(one.key())).toList();
        long gone = findings.size() - left.size();
        long worth = findings.stream()
                .filter(one -> keys.contains(one.key()))
                .mapToLong(DoctorFinding::value)
                .sum();
        return new DoctorCheckResult(
                check,
                state == State.FOUND && gone == found ? State.AGREES : state,
                found - gone,
                value - worth,
                looked,
                said,
                left);
    }

    static DoctorCheckResult notRun(DoctorCheck check, CodedMessage why) {
        return new Collector(check).result(0, false, why);
    }
}
