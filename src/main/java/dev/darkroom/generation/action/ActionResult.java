package dev.darkroom.generation.action;

import dev.darkroom.message.CodedMessage;

/** What became of a person's act on a generation. */
public sealed interface ActionResult {
    /** What is told about it. */
    CodedMessage told();

    record Done(CodedMessage told) implements ActionResult {
        Done(String code, Object... arguments) {
            this(CodedMessage.of(code, arguments));
        }
    }

    /** Nothing was changed; the message says why. */
    record Nothing(CodedMessage told) implements ActionResult {
        Nothing(String code, Object... arguments) {
            this(CodedMessage.of(code, arguments));
        }
    }
}
