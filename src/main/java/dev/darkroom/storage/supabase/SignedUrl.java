package dev.darkroom.storage.supabase;

import com.fasterxml.jackson.databind.JsonNode;
import dev.darkroom.json.JsonMapping;
import dev.darkroom.json.TimeBounds;
import dev.darkroom.storage.supabase.StorageKey.ObjectKeys;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;

/**
 * A link that opens one object without a key until it expires. Anyone who has it can read the object, so it is never shown in
 * full.
 */
public record SignedUrl(URI url, Instant expiresAt) {
    public SignedUrl {
        expiresAt = TimeBounds.within(expiresAt);
    }

    /** Returns the same link, but downloading under that file name instead of showing the object. */
    public SignedUrl asDownload(String fileName) {
        return new SignedUrl(URI.create(url + "&download=" + ObjectKeys.segment(fileName)), expiresAt);
    }

    public boolean isExpired(Instant now) {
        return !now.isBefore(expiresAt);
    }

    /**
     * Whether the link had already expired when signed, by the service's clock if the token contains its time, because ours may
     * be wrong.
     */
    public boolean wasSignedExpired(Instant now) {
        String query = String.valueOf(url.getRawQuery());
        return timeIn(query.substring(query.indexOf('=') + 1), "iat")
                .map(this::isExpired)
                .orElseGet(() -> isExpired(now));
    }

    /** The URL without its token, for logs and screens. */
    public String shown() {
        String text = url.toString();
        int query = text.indexOf('?');
        return query < 0 ? text : text.substring(0, query) + "?token=***";
    }

    @Override
    public String toString() {
        return "SignedUrl[" + shown() + ", until " + expiresAt + "]";
    }

    /** The {@code exp} claim of a token, for display only and not verified. Empty when absent or unreadable. */
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
