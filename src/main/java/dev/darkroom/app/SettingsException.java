package dev.darkroom.app;

import dev.darkroom.message.CodedError;
import dev.darkroom.message.CodedMessage;
import dev.darkroom.secret.SecretRedactor;
import org.jspecify.annotations.Nullable;

/** Thrown for unusable settings, connections or secrets, with one sentence that names the place and the fix. */
public final class SettingsException extends RuntimeException implements CodedError {
    private static final long serialVersionUID = 1;

    private final transient CodedMessage message;

    public SettingsException(CodedMessage message) {
        this(message, null);
    }

    public SettingsException(CodedMessage message, @Nullable Throwable cause) {
        super(SecretRedactor.text(message.english()), cause);
        this.message = message.withTexts(SecretRedactor::text);
    }

    @Override
    public CodedMessage message() {
        return message;
    }
}
