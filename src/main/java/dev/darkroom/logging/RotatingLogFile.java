package dev.darkroom.logging;

import ch.qos.logback.core.Context;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.RolloverFailure;
import ch.qos.logback.core.rolling.SizeAndTimeBasedRollingPolicy;
import ch.qos.logback.core.rolling.TimeBasedFileNamingAndTriggeringPolicy;
import ch.qos.logback.core.rolling.helper.RenameUtil;
import ch.qos.logback.core.spi.FilterReply;
import ch.qos.logback.core.util.FileSize;
import dev.darkroom.system.PrivateFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;

/**
 * Creates the outputs {@code backend.log} and {@code server.log}: rotated by size and by day, compressed, limited in total
 * size.
 */
final class RotatingLogFile {
    private static final int BUFFER = 1 << 16;

    private RotatingLogFile() {}

    /** Creates the file of all engine lines. */
    static RollingFileAppender<LogLine> backend(Context context, LogFolder folder, LogSettings settings) {
        return file(context, folder, "backend", settings, line -> line.category() != null);
    }

    /** Creates the file of everything else, and of the engine's warnings and errors. */
    static RollingFileAppender<LogLine> server(Context context, LogFolder folder, LogSettings settings) {
        return file(
                context,
                folder,
                "server",
                settings,
                line -> line.category() == null || line.level().toInt() >= Level.WARN.toInt());
    }

    private static RollingFileAppender<LogLine> file(
            Context context, LogFolder folder, String name, LogSettings settings, Predicate<LogLine> lines) {
        RollingFileAppender<LogLine> file = new RollingFileAppender<>() {
            @Override
            public void openFile(String path) throws IOException {
                PrivateFiles.createFile(Path.of(path));
                super.openFile(path);
            }
        };
        file.setContext(context);
        file.setName(folder.file(name).toString());
        file.setFile(folder.file(name).toString());
        file.setBufferSize(new FileSize(BUFFER));
        file.setImmediateFlush(false);
        file.addFilter(only(lines));
        LogLineEncoder encoder = new LogLineEncoder();
        encoder.start();
        file.setEncoder(encoder);
        SizeAndTimeBasedRollingPolicy<LogLine> policy = policy(context, folder, name, settings);
        policy.setParent(file);
        policy.start();
        file.setRollingPolicy(policy);
        file.start();
        return file;
    }

    private static SizeAndTimeBasedRollingPolicy<LogLine> policy(
            Context context, LogFolder folder, String name, LogSettings settings) {
        SizeAndTimeBasedRollingPolicy<LogLine> policy = new PackingPolicy(folder, name);
        policy.setContext(context);
        policy.setFileNamePattern(folder.rotated(name));
        policy.setMaxFileSize(new FileSize(settings.fileBytes()));
        policy.setMaxHistory(settings.days());
        policy.setTotalSizeCap(new FileSize(settings.totalBytes()));
        policy.setCleanHistoryOnStart(true);
        return policy;
    }

    private static Filter<LogLine> only(Predicate<LogLine> lines) {
        Filter<LogLine> filter = new Filter<>() {
            @Override
            public FilterReply decide(LogLine line) {
                return lines.test(line) ? FilterReply.NEUTRAL : FilterReply.DENY;
            }
        };
        filter.start();
        return filter;
    }

    /**
     * Rotates by size and day, but leaves compression to {@link LogFolder}: Logback's own creates files that everybody may
     * read, and if the process is killed meanwhile, the lines are left in a file that nothing ever finds again.
     */
    private static final class PackingPolicy extends SizeAndTimeBasedRollingPolicy<LogLine> {
        private final LogFolder folder;
        private final String name;
        private final RenameUtil renaming = new RenameUtil();
        private final ReentrantLock oneAtATime = new ReentrantLock();
        private @Nullable Future<?> packing;

        PackingPolicy(LogFolder folder, String name) {
            this.folder = folder;
            this.name = name;
        }

        @Override
        public void start() {
            renaming.setContext(context);
            super.start();
        }

        @Override
        public void rollover() throws RolloverFailure {
            TimeBasedFileNamingAndTriggeringPolicy<LogLine> naming = getTimeBasedFileNamingAndTriggeringPolicy();
            renaming.rename(getParentsRawFileProperty(), naming.getElapsedPeriodsFileName());
            packing = context.getExecutorService().submit(this::packAndClean);
        }

        /**
         * Compresses, then cleans up: compressed files use less of the total size limit. One run at a time, because Logback's
         * archive remover cannot go back in time.
         */
        private void packAndClean() {
            oneAtATime.lock();
            try {
                folder.packRotated(name);
            } catch (IOException exception) {
                addError("A rotated log could not be packed; it is tried again at the next rotation", exception);
            } finally {
                TimeBasedFileNamingAndTriggeringPolicy<LogLine> naming = getTimeBasedFileNamingAndTriggeringPolicy();
                await(naming.getArchiveRemover().cleanAsynchronously(Instant.ofEpochMilli(naming.getCurrentTime())));
                oneAtATime.unlock();
            }
        }

        private void await(@Nullable Future<?> work) {
            try {
                if (work != null) {
                    work.get();
                }
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            } catch (ExecutionException exception) {
                addError("The rotated logs could not be packed or removed", exception.getCause());
            }
        }

        @Override
        public void stop() {
            super.stop();
            await(packing);
        }
    }
}
