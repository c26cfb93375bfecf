package dev.darkroom.doctor;

import dev.darkroom.message.CodedMessage;
import java.util.List;

/**
 * The outcome of repairing one or more findings of a kind, finding by finding.
 *
 * @param stopped whether an operator stopped it before all were tried; untried ones are not included
 */
public record DoctorRepairResult(DoctorCheck check, List<Item> items, boolean stopped) {
    public enum State {
        DONE,
        /** Nothing was changed; {@link Item#told} contains the reason. */
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

    /** Returns the value of everything repaired, in the unit of the kind. */
    public long value() {
        return items.stream()
                .filter(item -> item.state() == State.DONE)
                .mapToLong(item -> item.finding().value())
                .sum();
    }
}
