package dev.darkroom.generation.action;

/** What became of a person's act on a generation. */
public sealed interface ActionResult {
    /** What is told about it. */
    String sentence();

    record Done(String what) implements ActionResult {
        @Override
        public String sentence() {
            return what;
        }
    }

    /** Nothing was changed; the sentence says why. */
    record Nothing(String why) implements ActionResult {
        @Override
        public String sentence() {
            return why;
        }
    }
}
