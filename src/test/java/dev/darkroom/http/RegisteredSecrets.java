package dev.darkroom.http;

import dev.darkroom.secret.SecretRedactor;
import java.util.Collection;

/** All values registered for redaction in this JVM. */
public final class RegisteredSecrets {
    private RegisteredSecrets() {}

    public static Collection<String> all() {
        return SecretRedactor.registered();
    }
}
