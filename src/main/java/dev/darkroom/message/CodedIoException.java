package dev.darkroom.message;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A file or folder that cannot be used as intended, described for a person. */
public final class CodedIoException extends IOException implements CodedError {
    private static final long serialVersionUID = 1L;

    private final transient CodedMessage message;

    public CodedIoException(CodedMessage message) {
        this(message, null);
    }

    public CodedIoException(CodedMessage message, @Nullable Throwable cause) {
        super(message.english(), cause);
        this.message = message;
    }

    /** Reports that the file chosen by a person cannot be written. */
    public static UncheckedIOException unwritten(Path file, IOException cause) {
        return new UncheckedIOException(
                new CodedIoException(CodedMessage.of("file.unwritten", file, cause.getMessage()), cause));
    }

    @Override
    public CodedMessage message() {
        return message;
    }
}
