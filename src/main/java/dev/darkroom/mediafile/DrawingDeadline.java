package dev.darkroom.mediafile;

import java.time.Duration;

/** The deadline for drawing one file. The drawing thread checks it between rows and blocks; any thread may end it early. */
final class DrawingDeadline {
    private final Duration limit;
    private final long endNanos;
    private volatile boolean expired;

    DrawingDeadline(Duration limit) {
        this.limit = limit;
        endNanos = System.nanoTime() + limit.toNanos();
    }

    boolean isExpired() {
        return expired || System.nanoTime() - endNanos > 0;
    }

    void expire() {
        expired = true;
    }

    void check() {
        if (isExpired()) {
            throw refused();
        }
    }

    MediaRefusedException refused() {
        return MediaRefusedException.of(MediaRefusal.Reason.TIME, limit.toSeconds());
    }
}
