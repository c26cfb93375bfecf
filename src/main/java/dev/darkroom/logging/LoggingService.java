package dev.darkroom.logging;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.status.Status;
import ch.qos.logback.core.status.StatusListener;
import dev.darkroom.logging.LogLineEncoder.TerminalColors;
import dev.darkroom.secret.SecretRedactor;
import java.io.Console;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.Thread.UncaughtExceptionHandler;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * The log of this process, from {@link #start} to {@link #stop}: terminal, files, and the newest lines in memory. Levels come
 * from {@code logback.xml}, which also configures the output of lines before the start and after the stop.
 */
public final class LoggingService implements AutoCloseable {
    private final LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    private final Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final List<Appender<ILoggingEvent>> before = new ArrayList<>();
    private final BatchingAsyncAppender queue = new BatchingAsyncAppender();
    private final LogRingBuffer live;
    private final OutputProblems problems = new OutputProblems();
    private final JulBridge bridge = JulBridge.install();
    private final CrashReport crashes = new CrashReport(this);
    private final Thread hook = new Thread(queue::goSynchronous, "log-flush");
    private @Nullable LogFolder folder;
    private @Nullable String problem;

    private LoggingService(LogSettings settings) {
        live = new LogRingBuffer(settings.liveLines());
    }

    public static LoggingService start(LogSettings settings) {
        LoggingService logging = new LoggingService(settings);
        logging.open(settings);
        return logging;
    }

    /**
     * Returns whether standard output is a terminal that should be colored; respects {@code NO_COLOR}, {@code CLICOLOR_FORCE}
     * and TERM.
     */
    public static boolean terminalWantsColours() {
        Console console = System.console();
        return TerminalColors.wanted(System.getenv(), console != null && console.isTerminal());
    }

    private void open(LogSettings settings) {
        context.getStatusManager().add(problems);
        queue.setContext(context);
        queue.setName("lines");
        queue.addAppender(started(live));
        if (settings.terminal() != null) {
            queue.addAppender(terminal(settings.terminal(), settings.colours()));
        }
        openFiles(settings);
        if (problem != null && settings.terminal() == null) {
            queue.addAppender(terminal(System.err, false)); // rather than nowhere
        }
        queue.start();
        queue.startQueue(settings.queueLines());
        exchangeAppenders();
        crashes.install();
        Runtime.getRuntime().addShutdownHook(hook);
        if (problem != null) {
            LoggerFactory.getLogger(LoggingService.class)
                    .warn(
                            "{} The log folder {} cannot be written ({}): make it writable or name another one with"
                                    + " DARKROOM_HOME; until then the log goes to the terminal only.",
                            LogMark.WARNING.emoji(),
                            settings.folder(),
                            problem);
        }
    }

    private void openFiles(LogSettings settings) {
        try {
            folder = LogFolder.claim(settings.folder().toAbsolutePath());
            RollingFileAppender<LogLine> backend = RotatingLogFile.backend(context, folder, settings);
            queue.addAppender(backend);
            queue.addAppender(RotatingLogFile.server(context, folder, settings));
        } catch (IOException exception) {
            problem = reason(exception);
        }
    }

    private static String reason(IOException exception) {
        return switch (exception) {
            case AccessDeniedException _ -> "no permission";
            case FileSystemException e when e.getReason() != null -> e.getReason();
            case FileSystemException e -> e.getClass().getSimpleName() + " " + e.getFile();
            default -> String.valueOf(exception.getMessage());
        };
    }

    private Appender<LogLine> terminal(PrintStream stream, boolean colours) {
        LogLineEncoder encoder = new LogLineEncoder();
        encoder.setColours(colours);
        encoder.start();
        OutputStreamAppender<LogLine> terminal = new OutputStreamAppender<>();
        terminal.setName("terminal");
        terminal.setEncoder(encoder);
        terminal.setImmediateFlush(false);
        terminal.setContext(context);
        terminal.setOutputStream(new TerminalOutputStream(stream));
        return started(terminal);
    }

    private Appender<LogLine> started(Appender<LogLine> output) {
        output.setContext(context);
        output.start();
        return output;
    }

    private void exchangeAppenders() {
        for (Iterator<Appender<ILoggingEvent>> each = root.iteratorForAppenders(); each.hasNext(); ) {
            before.add(each.next());
        }
        root.addAppender(queue);
        before.forEach(root::detachAppender);
    }

    /** Adds an output beside the files: it receives every line from now on and must never block. */
    public void add(Appender<LogLine> output) {
        queue.addAppender(started(output));
    }

    /** Removes an output that was added, without stopping it. */
    public void remove(Appender<LogLine> output) {
        queue.detachAppender(output);
    }

    /** Returns the newest lines, for the console. */
    public LogRingBuffer live() {
        return live;
    }

    /** Returns why the log folder cannot be written; in that case the terminal gets all lines. */
    public Optional<String> problem() {
        return Optional.ofNullable(problem);
    }

    /** Returns the file of this process's engine lines; empty if it cannot be written. */
    public Optional<Path> backendFile() {
        return Optional.ofNullable(folder).map(f -> f.file("backend"));
    }

    /** Returns the file of everything else and of all warnings and errors; empty if it cannot be written. */
    public Optional<Path> serverFile() {
        return Optional.ofNullable(folder).map(f -> f.file("server"));
    }

    /** Returns the number of lines queued for the files. */
    public int waiting() {
        return queue.waiting();
    }

    /** Returns when every line written before is in the files. */
    public void flush() {
        queue.flush();
    }

    /** Writes the queued lines, closes the files, and leaves later lines to {@code logback.xml}. Idempotent. */
    public void stop() {
        if (!root.isAttached(queue)) {
            return;
        }
        before.forEach(root::addAppender);
        root.detachAppender(queue);
        queue.stop();
        crashes.remove();
        bridge.remove();
        context.getStatusManager().remove(problems);
        forgetHook();
        release();
    }

    private void forgetHook() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException _) {
            // The program is exiting: the hook is running or has run, and is harmless.
        }
    }

    private void release() {
        try {
            if (folder != null) {
                folder.close();
            }
        } catch (IOException exception) {
            LoggerFactory.getLogger(LoggingService.class)
                    .warn("The lock of the log folder could not be released", exception);
        }
    }

    @Override
    public void close() {
        stop();
    }

    /** Reports failures of the log's own outputs (such as a full disk) on standard error, each only once in a row. */
    private static final class OutputProblems implements StatusListener {
        private final AtomicReference<String> last = new AtomicReference<>("");

        @Override
        public void addStatusEvent(Status status) {
            if (status.getEffectiveLevel() < Status.ERROR) {
                return;
            }
            Throwable cause = status.getThrowable();
            String text = "The log has a problem: " + status.getMessage() + (cause == null ? "" : " (" + cause + ")");
            if (!text.equals(last.getAndSet(text))) {
                System.err.println(SecretRedactor.text(text));
            }
        }
    }

    /** Logs the error that ended a thread, with its stack trace, and waits until it is in the file. */
    private static final class CrashReport implements UncaughtExceptionHandler {
        private static final org.slf4j.Logger LOG = LoggerFactory.getLogger("darkroom.crash");

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
}
