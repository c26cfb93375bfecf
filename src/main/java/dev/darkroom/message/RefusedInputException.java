package dev.darkroom.message;

import org.jspecify.annotations.Nullable;

/** A request that is refused; the message names what to change. */
public class RefusedInputException extends IllegalArgumentException implements CodedError {
    private static final long serialVersionUID = 1L;

    private final transient CodedMessage message;

    public RefusedInputException(CodedMessage message) {
        this(message, null);
    }

    public RefusedInputException(CodedMessage message, @Nullable Throwable cause) {
        super(message.english(), cause);
        this.message = message;
    }

    public RefusedInputException(String code, Object... arguments) {
        this(CodedMessage.of(code, arguments));
    }

    @Override
    public CodedMessage message() {
        return message;
    }
}
