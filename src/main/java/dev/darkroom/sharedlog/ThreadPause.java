package dev.darkroom.sharedlog;

/** Pauses of threads that are woken when they should end. */
final class ThreadPause {
    private ThreadPause() {}

    /** Sleeps; an interrupt only ends the pause, for whoever interrupts says elsewhere what is to be done. */
    static void millis(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException _) {
            // as said
        }
    }
}
