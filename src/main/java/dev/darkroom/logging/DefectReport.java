package dev.darkroom.logging;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;

/**
 * Collects unexpected errors of background threads, including errors of the virtual machine: each is logged once and passed to
 * listeners that show it to the user. Thread-safe.
 */
public final class DefectReport {
    private static final List<Consumer<Throwable>> LISTENERS = new CopyOnWriteArrayList<>();

    private DefectReport() {}

    /** A registration that ends with {@link #close}. */
    public interface Listening extends AutoCloseable {
        @Override
        void close();
    }

    /** Registers a listener that is called with each defect, on the thread where it occurred. */
    public static Listening listen(Consumer<Throwable> listener) {
        LISTENERS.add(listener);
        return () -> LISTENERS.remove(listener);
    }

    /** Reports a defect that a loop or task has survived; {@code who} begins the sentence in the log. */
    public static void outlived(Logger log, String who, Throwable defect) {
        try {
            log.error("{} continues after an unexpected error", who, defect);
        } catch (OutOfMemoryError _) {
            // There is no memory to log that memory ran out; the listeners are still notified.
        }
        tell(defect);
    }

    /** Notifies the listeners only. */
    static void tell(Throwable defect) {
        for (Consumer<Throwable> listener : LISTENERS) {
            try {
                listener.accept(defect);
            } catch (RuntimeException | Error _) {
                // The other listeners must still be notified, and the thread must continue.
            }
        }
    }
}
