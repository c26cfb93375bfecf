package dev.darkroom.command;

import dev.darkroom.logfile.LogTail;
import dev.darkroom.logfile.query.LogQuery;
import dev.darkroom.logfile.source.UnpackFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** {@code logs --follow}: prints what is there, then what comes, until it is interrupted or nobody reads any more. */
final class LogsFollow {
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final List<Path> files;
    private final LogQuery query;
    private final LogsOutput out;
    private final UnpackFolder copies;
    private final Consumer<String> problems;

    LogsFollow(List<Path> files, LogQuery query, LogsOutput out, UnpackFolder copies, Consumer<String> problems) {
        this.files = files;
        this.query = query;
        this.out = out;
        this.copies = copies;
        this.problems = problems;
    }

    int run() {
        List<LogTail> tails = new ArrayList<>();
        long found = 0;
        try {
            for (Path file : files) {
                tails.add(LogTail.of(file, query, copies));
            }
            while (!Thread.currentThread().isInterrupted()) {
                long before = found;
                for (LogTail tail : tails) {
                    found += tail.poll(out);
                    tail.gaps().forEach(problems);
                }
                if (!out.flushed()) {
                    break;
                }
                if (before == found) {
                    LockSupport.parkNanos(PAUSE_NANOS);
                }
            }
        } catch (IOException exception) {
            if (!out.closed()) {
                problems.accept(exception.getMessage());
                return LogsRun.ERROR;
            }
        }
        return found > 0 ? LogsRun.FOUND : LogsRun.NOTHING;
    }
}
