package dev.darkroom.generation;

/** What became of a person's act on a generation. */
public sealed interface Decision {
    record Done(String what) implements Decision {}

    /** Nothing was changed; the sentence says why. */
    record Nothing(String why) implements Decision {}
}
