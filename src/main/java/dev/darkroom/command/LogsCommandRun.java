package dev.darkroom.command;

import dev.darkroom.app.AppDirectories;
import dev.darkroom.logfile.LineOutputStream;
import dev.darkroom.logfile.LogRecordWriter;
import dev.darkroom.logfile.LogTail;
import dev.darkroom.logfile.match.ExpressionException;
import dev.darkroom.logfile.parse.LogLevel;
import dev.darkroom.logfile.query.LogCounts;
import dev.darkroom.logfile.query.LogQuery;
import dev.darkroom.logfile.source.LogFamily;
import dev.darkroom.logfile.source.UnpackFolder;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One run of {@code darkroom logs}. */
final class LogsCommandRun {
    static final int FOUND = 0;
    static final int NOTHING = 1;
    static final int ERROR = 2;

    private static final int BUFFER = 1 << 18;

    private final LogsOptions options;
    private final LogQuery query;
    private final LogsOutput out;
    private final UnpackFolder copies =
            new UnpackFolder(() -> AppDirectories.standard().unpackedLogs());
    private final Consumer<String> errors;

    /** @throws IllegalArgumentException with a sentence about invalid options */
    LogsCommandRun(LogsOptions options, OutputStream out, Consumer<String> errors) {
        if ((options.count ? 1 : 0) + (options.stats ? 1 : 0) + (options.follow ? 1 : 0) > 1) {
            throw new IllegalArgumentException("Choose one of --count, --stats and --follow.");
        }
        this.options = options;
        this.out = new LogsOutput(out, BUFFER);
        this.errors = errors;
        query = options.query();
    }

    int run() {
        try {
            int code =
                    options.follow ? new LogsFollow(options.files, query, out, copies, this::complain).run() : print();
            if (out.flushed() || out.readerHasGone()) {
                return out.closed() ? FOUND : code;
            }
            complain("The output cannot be written: " + out.problem());
        } catch (ExpressionException refused) {
            out.flushed();
            complain("--grep or --not: " + refused.getMessage());
        } catch (OutOfMemoryError _) {
            complain("There is not enough memory: give Java more with -Xmx, or read fewer files at once.");
        }
        return ERROR;
    }

    private int print() {
        LogRecordWriter writer = new LogRecordWriter(query, options.count || options.stats ? null : out, copies);
        boolean failed = false;
        for (Path file : options.files) {
            try {
                List<String> problems = writer.read(file);
                problems.forEach(this::complain);
                failed |= !problems.isEmpty();
            } catch (IOException exception) {
                if (out.closed()) {
                    return FOUND;
                }
                complain(exception.getMessage());
                failed = true;
            }
        }
        if (options.count) {
            out.line(Long.toString(writer.count()));
        } else if (options.stats) {
            out.line(LogsTable.of(writer.counts()));
        }
        return failed ? ERROR : writer.count() > 0 ? FOUND : NOTHING;
    }

    private void complain(@Nullable String sentence) {
        errors.accept("darkroom logs: " + sentence);
    }

    /** The table of {@code logs --stats}: a row per category, a column per level, totals at the end of both. */
    private static final class LogsTable {
        private static final List<LogLevel> COLUMNS = List.of(
                LogLevel.TRACE,
                LogLevel.DEBUG,
                LogLevel.INFO,
                LogLevel.WARN,
                LogLevel.ERROR,
                LogLevel.CRITICAL,
                LogLevel.NONE);
        private static final int WIDTH = 10;

        private LogsTable() {}

        static String of(LogCounts counts) {
            int first = counts.byCategory().keySet().stream()
                    .mapToInt(String::length)
                    .max()
                    .orElse(0);
            String format = "%-" + Math.max(first, "category".length()) + "s";
            StringBuilder table = new StringBuilder(format.formatted("category"));
            COLUMNS.forEach(level -> table.append(cell(level == LogLevel.NONE ? "none" : level.name())));
            table.append(cell("total"));
            long[] sums = new long[COLUMNS.size() + 1];
            counts.byCategory().forEach((category, byLevel) -> {
                long[] row = new long[sums.length];
                Arrays.setAll(
                        row,
                        i -> i < COLUMNS.size()
                                ? byLevel[COLUMNS.get(i).ordinal()]
                                : Arrays.stream(byLevel).sum());
                Arrays.setAll(sums, i -> sums[i] + row[i]);
                row(table, format.formatted(category), row);
            });
            row(table, format.formatted("total"), sums);
            return table.toString();
        }

        private static void row(StringBuilder table, String name, long[] values) {
            table.append('\n').append(name);
            Arrays.stream(values).forEach(value -> table.append(cell(Long.toString(value))));
        }

        private static String cell(String value) {
            return "  " + " ".repeat(Math.max(0, WIDTH - 2 - value.length())) + value;
        }
    }

    /** {@code logs --follow}: prints existing lines, then new ones, until interrupted or its reader has gone away. */
    private static final class LogsFollow {
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
            LineOutputStream lines = new LineOutputStream(out);
            long found = 0;
            try {
                Set<Path> rotated = LogFamily.rotatedAmong(files);
                for (Path file : files) {
                    tails.add(
                            rotated.contains(file)
                                    ? LogTail.ofUnfollowed(file, query, copies)
                                    : LogTail.of(file, query, copies));
                }
                while (!Thread.currentThread().isInterrupted()) {
                    long before = found;
                    for (LogTail tail : tails) {
                        found += tail.poll((bytes, from, to, begins) -> {
                            if (begins) {
                                lines.beginLine(); // the file before may have ended without a newline
                            }
                            lines.write(bytes, from, to - from);
                        });
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
                    return LogsCommandRun.ERROR;
                }
            }
            return found > 0 ? LogsCommandRun.FOUND : LogsCommandRun.NOTHING;
        }
    }

    /** Standard output in large chunks. Records why it ended; that its reader has gone away ({@code | head}) is no error. */
    private static final class LogsOutput extends BufferedOutputStream {
        /** What systems say in the languages that Darkroom speaks; the German sentence holds the English words. */
        private static final Pattern BROKEN_PIPE = Pattern.compile("pipe|管道", Pattern.CASE_INSENSITIVE);

        private @Nullable IOException failure;

        LogsOutput(OutputStream out, int buffer) {
            super(out, buffer);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            try {
                super.write(bytes, from, length);
            } catch (IOException exception) {
                failure = exception;
                throw exception;
            }
        }

        /** Returns whether nothing more can be written. */
        boolean closed() {
            return failure != null;
        }

        boolean readerHasGone() {
            return failure != null && BROKEN_PIPE.matcher(problem()).find();
        }

        String problem() {
            return failure == null ? "" : String.valueOf(failure.getMessage());
        }

        void line(String text) {
            try {
                byte[] bytes = (text + "\n").getBytes(StandardCharsets.UTF_8);
                write(bytes, 0, bytes.length);
            } catch (IOException exception) {
                failure = exception;
            }
        }

        /** Flushes the output; returns false if nothing more can be written. */
        boolean flushed() {
            try {
                flush();
            } catch (IOException exception) {
                failure = failure == null ? exception : failure;
            }
            return failure == null;
        }
    }
}
