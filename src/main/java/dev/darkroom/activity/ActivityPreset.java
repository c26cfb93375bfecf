package dev.darkroom.activity;

/** The views of Activity. */
public enum ActivityPreset {
    ALL,
    /** What the person at this console did. */
    MINE,
    BULK,
    /** What engines did by themselves because something went wrong. */
    REPAIRS,
    /** Grants and adjustments. */
    CREDITS
}
