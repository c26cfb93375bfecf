package dev.darkroom.doctor;

import dev.darkroom.message.CodedMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The result of a run for one kind.
 *
 * @param found the number of findings, of which {@code findings} contains the first {@link #MAX_FINDINGS}
 * @param value the total value of all findings
 * @param checked the number of rows, objects or requests checked
 * @param said why the check could not be done, null when it could
 */
public record DoctorCheckResult(
        DoctorCheck check,
        State state,
        long found,
        long value,
        long checked,
        @Nullable CodedMessage said,
        List<DoctorFinding> findings) {
    /** Nobody reads more than this; the rest appears in the next run. */
    public static final int MAX_FINDINGS = 1_000;

    public enum State {
        AGREES,
        FOUND,
        /** Stopped by an operator before the check was complete, with nothing found until then. */
        STOPPED,
        /** The check could not be done, wholly or in part. */
        NOT_RUN
    }

    /** Collects findings; used by one thread. */
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
            if (findings.size() < MAX_FINDINGS) {
                findings.add(finding);
            }
        }

        DoctorCheckResult result(long checked, boolean stopped, @Nullable CodedMessage failure) {
            State state =
                    failure != null ? State.NOT_RUN : found > 0 ? State.FOUND : stopped ? State.STOPPED : State.AGREES;
            return new DoctorCheckResult(check, state, found, value, checked, failure, List.copyOf(findings));
        }
    }

    /** Returns the result without findings repaired since. */
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
                checked,
                said,
                left);
    }

    /**
     * Returns the result for a part of the findings. Findings that are only counted cannot be told apart, so that without a listed
     * one the part counts as not checked.
     */
    public DoctorCheckResult only(Predicate<DoctorFinding> part) {
        List<DoctorFinding> left = findings.stream().filter(part).toList();
        boolean whole = found == findings.size();
        State partly = state != State.FOUND || !left.isEmpty() ? state : whole ? State.AGREES : State.NOT_RUN;
        return new DoctorCheckResult(
                check,
                partly,
                left.size(),
                left.stream().mapToLong(DoctorFinding::value).sum(),
                checked,
                said,
                left);
    }

    static DoctorCheckResult notRun(DoctorCheck check, CodedMessage why) {
        return new Collector(check).result(0, false, why);
    }
}
