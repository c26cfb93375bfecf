package dev.darkroom.logging;

import java.lang.Thread.UncaughtExceptionHandler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs what ended a thread, with its stack trace, and waits until that is in the file. */
final class CrashReport implements UncaughtExceptionHandler {
    private static final Logger LOG = LoggerFactory.getLogger("darkroom.crash");

    private final LoggingService logging;
    private @Nullable UncaughtExceptionHandler before;

    CrashReport(LoggingService logging) {
        this.logging = logging;
    }

    void install() {
        before = Thread.getDefaultUncaughtExceptionHandler();
        Thread.setDefaultUncaughtExceptionHandler(this);
    }

    void remove() {
        if (Thread.getDefaultUncaughtExceptionHandler() == this) {
            Thread.setDefaultUncaughtExceptionHandler(before);
        }
    }

    @Override
    public void uncaughtException(Thread thread, Throwable failure) {
        try {
            LOG.error(
                    "{} Thread {} ended by an error nobody caught",
                    LogMark.CRITICAL.emoji(),
                    thread.getName(),
                    failure);
            logging.flush();
        } finally {
            DefectReport.tell(failure);
            if (before != null) {
                before.uncaughtException(thread, failure);
            }
        }
    }
}
