package dev.darkroom.doctor;

import dev.darkroom.message.CodedMessage;
import java.util.List;
import java.util.Optional;

/**
 * A preview of what a repair would do now; creating it changes nothing.
 *
 * @param title the action, in a few words
 * @param changes the differences that the repair would make
 * @param refusal why it is not possible, in which case nothing would be done
 */
public record DoctorRepairPlan(
        DoctorFinding finding, CodedMessage title, List<Change> changes, Optional<CodedMessage> refusal) {
    /** One change; {@code after} equals {@code before} for values that stay. */
    public record Change(CodedMessage what, CodedMessage before, CodedMessage after) {
        static Change of(CodedMessage what, Object before, Object after) {
            return new Change(what, words(before), words(after));
        }

        private static CodedMessage words(Object value) {
            return value instanceof CodedMessage message
                    ? message
                    : value instanceof Number number
                            ? CodedMessage.of("doctor.number", number.longValue())
                            : CodedMessage.quoted(value.toString());
        }
    }

    static DoctorRepairPlan of(DoctorFinding finding, CodedMessage title, List<Change> changes) {
        return new DoctorRepairPlan(finding, title, List.copyOf(changes), Optional.empty());
    }

    static DoctorRepairPlan refused(DoctorFinding finding, CodedMessage why) {
        return new DoctorRepairPlan(
                finding,
                CodedMessage.of("doctor.repair." + finding.check(), finding.value()),
                List.of(),
                Optional.of(why));
    }

    public boolean isPossible() {
        return refusal.isEmpty();
    }
}
