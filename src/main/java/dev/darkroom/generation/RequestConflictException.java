package dev.darkroom.generation;

import dev.darkroom.message.CodedMessage;
import dev.darkroom.message.RefusedInputException;

/** The key of a request was used before, for another request. */
public final class RequestConflictException extends RefusedInputException {
    private static final long serialVersionUID = 1;

    RequestConflictException(CodedMessage message) {
        super(message);
    }
}
