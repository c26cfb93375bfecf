package dev.darkroom.console.logs.reader;

import dev.darkroom.console.kit.text.ErrorMessages;
import dev.darkroom.logfile.match.ExpressionException;
import dev.darkroom.logfile.query.LogRecords;
import dev.darkroom.logfile.source.UnreadableLogException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** Detects problems of a log: missing, damaged, not text at all. Used by the reading thread. */
public final class LogDiagnostics {
    private static final int SAMPLES = 32;
    private static final int SAMPLE = 512;
    /** About a second. */
    private static final long GONE_BEATS = 1000 / LogReader.INTERVAL_MILLIS + 1;

    private int missed;
    private int judged = -1;
    private boolean binary;

    /** Returns a sentence about the problem, or null for none. */
    @Nullable
    String problem(LogRecords log, int content) {
        Path gone = log.followed().stream()
                .filter(file -> !Files.exists(file))
                .findFirst()
                .orElse(null);
        // During a rotation the file is missing for a moment.
        missed = gone == null ? 0 : missed + 1;
        return gone != null && missed >= GONE_BEATS
                ? LogMessages.TEXTS.get("gone", String.valueOf(gone.getFileName()))
                : log.damage().orElse(null);
    }

    public static String sentence(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnreadableLogException unreadable) {
                return LogMessages.TEXTS.get("unreadable." + unreadable.reason().key(), unreadable.figures());
            }
        }
        return switch (failure) {
            case PatternSyntaxException wrong -> LogMessages.TEXTS.get("search.incomplete", wrong.getDescription());
            case ExpressionException refused ->
                LogMessages.TEXTS.get("search.refused." + refused.reason().key());
            default -> ErrorMessages.of(failure);
        };
    }

    /** Returns the bytes on disk, 0 if unknown because a file is compressed. */
    long total(LogRecords log) {
        long total = 0;
        for (Path file : log.files()) {
            if (file.toString().endsWith(".gz")) {
                return 0;
            }
            try {
                total += Files.size(file);
            } catch (IOException _) {
                return 0;
            }
        }
        return total;
    }

    /** Returns whether more than a tenth of the sampled characters, from the beginnings of records, do not occur in text. */
    boolean binary(LogRecords log, int content) throws IOException {
        int records = log.records();
        if (judged == content || records == 0) {
            return binary;
        }
        long odd = 0;
        long all = 0;
        for (int i = 0; i < Math.min(SAMPLES, records); i++) {
            String text = log.record((int) ((long) i * records / Math.min(SAMPLES, records)))
                    .text();
            int end = Math.min(text.length(), SAMPLE);
            odd += text.substring(0, end).chars().filter(LogDiagnostics::odd).count();
            all += end;
        }
        judged = content;
        binary = odd * 10 > all;
        return binary;
    }

    private static boolean odd(int c) {
        return c == 0xFFFD || c < 0x20 && c != '\t' && c != '\r' && c != 0x1b;
    }
}
