package dev.darkroom.console.kit.theme;

import org.jspecify.annotations.Nullable;

/** The state of a generation as icon, word and colour. */
public final class StateChip extends ToneChip {
    public StateChip() {}

    public StateChip(DisplayState state) {
        show(state, null);
    }

    /** {@code detail} follows the word, as in "Retrying 2/5". */
    public void show(DisplayState state, @Nullable String detail) {
        show(state.icon(), words(state, detail), state.tone());
    }

    public static String words(DisplayState state, @Nullable String detail) {
        return detail == null ? state.word() : state.word() + " " + detail;
    }
}
