package dev.darkroom.logfile.source;

import dev.darkroom.logfile.source.UnreadableLogException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Opens named pipes. Opening one blocks until a writer opens it too, so a separate thread does it, with a timeout. */
final class LogPipe {
    private static final Duration OPEN_TIMEOUT = Duration.ofSeconds(5);

    /** The file type bits of a mode, and their value for a pipe. */
    private static final int KIND = 0xF000;

    private static final int PIPE = 0x1000;

    private LogPipe() {}

    static boolean is(Path file) throws IOException {
        try {
            return Files.getAttribute(file, "unix:mode") instanceof Integer mode && (mode & KIND) == PIPE;
        } catch (UnsupportedOperationException | IllegalArgumentException _) {
            return false; // a system without named pipes
        }
    }

    /** @throws UnreadableLogException when the pipe has no writer */
    static InputStream open(Path pipe) throws IOException {
        CompletableFuture<InputStream> opened = new CompletableFuture<>();
        Thread.ofPlatform().daemon().name("log-pipe").start(() -> open(pipe, opened));
        try {
            return opened.get(OPEN_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException _) {
            opened.cancel(false);
            release(pipe);
            throw UnreadableLogException.of(Reason.SILENT, pipe, null);
        } catch (InterruptedException _) {
            opened.cancel(false);
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("Nobody waits for " + pipe + " any more.");
        } catch (ExecutionException exception) {
            throw exception.getCause() instanceof IOException failed ? failed : new IOException(exception.getCause());
        }
    }

    private static void open(Path pipe, CompletableFuture<InputStream> opened) {
        try {
            InputStream stream = Files.newInputStream(pipe);
            if (!opened.complete(stream)) {
                stream.close();
            }
        } catch (IOException | RuntimeException | Error failure) {
            opened.completeExceptionally(failure);
        }
    }

    /** Releases the thread that waits for a writer by briefly opening the pipe as one, without writing anything. */
    private static void release(Path pipe) {
        try (FileChannel _ = FileChannel.open(pipe, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            Thread.onSpinWait();
        } catch (IOException _) {
            // Without write permission the thread is abandoned: it holds no resources but itself.
        }
    }
}
