package dev.darkroom.logging;

import java.text.MessageFormat;
import java.util.Locale;
import java.util.logging.Handler;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Routes java.util.logging output of libraries (the PostgreSQL driver, JavaFX, the JDK) into this log. */
final class JulBridge extends Handler {
    private static final Logger ROOT = LogManager.getLogManager().getLogger("");

    private final Handler[] before = ROOT.getHandlers();

    private JulBridge() {}

    static JulBridge install() {
        JulBridge bridge = new JulBridge();
        for (Handler handler : bridge.before) {
            ROOT.removeHandler(handler);
        }
        ROOT.addHandler(bridge);
        return bridge;
    }

    void remove() {
        ROOT.removeHandler(this);
        for (Handler handler : before) {
            ROOT.addHandler(handler);
        }
    }

    @Override
    public void publish(@Nullable LogRecord record) {
        if (record != null) {
            String name = record.getLoggerName() == null ? "java.util.logging" : record.getLoggerName();
            LoggerFactory.getLogger(name)
                    .atLevel(level(record.getLevel().intValue()))
                    .setCause(record.getThrown())
                    .log(message(record));
        }
    }

    private static Level level(int level) {
        if (level >= java.util.logging.Level.SEVERE.intValue()) {
            return Level.ERROR;
        }
        if (level >= java.util.logging.Level.WARNING.intValue()) {
            return Level.WARN;
        }
        return level >= java.util.logging.Level.INFO.intValue() ? Level.INFO : Level.DEBUG;
    }

    private static String message(LogRecord record) {
        String message = String.valueOf(record.getMessage());
        Object[] parameters = record.getParameters();
        if (parameters == null || parameters.length == 0 || !message.contains("{")) {
            return message;
        }
        try {
            return new MessageFormat(message, Locale.ROOT).format(parameters);
        } catch (IllegalArgumentException _) {
            // Not a pattern after all: the raw text is better than nothing.
            return message;
        }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
}
