package dev.darkroom.command;

import dev.darkroom.app.AppDirectories;
import dev.darkroom.logfile.RecordWriter;
import dev.darkroom.logfile.match.ExpressionException;
import dev.darkroom.logfile.query.LogQuery;
import dev.darkroom.logfile.source.UnpackFolder;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One run of {@code darkroom logs}. */
final class LogsRun {
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

    /** @throws IllegalArgumentException with a sentence about options that cannot be understood */
    LogsRun(LogsOptions options, OutputStream out, Consumer<String> errors) {
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
            return out.flushed() ? code : FOUND;
        } catch (ExpressionException refused) {
            out.flushed();
            complain("--grep: " + refused.getMessage());
        } catch (OutOfMemoryError _) {
            complain("There is not enough memory: give Java more with -Xmx, or read fewer files at once.");
        }
        return ERROR;
    }

    private int print() {
        RecordWriter writer = new RecordWriter(query, options.count || options.stats ? null : out, copies);
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
}
