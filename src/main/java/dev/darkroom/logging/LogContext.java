package dev.darkroom.logging;

import java.time.Duration;
import java.util.Map;
import org.slf4j.MDC;

/**
 * The context of a thread's log lines: generation, user, stage, duration. Closing restores the previous context, so contexts
 * nest. Bound to the thread that opened it; threads started by it inherit nothing.
 */
public final class LogContext implements AutoCloseable {
    public static final String GENERATION = "generation";
    public static final String USER = "user";
    public static final String STAGE = "stage";
    public static final String DURATION = "duration_ms";

    private final Map<String, String> before;

    private LogContext() {
        Map<String, String> copy = MDC.getCopyOfContextMap();
        before = copy == null ? Map.of() : copy;
    }

    public static LogContext of(Object generation, String user) {
        LogContext context = new LogContext();
        MDC.put(GENERATION, generation.toString());
        MDC.put(USER, user);
        return context;
    }

    /** Sets the stage of all following lines, until the next stage or the end of this context. */
    public static void stage(String stage) {
        MDC.put(STAGE, stage);
    }

    /** Sets the duration of what the next line of {@link CategoryLog} reports; later lines do not carry it. */
    public static void took(Duration duration) {
        MDC.put(DURATION, Long.toString(duration.toMillis()));
    }

    static void written() {
        if (MDC.get(DURATION) != null) {
            MDC.remove(DURATION);
        }
    }

    @Override
    public void close() {
        MDC.setContextMap(before);
    }
}
