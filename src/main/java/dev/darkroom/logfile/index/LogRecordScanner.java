package dev.darkroom.logfile.index;

import dev.darkroom.logfile.match.ExpressionException;
import dev.darkroom.logfile.parse.RecordBoundaryRule;
import dev.darkroom.logfile.source.ByteSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;
import java.util.function.Supplier;

/**
 * The single pass over a file: blocks are read and scanned by one thread per core (at most 8) and delivered in order on the
 * caller's thread. Until the first timestamp of the file, lines depend on the lines before them, so that part is scanned by the
 * caller alone.
 */
public final class LogRecordScanner {
    static final int THREADS = Math.clamp(Runtime.getRuntime().availableProcessors(), 1, 8);
    private static final long WORTH_THREADS = 8L * ScanBuffer.SIZE;

    private final ByteSource source;
    private final ScanBuffer first;
    private final Supplier<ScanBuffer> blocks;

    /** Receives the blocks of a pass in order; each block is reused afterwards. */
    public interface Consumer {
        void accept(ScanBuffer block) throws IOException;
    }

    /** Small passes use only {@code first}, which its owner may keep for the next pass. */
    public LogRecordScanner(ByteSource source, ScanBuffer first, Supplier<ScanBuffer> blocks) {
        this.source = source;
        this.first = first;
        this.blocks = blocks;
    }

    /**
     * Scans from the beginning of a line to {@code to} or the end of the bytes, whichever comes first, and updates
     * {@code grouping}.
     */
    public void run(long from, long to, RecordBoundaryRule grouping, Consumer consumer) throws IOException {
        ScanBuffer block = first;
        long at = from;
        while (at < to && (!grouping.isTimed() || to - at < WORTH_THREADS || THREADS == 1)) {
            block.scan(source, at, to, at == from, grouping);
            if (block.length == 0) {
                return;
            }
            consumer.accept(block);
            at += block.length;
        }
        if (at < to) {
            runParallel(block, at, to, at == from, grouping, consumer);
        }
    }

    private void runParallel(
            ScanBuffer spare, long from, long to, boolean atLine, RecordBoundaryRule grouping, Consumer consumer)
            throws IOException {
        Deque<Future<ScanBuffer>> running = new ArrayDeque<>();
        long next = from;
        try (ExecutorService threads = Executors.newFixedThreadPool(THREADS, daemon("log-scan-"))) {
            try {
                for (int i = 0; i < 2 * THREADS && next < to; i++, next += ScanBuffer.SIZE) {
                    ScanBuffer block = i == 0 ? spare : blocks.get();
                    running.add(threads.submit(scan(block, next, to, atLine && next == from, grouping)));
                }
                boolean ended = false;
                while (!running.isEmpty() && !ended) {
                    ScanBuffer done = done(running.remove());
                    consumer.accept(done);
                    // The last block may have taken the few bytes of the next one.
                    ended = done.length != ScanBuffer.SIZE;
                    if (next < to && !ended) {
                        running.add(threads.submit(scan(done, next, to, false, grouping)));
                        next += ScanBuffer.SIZE;
                    }
                }
            } finally {
                // Without an interrupt, which would close the file for all readers.
                running.forEach(left -> left.cancel(false));
            }
        }
    }

    private Callable<ScanBuffer> scan(
            ScanBuffer block, long from, long to, boolean atLine, RecordBoundaryRule grouping) {
        return () -> {
            block.scan(source, from, to, atLine, grouping.copy());
            return block;
        };
    }

    static <T> T done(Future<T> future) throws IOException {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return future.get();
                } catch (InterruptedException _) {
                    interrupted = true;
                }
            }
        } catch (ExecutionException exception) {
            if (exception.getCause() instanceof IOException failed) {
                throw failed;
            }
            if (exception.getCause() instanceof UncheckedIOException failed) {
                throw failed.getCause();
            }
            if (exception.getCause() instanceof Error error) {
                throw error;
            }
            if (exception.getCause() instanceof ExpressionException refused) {
                throw refused;
            }
            throw new IllegalStateException(exception.getCause());
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    static ThreadFactory daemon(String name) {
        return Thread.ofPlatform().name(name, 1).daemon().factory();
    }
}
