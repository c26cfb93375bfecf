package dev.darkroom.database;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/**
 * Ids for rows that are written all day: an id that begins with its creation time goes to the end of every index, where the
 * pages are in memory, instead of anywhere among ten million others. The SQL function {@code time_ordered_id} creates the same
 * kind.
 *
 * <p>A version 8 UUID: the first eight digits, which lists show as the short id, count steps of 64 microseconds and wrap around
 * every three days. In version 7 those digits change once a minute, so a short id would match hundreds of rows.
 */
public final class TimeOrderedId {
    private static final int STEP = 64;
    private static final long WITHOUT_VERSION = 0xFFFF_0FFFL;
    private static final long VERSION_8 = 0x8000L;

    private TimeOrderedId() {}

    public static UUID next() {
        return of(Instant.now());
    }

    static UUID of(Instant made) {
        UUID random = UUID.randomUUID();
        long steps = ChronoUnit.MICROS.between(Instant.EPOCH, made) / STEP;
        return new UUID(
                steps << 32 | random.getMostSignificantBits() & WITHOUT_VERSION | VERSION_8,
                random.getLeastSignificantBits());
    }
}
