package dev.darkroom.sandbox.storage.token;

import dev.darkroom.secret.SecretRedactor;
import dev.darkroom.system.PrivateFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * The secret that signs a folder's tokens: random, created once and kept next to the files, so that links survive a restart.
 */
public final class TokenSecret {
    public static final int MIN_LENGTH = 32;

    private static final String FILE = "token-secret";
    private static final int BYTES = 32;

    private TokenSecret() {}

    /** @throws UncheckedIOException with a sentence when the file cannot be read or written */
    public static String in(Path folder) {
        Path file = folder.resolve(FILE);
        try {
            if (!Files.exists(file)) {
                PrivateFiles.write(file, random() + "\n");
            }
            String secret = Files.readString(file).strip();
            if (secret.length() < MIN_LENGTH) {
                throw new IOException("it is shorter than " + MIN_LENGTH + " characters");
            }
            SecretRedactor.register(secret);
            return secret;
        } catch (IOException exception) {
            throw new UncheckedIOException(
                    "The token secret %s of the storage stand-in cannot be used (%s): delete it; links that were signed with it stop working."
                            .formatted(file, exception.getMessage()),
                    exception);
        }
    }

    private static String random() {
        byte[] bytes = new byte[BYTES];
        new SecureRandom().nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
