package dev.darkroom.storage.supabase;

import com.fasterxml.jackson.databind.JsonNode;
import dev.darkroom.json.JsonMapping;
import dev.darkroom.json.TimeBounds;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;

/** A link that opens one object without a key until it expires. Whoever has it can read the object, so it is never shown whole. */
public record SignedUrl(URI url, Instant expiresAt) {
    public SignedUrl {
        expiresAt = TimeBounds.within(expiresAt);
    }

    /** The same link, saving as a file of that name instead of showing. */
    public SignedUrl asDownload(String fileName) {
        return new SignedUrl(URI.create(url + "&download=" + ObjectKeys.segment(fileName)), expiresAt);
    }

    public boolean isExpired(Instant now) {
        return !now.isBefore(expiresAt);
    }

    /** Whether it opened nothing from the start, by the clock of the service that signed it if it tells, for ours may be off. */
    public boolean wasSignedExpired(Instant now) {
        String query = String.valueOf(url.getRawQuery());
        return timeIn(query.substring(query.indexOf('=') + 1), "iat")
                .map(this::isExpired)
                .orElseGet(() -> isExpired(now));
    }

    /** For logs and screens: the address without its token. */
    public String shown() {
        String text = url.toString();
        int query = text.indexOf('?');
        return query < 0 ? text : text.substring(0, query) + "?token=***";
    }

    @Override
    public String toString() {
        return "SignedUrl[" + shown() + ", until " + expiresAt + "]";
    }

    /** The {@code exp} of a token, for display only: nothing is verified. Empty when there is none or it cannot be read. */
    public static Optional<Instant> expiryOf(String token) {
        return timeIn(token, "exp");
    }

    private static Optional<Instant> timeIn(String token, String claim) {
        String[] parts = token.split("\\.", -1);
        if (parts.length != 3) {
            return Optional.empty();
        }
        try {
            JsonNode claims =
                    JsonMapping.parse(new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8));
            JsonNode time = claims.path(claim);
            return time.isNumber() ? Optional.of(TimeBounds.ofEpochSecond(time.decimalValue())) : Optional.empty();
        } catch (RuntimeException _) {
            return Optional.empty();
        }
    }
}
