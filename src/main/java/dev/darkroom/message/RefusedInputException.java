package dev.darkroom.message;

import org.jspecify.annotations.Nullable;

/** What was asked for cannot be; the message names what to change. */
public class RefusedInputException extends IllegalArgumentException implements CodedError {
    private static final long serialVersionUID = 1L;

    private final transient CodedMessage told;

    public RefusedInputException(CodedMessage told) {
        this(told, null);
    }

    public RefusedInputException(CodedMessage told, @Nullable Throwable cause) {
        super(told.english(), cause);
        this.told = told;
    }

    public RefusedInputException(String code, Object... arguments) {
        this(CodedMessage.of(code, arguments));
    }

    @Override
    public CodedMessage told() {
        return told;
    }
}
