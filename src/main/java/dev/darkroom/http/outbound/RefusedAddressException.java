package dev.darkroom.http.outbound;

import java.net.UnknownHostException;

/** An address that came from outside and must not be opened; nothing was sent there. Its message is a sentence. */
public final class RefusedAddressException extends UnknownHostException {
    private static final long serialVersionUID = 1L;

    RefusedAddressException(String sentence) {
        super(sentence);
    }
}
