package dev.darkroom.logging;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;

/**
 * Where threads in the background tell what they did not expect, errors of the virtual machine included: it is logged once,
 * and told to whoever shows it to a person. Safe for any thread.
 */
public final class DefectReport {
    private static final List<Consumer<Throwable>> LISTENERS = new CopyOnWriteArrayList<>();

    private DefectReport() {}

    /** What ends with {@link #close}. */
    public interface Listening extends AutoCloseable {
        @Override
        void close();
    }

    /** From now on each defect is told to this one too, on the thread that met it. */
    public static Listening listen(Consumer<Throwable> listener) {
        LISTENERS.add(listener);
        return () -> LISTENERS.remove(listener);
    }

    /** For a loop or a task that has met a defect and goes on; {@code who} begins the sentence of the log. */
    public static void outlived(Logger log, String who, Throwable defect) {
        try {
            log.error("{} met an unexpected error and goes on", who, defect);
        } catch (OutOfMemoryError _) {
            // There is no memory to say that there is none; whoever listens is still told.
        }
        tell(defect);
    }

    /** Tells the listeners alone. */
    static void tell(Throwable defect) {
        for (Consumer<Throwable> listener : LISTENERS) {
            try {
                listener.accept(defect);
            } catch (RuntimeException | Error _) {
                // The others are to hear of it, and the thread is to go on.
            }
        }
    }
}
