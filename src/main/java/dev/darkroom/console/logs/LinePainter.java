package dev.darkroom.console.logs;

import dev.darkroom.console.CategoryChip;
import dev.darkroom.console.MarkIcon;
import dev.darkroom.console.Theme;
import dev.darkroom.console.Tokens;
import dev.darkroom.console.Tone;
import dev.darkroom.logfile.LogLevel;
import dev.darkroom.logfile.LogRecord;
import dev.darkroom.logfile.LogSelection;
import dev.darkroom.logging.Mark;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javafx.geometry.VPos;
import javafx.scene.canvas.Canvas;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.paint.Color;
import javafx.scene.text.Font;
import org.jspecify.annotations.Nullable;

/** Draws records one below the other: level bar, time, level, mark, category, text, and the head of a stack trace. */
final class LinePainter {
    static final double LINE = 20;

    private static final int TRACE_LINES = 3;
    private static final int LONGEST = 400;
    private static final double TIME = 12;
    private static final double LEVEL = 114;
    private static final double ICON = 168;
    private static final double CATEGORY = 190;
    private static final double GAP = 12;

    private final Canvas canvas;
    private final Theme theme;
    private final Font mono = Font.font("JetBrains Mono", 12);
    private final Font small = Font.font("JetBrains Mono", 11);
    private final Font icons = Font.font("Material Design Icons", 15);
    private final double character;
    private final List<Double> rows = new ArrayList<>();
    private Tokens tokens;
    private boolean focused;
    private @Nullable Pattern highlight;
    private double y;

    LinePainter(Canvas canvas, Theme theme) {
        this.canvas = canvas;
        this.theme = theme;
        this.tokens = theme.tokens();
        var probe = new javafx.scene.text.Text("0000000000");
        probe.setFont(mono);
        character = probe.getLayoutBounds().getWidth() / 10;
    }

    void begin(boolean hasFocus, @Nullable Pattern wanted) {
        tokens = theme.tokens();
        focused = hasFocus;
        highlight = wanted;
        y = 0;
        rows.clear();
        GraphicsContext g = canvas.getGraphicsContext2D();
        g.setFill(tokens.color("bg"));
        g.fillRect(0, 0, canvas.getWidth(), canvas.getHeight());
        g.setTextBaseline(VPos.CENTER);
    }

    boolean hasRoom() {
        return y < canvas.getHeight();
    }

    /** Which of the painted records is at this height, -1 for none. */
    int rowAt(double at) {
        for (int i = rows.size() - 1; i >= 0; i--) {
            if (at >= rows.get(i)) {
                return at < y ? i : -1;
            }
        }
        return -1;
    }

    void paint(LogRecord record, boolean selected) {
        GraphicsContext g = canvas.getGraphicsContext2D();
        List<String> trace = trace(record);
        double height = LINE * (1 + trace.size());
        rows.add(y);
        if (selected) {
            g.setFill(tokens.color("selection"));
            g.fillRect(0, y, canvas.getWidth(), height);
            if (focused) {
                g.setFill(tokens.color("accent"));
                g.fillRect(0, y, 3, height);
            }
        }
        levelBar(g, record.level(), height);
        head(g, record);
        y += LINE;
        boolean first = true;
        for (String line : trace) {
            text(g, line, ICON + (first ? 0 : 24), first ? tokens.color("text") : tokens.color("muted"));
            first = false;
            y += LINE;
        }
    }

    private void levelBar(GraphicsContext g, LogLevel level, double height) {
        String colour = switch (level) {
            case ERROR, CRITICAL -> "level-error";
            case WARN -> "level-warn";
            case NONE, TRACE, DEBUG, INFO -> "";
        };
        if (!colour.isEmpty()) {
            g.setFill(tokens.color(colour));
            g.fillRect(0, y, 4, height);
        }
    }

    private void head(GraphicsContext g, LogRecord record) {
        Color muted = tokens.color("muted");
        if (record.time() != null) {
            text(g, RecordText.TIME.format(record.time()), TIME, muted);
        }
        text(g, word(record.level()), LEVEL, levelColour(record.level()));
        mark(g, record);
        double x = record.category() == null ? (record.mark().isEmpty() ? ICON : CATEGORY) : chip(g, record.category());
        String engine = RecordText.engine(record);
        if (!engine.isEmpty()) {
            text(g, engine, x, muted);
            x += (engine.length() + 2) * character;
        }
        boolean error = record.level().compareTo(LogLevel.ERROR) >= 0;
        String text = record.category() == null
                        && record.mark().isEmpty()
                        && !record.logger().isEmpty()
                ? record.logger() + " - " + record.text()
                : record.text();
        text(g, RecordText.visible(text, LONGEST), x, error ? tokens.color("red-text") : tokens.color("text"));
    }

    private static String word(LogLevel level) {
        return level == LogLevel.NONE ? "" : level == LogLevel.CRITICAL ? "CRIT" : level.name();
    }

    private Color levelColour(LogLevel level) {
        return switch (level) {
            case ERROR, CRITICAL -> tokens.color("red-text");
            case WARN -> tokens.color("amber-text");
            case NONE, TRACE, DEBUG, INFO -> tokens.color("muted");
        };
    }

    private void mark(GraphicsContext g, LogRecord record) {
        Optional<Mark> mark = Arrays.stream(Mark.values())
                .filter(each -> same(each.emoji(), record.mark()))
                .findFirst();
        if (mark.isPresent()) {
            Tone tone = MarkIcon.tone(mark.get());
            g.setFont(icons);
            g.setFill(tone == Tone.NEUTRAL ? tokens.color("muted") : tokens.text(tone));
            g.fillText(new String(Character.toChars(MarkIcon.icon(mark.get()).getCode())), ICON, y + LINE / 2);
        }
    }

    /** The variation selector behind some emoji is often lost. */
    private static boolean same(String emoji, String written) {
        return emoji.replace("\uFE0F", "").equals(written.replace("\uFE0F", ""));
    }

    private double chip(GraphicsContext g, String tag) {
        Tone tone = CategoryChip.tone(tag);
        double width = tag.length() * character * 11 / 12 + 12;
        g.setFill(tokens.fill(tone));
        g.fillRoundRect(CATEGORY, y + 2.5, width, LINE - 5, 6, 6);
        g.setFont(small);
        g.setFill(tokens.text(tone));
        g.fillText(tag, CATEGORY + 6, y + LINE / 2);
        return Math.max(CATEGORY + 172, CATEGORY + width + GAP);
    }

    private void text(GraphicsContext g, String text, double x, Color colour) {
        g.setFont(mono);
        if (highlight != null && x >= ICON) {
            highlight(g, text, x);
        }
        g.setFill(colour);
        g.fillText(text, x, y + LINE / 2);
    }

    private void highlight(GraphicsContext g, String text, double x) {
        Matcher matcher = highlight == null ? null : highlight.matcher(text);
        g.setFill(tokens.color("amber-fill"));
        while (matcher != null && matcher.find() && matcher.end() > matcher.start()) {
            g.fillRect(x + matcher.start() * character, y + 2, (matcher.end() - matcher.start()) * character, LINE - 4);
        }
    }

    private static List<String> trace(LogRecord record) {
        if (record.trace().isEmpty()) {
            return List.of();
        }
        String[] lines = record.trace().split("\n", -1);
        List<String> shown = new ArrayList<>();
        for (int i = 0; i < Math.min(lines.length, TRACE_LINES); i++) {
            shown.add(RecordText.visible(lines[i].strip(), LONGEST));
        }
        if (lines.length > TRACE_LINES) {
            shown.add("… " + (lines.length - TRACE_LINES) + " more lines");
        }
        return shown;
    }

    /** Where errors, warnings and matches are in the whole, along the right edge. */
    void marks(Look look) {
        GraphicsContext g = canvas.getGraphicsContext2D();
        marks(g, look, look.warnings(), tokens.color("level-warn"));
        marks(g, look, look.troubles(), tokens.color("level-error"));
        if (look.matches() != null) {
            marks(g, look, look.matches(), tokens.color("accent"));
        }
    }

    /** At most one mark per pixel of height, so a million matches cost no more than a few. */
    private void marks(GraphicsContext g, Look look, LogSelection among, Color colour) {
        int steps = (int) (canvas.getHeight() / 3);
        if (among.size() == 0 || look.shown().size() == 0 || steps < 1) {
            return;
        }
        g.setFill(colour);
        int last = -1;
        for (int step = 0; step < steps; step++) {
            int from = look.shown().record((int) ((long) step * look.shown().size() / steps));
            int place = among.placeOf(from);
            if (place >= among.size()) {
                return;
            }
            int at = (int) ((long) look.shown().placeOf(among.record(place))
                    * steps
                    / look.shown().size());
            if (at != last) {
                g.fillRect(canvas.getWidth() - 9, at * 3.0, 8, 2);
                last = at;
            }
            step = Math.max(step, at);
        }
    }
}
