package dev.darkroom.sandbox.fal.job;

import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/** Request ids as fal.ai gives them: UUIDs of version 7, which sort by time. */
public final class TimeOrderedUuid {
    private TimeOrderedUuid() {}

    public static String at(Instant time) {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        long high = (time.toEpochMilli() << 16) | 0x7000L | random.nextInt(1 << 12);
        long low = (random.nextLong() >>> 2) | 0x8000000000000000L;
        return new UUID(high, low).toString();
    }
}
