package dev.darkroom.http.outbound;

import dev.darkroom.message.CodedMessage;
import dev.darkroom.message.RefusedInputException;
import java.net.URI;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a connection asks of the way to its services. It says nothing about services on loopback, which need none of it. */
public enum TlsRequirement {
    /** TLS everywhere, and whoever answers proves by a certificate that it is the host of the address. */
    VERIFIED,
    /** The database may answer with any certificate; keys still go to https only, which always verifies. */
    UNVERIFIED,
    /** Passwords and keys may travel in clear. */
    OFF;

    /** All words, for a sentence. */
    public static final String WORDS =
            Arrays.stream(values()).map(TlsRequirement::word).collect(Collectors.joining(", "));

    /** As people write it in settings, environment and command line. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<TlsRequirement> of(String word) {
        return Arrays.stream(values()).filter(each -> each.word().equals(word)).findFirst();
    }

    /**
     * Throws {@link IllegalArgumentException} with a sentence when a key would travel in clear to another machine.
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
