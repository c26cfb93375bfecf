package dev.darkroom.http.outbound;

import dev.darkroom.message.CodedError;
import dev.darkroom.message.CodedMessage;
import java.net.UnknownHostException;

/** Thrown for an untrusted address that must not be opened; nothing was sent to it. The message is a sentence. */
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
