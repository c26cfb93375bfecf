package dev.darkroom.http;

import dev.darkroom.message.CodedError;
import dev.darkroom.message.CodedMessage;

/** A request that could have changed something was not sent, for the connection is read-only. A person gets its sentence. */
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
