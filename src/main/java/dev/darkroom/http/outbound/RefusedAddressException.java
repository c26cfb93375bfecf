package dev.darkroom.http.outbound;

import dev.darkroom.message.CodedError;
import dev.darkroom.message.CodedMessage;
import java.net.UnknownHostException;

/** An address that came from outside and must not be opened; nothing was sent there. Its message is a sentence. */
public final class RefusedAddressException extends UnknownHostException implements CodedError {
    private static final long serialVersionUID = 1L;

    private final transient CodedMessage told;

    RefusedAddressException(CodedMessage told) {
        super(told.english());
        this.told = told;
    }

    @Override
    public CodedMessage told() {
        return told;
    }
}
