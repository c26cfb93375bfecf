package dev.darkroom.generation;

/** What became of a person's act on a generation. */
public sealed interface Decision {
    /** What is told about it. */
    String sentence();

    record Done(String what) implements Decision {
        @Override
        public String sentence() {
            return what;
        }
    }

    /** Nothing was changed; the sentence says why. */
    record Nothing(String why) implements Decision {
        @Override
        public String sentence() {
            return why;
        }
    }
}
