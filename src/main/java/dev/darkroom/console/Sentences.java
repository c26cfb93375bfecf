package dev.darkroom.console;

import dev.darkroom.http.SecretRedactor;

/** What went wrong as one sentence for a person, without secrets. */
public final class Sentences {
    private static final int LONGEST = 400;

    private Sentences() {}

    public static String of(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof OutOfMemoryError || cause instanceof StackOverflowError) {
                return Texts.SHELL.get(cause instanceof OutOfMemoryError ? "error.memory" : "error.stack");
            }
        }
        Throwable told = failure;
        while (told.getMessage() == null && told.getCause() != null) {
            told = told.getCause();
        }
        String message = told.getMessage();
        String text = message == null || message.isBlank()
                ? Texts.SHELL.get("error.unnamed", told.getClass().getSimpleName())
                : Formats.firstLine(message.strip());
        return Formats.middle(SecretRedactor.text(text), LONGEST);
    }
}
