package dev.darkroom.doctor;

import dev.darkroom.message.CodedMessage;
import java.util.List;

/**
 * What became of a repair of one or more findings of a kind, finding by finding.
 *
 * @param stopped whether a person ended it before all were tried; those that were not are not in it
 */
public record DoctorRepairResult(DoctorCheck check, List<Item> items, boolean stopped) {
    public enum State {
        DONE,
        /** Nothing was changed, and {@link Item#told} says why. */
        SKIPPED,
        FAILED
    }

    public record Item(DoctorFinding finding, State state, CodedMessage message) {}

    public DoctorRepairResult {
        items = List.copyOf(items);
    }

    public long count(State state) {
        return items.stream().filter(item -> item.state() == state).count();
    }

    /** What was repaired, in the unit of the kind. */
    public long value() {
        return items.stream()
                .filter(item -> item.state() == State.DONE)
                .mapToLong(item -> item.finding().value())
                .sum();
    }
}
