package dev.darkroom.console.logs.reader;

import dev.darkroom.logfile.query.LogRecord;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One line of the view; a record has several, folded or in full, truncated or wrapped.
 *
 * @param text the text drawn, without time, level and category
 */
public record DisplayLine(Kind kind, String text) {
    /** Lines are truncated here, because longer ones can be read in the drawer. */
    static final int MAX_LENGTH = 400;

    /** The same where lines are wrapped. */
    static final int MAX_WRAPPED_LENGTH = 4_000;

    private static final int FOLDED = 3;

    public enum Kind {
        /** The first line of a record. */
        HEAD,
        /** The continuation of a wrapped first line. */
        WRAPPED,
        /** A line below it, such as one of a stack trace. */
        TRACE,
        /** Unfolds or folds the further lines. */
        FOLD
    }

    /** How many characters fit into a first line and into a line of the trace. */
    public record Wrap(int text, int trace) {
        public Wrap {
            text = Math.max(20, text);
            trace = Math.max(20, trace);
        }
    }

    /** Returns the lines of a record; {@code wrap} null truncates long ones. */
    public static List<DisplayLine> of(LogRecord record, boolean unfolded, @Nullable Wrap wrap) {
        List<DisplayLine> lines = new ArrayList<>(1);
        add(lines, LogRecordText.message(record), Kind.HEAD, wrap == null ? 0 : wrap.text());
        if (record.trace().isEmpty()) {
            return lines;
        }
        List<String> trace = record.trace().lines().toList();
        boolean folds = trace.size() > FOLDED + 1;
        int columns = wrap == null ? 0 : wrap.trace();
        int shown = folds && !unfolded ? FOLDED : trace.size();
        trace.subList(0, shown).forEach(line -> add(lines, line, Kind.TRACE, columns));
        if (folds) {
            lines.add(new DisplayLine(
                    Kind.FOLD,
                    unfolded
                            ? LogMessages.TEXTS.get("trace.fold")
                            : LogMessages.TEXTS.get("trace.more", trace.size() - FOLDED)));
        }
        return lines;
    }

    private static void add(List<DisplayLine> lines, String text, Kind kind, int columns) {
        if (columns == 0) {
            lines.add(new DisplayLine(kind, LogRecordText.visible(text, MAX_LENGTH)));
            return;
        }
        boolean first = true;
        for (String part : LogRecordText.wrapped(LogRecordText.visible(text, MAX_WRAPPED_LENGTH), columns)) {
            lines.add(new DisplayLine(first || kind != Kind.HEAD ? kind : Kind.WRAPPED, part));
            first = false;
        }
    }
}
