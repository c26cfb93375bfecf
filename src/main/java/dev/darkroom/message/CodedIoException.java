package dev.darkroom.message;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A file or a folder that cannot be used as it was meant to be, told to a person. */
public final class CodedIoException extends IOException implements CodedError {
    private static final long serialVersionUID = 1L;

    private final transient CodedMessage told;

    public CodedIoException(CodedMessage told) {
        this(told, null);
    }

    public CodedIoException(CodedMessage told, @Nullable Throwable cause) {
        super(told.english(), cause);
        this.told = told;
    }

    @Override
    public CodedMessage told() {
        return told;
    }
}
