package dev.darkroom.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import ch.qos.logback.core.spi.AppenderAttachable;
import ch.qos.logback.core.spi.AppenderAttachableImpl;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Queues events in front of all outputs. After {@link #startQueue} a caller only enqueues its event, and a single thread turns
 * the events into {@link LogLine}s in batches, with one flush per batch. A full queue blocks the caller, so nothing is
 * lost but what an output itself logs while the queue is full. Before that, and after {@link #goSynchronous}, the caller writes its lines itself.
 *
 * <p>Logback's own AsyncAppender feeds only one output, flushes per line or not at all, and can lose events put while it stops.
 */
public final class BatchingAsyncAppender extends UnsynchronizedAppenderBase<ILoggingEvent>
        implements AppenderAttachable<LogLine> {
    private static final int BATCH = 1024;

    private final AppenderAttachableImpl<LogLine> outputs = new AppenderAttachableImpl<>();
    private final ReentrantLock writing = new ReentrantLock();
    private final List<ILoggingEvent> batch = new ArrayList<>(BATCH);
    private volatile BlockingQueue<ILoggingEvent> queue = new ArrayBlockingQueue<>(BATCH);
    private volatile boolean queued;
    private volatile boolean idle;
    private volatile @Nullable Thread writer;

    /** From now on callers do not wait for the outputs, unless {@code capacity} lines are queued. */
    void startQueue(int capacity) {
        queue = new ArrayBlockingQueue<>(capacity);
        queued = true;
        writer = Thread.ofPlatform().name("log-writer").daemon().start(this::writeUntilSynchronous);
    }

    /** Writes all queued lines; from now on every caller writes its own lines and returns when they are written. */
    void goSynchronous() {
        queued = false;
        flush();
        LockSupport.unpark(writer);
    }

    int waiting() {
        return queue.size();
    }

    /** Returns when every line enqueued before has been handed to the operating system. */
    void flush() {
        writing.lock();
        try {
            int waiting = queue.size();
            while (waiting > 0) {
                waiting -= writeBatch();
            }
        } finally {
            writing.unlock();
        }
    }

    @Override
    public void stop() {
        goSynchronous();
        super.stop();
        writing.lock();
        try {
            outputs.detachAndStopAllAppenders();
        } finally {
            writing.unlock();
        }
    }

    @Override
    protected void append(ILoggingEvent event) {
        event.prepareForDeferredProcessing();
        if (writing.isHeldByCurrentThread()) {
            // An output that logs must not wait for itself.
            queue.offer(event);
            return;
        }
        put(event);
        if (!queued) {
            flush();
        } else if (idle) {
            LockSupport.unpark(writer);
        }
    }

    private void put(ILoggingEvent event) {
        boolean interrupted = false;
        while (!queue.offer(event)) {
            try {
                if (queue.offer(event, 100, TimeUnit.MILLISECONDS)) {
                    break;
                }
                if (!queued) {
                    flush();
                }
            } catch (InterruptedException _) {
                // The line is not dropped; the interrupt is restored below.
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void writeUntilSynchronous() {
        while (queued) {
            idle = true;
            if (queue.isEmpty()) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
            }
            idle = false;
            if (!queue.isEmpty()) {
                flushSurely();
            }
        }
    }

    /** Flushes without letting a failure end this thread, which would block every caller forever. */
    private void flushSurely() {
        try {
            flush();
        } catch (RuntimeException | Error failed) {
            DefectReport.tell(failed);
        }
    }

    private int writeBatch() {
        int count = queue.drainTo(batch, BATCH);
        try {
            for (ILoggingEvent event : batch) {
                write(event);
            }
        } finally {
            batch.clear();
        }
        flushOutputs();
        return count;
    }

    private void write(ILoggingEvent event) {
        try {
            outputs.appendLoopOnAppenders(LogLine.of(event));
        } catch (RuntimeException | Error failed) {
            // A line that cannot be rendered must not end the thread that writes all others.
            addError("A log line of " + event.getLoggerName() + " could not be written", failed);
        }
    }

    private void flushOutputs() {
        for (Iterator<Appender<LogLine>> each = outputs.iteratorForAppenders(); each.hasNext(); ) {
            if (each.next() instanceof OutputStreamAppender<LogLine> stream && stream.getOutputStream() != null) {
                try {
                    stream.getOutputStream().flush();
                } catch (IOException failed) {
                    addError("The log could not be flushed", failed);
                }
            }
        }
    }

    @Override
    public void addAppender(Appender<LogLine> output) {
        outputs.addAppender(output);
    }

    @Override
    public Iterator<Appender<LogLine>> iteratorForAppenders() {
        return outputs.iteratorForAppenders();
    }

    @Override
    public Appender<LogLine> getAppender(String name) {
        return outputs.getAppender(name);
    }

    @Override
    public boolean isAttached(Appender<LogLine> output) {
        return outputs.isAttached(output);
    }

    @Override
    public void detachAndStopAllAppenders() {
        outputs.detachAndStopAllAppenders();
    }

    @Override
    public boolean detachAppender(Appender<LogLine> output) {
        return outputs.detachAppender(output);
    }

    @Override
    public boolean detachAppender(String name) {
        return outputs.detachAppender(name);
    }
}
