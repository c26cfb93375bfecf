package dev.darkroom.http.outbound;

import dev.darkroom.message.CodedMessage;
import dev.darkroom.message.RefusedInputException;
import java.net.URI;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The transport security that a connection requires to its services. Services on loopback are exempt. */
public enum TlsRequirement {
    /** TLS everywhere, and each server proves by a certificate that it is the host in the address. */
    VERIFIED,
    /** The database may present any certificate; keys are still sent over https only, which always verifies. */
    UNVERIFIED,
    /** Passwords and keys may be sent unencrypted. */
    OFF;

    /** All values as a list for a sentence. */
    public static final String WORDS =
            Arrays.stream(values()).map(TlsRequirement::word).collect(Collectors.joining(", "));

    /** The value as written in settings, environment variables and on the command line. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<TlsRequirement> of(String word) {
        return Arrays.stream(values()).filter(each -> each.word().equals(word)).findFirst();
    }

    /**
     * Throws {@link IllegalArgumentException} with a sentence when a key would be sent unencrypted to another machine.
     *
     * @param what the setting that holds the address, without an article, as in "Supabase URL"
     */
    public void checkKeyAddress(CodedMessage what, URI address) {
        boolean secure = "https".equalsIgnoreCase(address.getScheme());
        if (this != OFF && !secure && !LoopbackAddress.isLoopback(String.valueOf(address.getHost()))) {
            throw new RefusedInputException("setting.clear", what, address.getHost());
        }
    }
}
