package dev.darkroom.console.logs;

import dev.darkroom.logfile.LogCounts;
import dev.darkroom.logfile.LogFile;
import dev.darkroom.logfile.LogLevel;
import dev.darkroom.logfile.LogRecord;
import dev.darkroom.logfile.LogSelection;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * Reads one log file on a thread of its own, a few times a second, and tells what it found. That thread is never
 * interrupted: Java would close the file.
 */
final class LogReader implements AutoCloseable {
    private static final long BEAT_MILLIS = 250;
    private static final Set<LogLevel> TROUBLE = EnumSet.of(LogLevel.ERROR, LogLevel.CRITICAL);

    private final Path path;
    private final Consumer<Look> found;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("log-reader").factory());
    private volatile Wish wish;
    private @Nullable Wish done;
    private @Nullable LogFile file;
    private @Nullable ScheduledFuture<?> beat;

    /** @param found called on the reading thread */
    LogReader(Path path, Wish wish, Consumer<Look> found) {
        this.path = path;
        this.wish = wish;
        this.found = found;
    }

    Path path() {
        return path;
    }

    /** Reads on while the screen is visible. */
    void start() {
        if (beat == null) {
            beat = thread.scheduleWithFixedDelay(this::look, 0, BEAT_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    void pause() {
        if (beat != null) {
            beat.cancel(false);
            beat = null;
        }
    }

    void wish(Wish wanted) {
        wish = wanted;
        thread.execute(this::look);
    }

    /** Records of a selection, told on the reading thread. */
    void page(LogSelection selection, int first, int count, Consumer<List<LogRecord>> taker) {
        thread.execute(() -> {
            try {
                if (file != null) {
                    taker.accept(file.page(selection, first, count));
                }
            } catch (IOException | RuntimeException _) {
                // the file was exchanged meanwhile: the next look shows what is there now
            }
        });
    }

    /** One whole record, its text cut at 64 KiB. */
    void record(int number, Consumer<LogRecord> taker) {
        thread.execute(() -> {
            try {
                if (file != null) {
                    taker.accept(file.record(number));
                }
            } catch (IOException | RuntimeException _) {
                // as above
            }
        });
    }

    private void look() {
        Wish now = wish;
        long start = System.nanoTime();
        try {
            LogFile open = file == null ? LogFile.openUnread(path) : file;
            file = open;
            LogFile.Change change = open.refresh();
            if (change == LogFile.Change.NONE && now.equals(done)) {
                return;
            }
            found.accept(look(open, now, start));
            done = now;
        } catch (IOException | RuntimeException exception) {
            if (!now.equals(done)) {
                found.accept(failed(now, exception));
                done = now;
            }
        }
    }

    private Look look(LogFile open, Wish now, long start) throws IOException {
        LogCounts all = open.counts(now.withoutCategories());
        Set<String> known = all.byCategory().keySet();
        var query = now.query(known);
        Pattern pattern = now.pattern();
        return new Look(
                path,
                now,
                open.size(),
                open.records(),
                open.select(query),
                pattern == null ? null : open.select(query.text(pattern)),
                open.select(query.levels(TROUBLE)),
                open.select(query.levels(EnumSet.of(LogLevel.WARN))),
                all,
                open.counts(now.withoutLevels(known)),
                (System.nanoTime() - start) / 1_000_000,
                open.damage().orElse(null));
    }

    private Look failed(Wish now, Exception exception) {
        String sentence = exception instanceof PatternSyntaxException wrong
                ? "The expression is not complete: " + wrong.getDescription() + "."
                : exception.getMessage();
        LogSelection none = LogSelection.none();
        LogCounts zero = new LogCounts(new java.util.TreeMap<>());
        return new Look(path, now, 0, 0, none, null, none, none, zero, zero, 0, String.valueOf(sentence));
    }

    @Override
    public void close() {
        pause();
        thread.execute(() -> {
            try {
                if (file != null) {
                    file.close();
                }
            } catch (IOException _) {
                // nothing was written to it
            }
        });
        thread.shutdown();
    }
}
