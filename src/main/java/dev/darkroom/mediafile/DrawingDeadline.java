package dev.darkroom.mediafile;

import java.time.Duration;

/** The deadline for drawing one file. The drawing thread checks it between rows and blocks; any thread may end it early. */
final class DrawingDeadline {
    private final Duration longest;
    private final long end;
    private volatile boolean over;

    DrawingDeadline(Duration longest) {
        this.longest = longest;
        end = System.nanoTime() + longest.toNanos();
    }

    boolean isOver() {
        return over || System.nanoTime() - end > 0;
    }

    void end() {
        over = true;
    }

    void check() {
        if (isOver()) {
            throw refused();
        }
    }

    MediaRefusedException refused() {
        return MediaRefusedException.of(MediaRefusal.Reason.TIME, longest.toSeconds());
    }
}
