package dev.darkroom.http;

import dev.darkroom.message.CodedError;
import dev.darkroom.message.CodedMessage;

/**
 * Thrown instead of sending a request that could cause a change on a read-only connection. The message is a sentence for the
 * user.
 */
public final class ReadOnlyHttpException extends RuntimeException implements CodedError {
    private static final long serialVersionUID = 1;

    private final transient CodedMessage message;

    ReadOnlyHttpException(String method, String host) {
        this(CodedMessage.of("network.reads", method, host));
    }

    private ReadOnlyHttpException(CodedMessage message) {
        super(message.english());
        this.message = message;
    }

    @Override
    public CodedMessage message() {
        return message;
    }
}
