package dev.darkroom.generation.action;

import dev.darkroom.message.CodedMessage;

/** The outcome of an operator's action on a generation. */
public sealed interface ActionResult {
    /** Returns the message shown for it. */
    CodedMessage message();

    record Done(CodedMessage message) implements ActionResult {
        Done(String code, Object... arguments) {
            this(CodedMessage.of(code, arguments));
        }
    }

    /** Nothing was changed; the message says why. */
    record Nothing(CodedMessage message) implements ActionResult {
        Nothing(String code, Object... arguments) {
            this(CodedMessage.of(code, arguments));
        }
    }
}
