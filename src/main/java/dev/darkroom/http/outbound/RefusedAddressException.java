package dev.darkroom.http.outbound;

import dev.darkroom.message.CodedError;
import dev.darkroom.message.CodedMessage;
import java.net.UnknownHostException;

/** An address that came from outside and must not be opened; nothing was sent there. Its message is a sentence. */
public final class RefusedAddressException extends UnknownHostException implements CodedError {
    private static final long serialVersionUID = 1L;

    private final transient CodedMessage message;

    RefusedAddressException(CodedMessage message) {
        super(message.english());
        this.message = message;
    }

    @Override
    public CodedMessage message() {
        return message;
    }
}
