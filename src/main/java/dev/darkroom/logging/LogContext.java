package dev.darkroom.logging;

import java.time.Duration;
import org.slf4j.MDC;

/** What the lines of one thread are about: generation, user, stage, duration. Closing restores what was before. */
public final class LogContext implements AutoCloseable {
    public static final String GENERATION = "generation";
    public static final String USER = "user";
    public static final String STAGE = "stage";
    public static final String DURATION = "duration_ms";

    private final java.util.Map<String, String> before;

    private LogContext() {
        var copy = MDC.getCopyOfContextMap();
        before = copy == null ? java.util.Map.of() : copy;
    }

    public static LogContext of(Object generation, String user) {
        LogContext context = new LogContext();
        MDC.put(GENERATION, generation.toString());
        MDC.put(USER, user);
        return context;
    }

    public static void stage(String stage) {
        MDC.put(STAGE, stage);
    }

    public static void took(Duration duration) {
        MDC.put(DURATION, Long.toString(duration.toMillis()));
    }

    @Override
    public void close() {
        MDC.setContextMap(before);
    }
}
