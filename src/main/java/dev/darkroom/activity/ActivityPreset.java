package dev.darkroom.activity;

/** The views of Activity. */
public enum ActivityPreset {
    ALL,
    /** Actions of this console's user. */
    MINE,
    BULK,
    /** Automatic reactions of engines to problems. */
    REPAIRS,
    /** Grants and adjustments. */
    CREDITS
}
