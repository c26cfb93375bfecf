package dev.darkroom.console.kit.text;

import dev.darkroom.message.CodedError;
import dev.darkroom.secret.SecretRedactor;

/** Describes an error in one sentence for the user, without secrets. */
public final class ErrorMessages {
    private static final int MAX_LENGTH = 400;

    private ErrorMessages() {}

    public static String of(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof OutOfMemoryError || cause instanceof StackOverflowError) {
                return MessageTexts.SHELL.get(cause instanceof OutOfMemoryError ? "error.memory" : "error.stack");
            }
        }
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof CodedError coded) {
                return ValueFormats.middle(SecretRedactor.text(sentence(coded)), MAX_LENGTH);
            }
        }
        Throwable cause = failure;
        while (cause.getMessage() == null && cause.getCause() != null) {
            cause = cause.getCause();
        }
        String message = cause.getMessage();
        String text = message == null || message.isBlank()
                ? MessageTexts.SHELL.get("error.unnamed", cause.getClass().getSimpleName())
                : MessageTexts.SHELL.get("error.quoted", ValueFormats.firstLine(message.strip()));
        return ValueFormats.middle(SecretRedactor.text(text), MAX_LENGTH);
    }

    /** Uses the first line only: a server may add further ones, which are in the log. */
    private static String sentence(CodedError coded) {
        return MessageTexts.sentence(coded.message().withTexts(words -> ValueFormats.firstLine(words.strip())));
    }
}
