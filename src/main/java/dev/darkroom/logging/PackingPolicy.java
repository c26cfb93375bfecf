package dev.darkroom.logging;

import ch.qos.logback.core.rolling.RolloverFailure;
import ch.qos.logback.core.rolling.SizeAndTimeBasedRollingPolicy;
import ch.qos.logback.core.rolling.TimeBasedFileNamingAndTriggeringPolicy;
import ch.qos.logback.core.rolling.helper.RenameUtil;
import java.io.IOException;
import java.time.Instant;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Rotates by size and day, but leaves compression to {@link LogFolder}: Logback's own creates files that everybody may read,
 * and if the process is killed meanwhile, the lines are left in a file that nothing ever finds again.
 */
final class PackingPolicy extends SizeAndTimeBasedRollingPolicy<LogLine> {
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
