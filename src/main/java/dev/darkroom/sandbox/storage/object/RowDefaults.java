package dev.darkroom.sandbox.storage.object;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Formats the columns shared by all rows like the server. */
public final class RowDefaults {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
    private static final Pattern UUID_TEXT =
            Pattern.compile("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");

    private RowDefaults() {}

    /** Formats a time as {@code 2026-11-23T13:54:02.777Z}. */
    public static String time(Instant instant) {
        return TIME.format(instant);
    }

    /** The old column holds only UUIDs; anything else becomes empty text. */
    public static String owner(@Nullable String ownerId) {
        return ownerId != null && UUID_TEXT.matcher(ownerId).matches() ? ownerId : "";
    }

    public static String newId() {
        return UUID.randomUUID().toString();
    }
}
