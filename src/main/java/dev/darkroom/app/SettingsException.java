package dev.darkroom.app;

import dev.darkroom.secret.SecretRedactor;
import org.jspecify.annotations.Nullable;

/** Settings, a connection or a secret that cannot be used: one sentence that names the place and the fix. */
public final class SettingsException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public SettingsException(String message) {
        this(message, null);
    }

    public SettingsException(String message, @Nullable Throwable cause) {
        super(SecretRedactor.text(message), cause);
    }
}
