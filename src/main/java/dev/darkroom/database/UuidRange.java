package dev.darkroom.database;

import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/** All ids that begin with a short id as shown in lists; as a range, which an index on uuid finds at once. */
public record UuidRange(UUID first, UUID last) {
    private static final Pattern HEX = Pattern.compile("[0-9a-f]{1,32}");

    /** Returns empty when the text is not the beginning of an id; dashes are ignored. */
    public static Optional<UuidRange> startingWith(String text) {
        String digits = text.strip().toLowerCase(Locale.ROOT).replace("-", "");
        return HEX.matcher(digits).matches()
                ? Optional.of(new UuidRange(filled(digits, "0"), filled(digits, "f")))
                : Optional.empty();
    }

    private static UUID filled(String digits, String with) {
        String all = digits + with.repeat(32 - digits.length());
        return new UUID(
                Long.parseUnsignedLong(all.substring(0, 16), 16), Long.parseUnsignedLong(all.substring(16), 16));
    }
}
