package dev.darkroom.doctor;

import dev.darkroom.generation.action.ExpectedVersion;
import dev.darkroom.generation.diagnosis.GenerationDiagnosis.SafeAction;
import dev.darkroom.message.CodedMessage;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A preview of what a repair would do now; creating it changes nothing.
 *
 * @param title the action, in a few words
 * @param changes the differences that the repair would make
 * @param step what ends the standstill of a stuck generation; empty for other kinds
 * @param refusal why it is not possible, in which case nothing would be done
 */
public record DoctorRepairPlan(
        DoctorFinding finding,
        CodedMessage title,
        List<Change> changes,
        Optional<StuckStep> step,
        Optional<CodedMessage> refusal) {
    private static final String STATE = "doctor.change.state";

    /** The action on a stuck generation, and the state it was decided on. */
    public record StuckStep(SafeAction act, ExpectedVersion seen) {}

    /** One change; {@code after} equals {@code before} for values that stay. */
    public record Change(CodedMessage what, CodedMessage before, CodedMessage after) {
        private static final String NUMBER = "doctor.number";

        static Change of(CodedMessage what, Object before, Object after) {
            return new Change(what, words(before), words(after));
        }

        /** A number that others have moved meanwhile may differ, but not by how much it changes. */
        private boolean isSameAs(Change shown) {
            if (!what.equals(shown.what)) {
                return false;
            }
            Optional<Long> difference = difference();
            return difference.isPresent()
                    ? difference.equals(shown.difference())
                    : what.code().equals(STATE)
                            // how long it has been so is part of the words
                            ? before.code().equals(shown.before.code())
                                    && after.code().equals(shown.after.code())
                            : before.equals(shown.before) && after.equals(shown.after);
        }

        private Optional<Long> difference() {
            return before.code().equals(NUMBER) && after.code().equals(NUMBER)
                    ? Optional.of(number(after) - number(before))
                    : Optional.empty();
        }

        private static long number(CodedMessage words) {
            return (Long) words.arguments().getFirst();
        }

        private static CodedMessage words(Object value) {
            return value instanceof CodedMessage message
                    ? message
                    : value instanceof Number number
                            ? CodedMessage.of(NUMBER, number.longValue())
                            : CodedMessage.quoted(value.toString());
        }
    }

    static DoctorRepairPlan of(DoctorFinding finding, CodedMessage title, List<Change> changes) {
        return new DoctorRepairPlan(finding, title, List.copyOf(changes), Optional.empty(), Optional.empty());
    }

    static DoctorRepairPlan refused(DoctorFinding finding, CodedMessage why) {
        return new DoctorRepairPlan(
                finding,
                CodedMessage.of("doctor.repair." + finding.check(), finding.value()),
                List.of(),
                Optional.empty(),
                Optional.of(why));
    }

    public boolean isPossible() {
        return refusal.isEmpty();
    }

    /** Whether it does what was shown to the operator who confirmed it. */
    boolean isSameAs(DoctorRepairPlan shown) {
        if (!Objects.equals(finding.generation(), shown.finding.generation())
                || !title.code().equals(shown.title.code())
                || !step.equals(shown.step)
                || changes.size() != shown.changes.size()) {
            return false;
        }
        for (int i = 0; i < changes.size(); i++) {
            if (!changes.get(i).isSameAs(shown.changes.get(i))) {
                return false;
            }
        }
        return true;
    }
}
