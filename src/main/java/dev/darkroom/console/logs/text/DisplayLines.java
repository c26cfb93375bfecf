package dev.darkroom.console.logs.text;

import dev.darkroom.logfile.query.LogRecord;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A record as lines of the view: folded or whole, cut or wrapped. */
public final class DisplayLines {
    /** A line is cut here, for what is longer is read in the drawer. */
    static final int LONGEST = 400;

    /** The same where lines are wrapped. */
    static final int LONGEST_WRAPPED = 4_000;

    private static final int FOLDED = 3;

    /** How many characters a first line and a line of the trace have room for. */
    public record Wrap(int text, int trace) {
        public Wrap {
            text = Math.max(20, text);
            trace = Math.max(20, trace);
        }
    }

    private DisplayLines() {}

    /** {@code wrap} null cuts long lines. */
    public static List<DisplayLine> of(LogRecord record, boolean unfolded, @Nullable Wrap wrap) {
        List<DisplayLine> lines = new ArrayList<>(1);
        add(lines, RecordText.message(record), DisplayLine.Kind.HEAD, wrap == null ? 0 : wrap.text());
        if (record.trace().isEmpty()) {
            return lines;
        }
        List<String> trace = record.trace().lines().toList();
        boolean folds = trace.size() > FOLDED + 1;
        int columns = wrap == null ? 0 : wrap.trace();
        int shown = folds && !unfolded ? FOLDED : trace.size();
        trace.subList(0, shown).forEach(line -> add(lines, line, DisplayLine.Kind.TRACE, columns));
        if (folds) {
            lines.add(new DisplayLine(
                    DisplayLine.Kind.FOLD,
                    unfolded
                            ? LogMessages.TEXTS.get("trace.fold")
                            : LogMessages.TEXTS.get("trace.more", trace.size() - FOLDED)));
        }
        return lines;
    }

    private static void add(List<DisplayLine> lines, String text, DisplayLine.Kind kind, int columns) {
        if (columns == 0) {
            lines.add(new DisplayLine(kind, RecordText.visible(text, LONGEST)));
            return;
        }
        boolean first = true;
        for (String part : RecordText.wrapped(RecordText.visible(text, LONGEST_WRAPPED), columns)) {
            lines.add(new DisplayLine(first || kind != DisplayLine.Kind.HEAD ? kind : DisplayLine.Kind.WRAPPED, part));
            first = false;
        }
    }
}
