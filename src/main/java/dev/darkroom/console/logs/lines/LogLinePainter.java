package dev.darkroom.console.logs.lines;

import dev.darkroom.console.kit.theme.LogCategoryChip;
import dev.darkroom.console.kit.theme.LogMarkIcon;
import dev.darkroom.console.kit.theme.SemanticColor;
import dev.darkroom.console.kit.theme.ThemeColors;
import dev.darkroom.console.kit.theme.WindowTheme;
import dev.darkroom.console.logs.model.MatchHighlighter;
import dev.darkroom.console.logs.reader.DisplayLine;
import dev.darkroom.console.logs.reader.LogRecordText;
import dev.darkroom.logfile.parse.LogLevel;
import dev.darkroom.logfile.query.LogRecord;
import dev.darkroom.logging.LogMark;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import javafx.geometry.VPos;
import javafx.scene.canvas.Canvas;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.paint.Color;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.materialdesign2.MaterialDesignB;

/** Draws lines from top to bottom: level bar, time, level, mark, category and text, and a record's further lines below. */
public final class LogLinePainter {
    private static final double TIME = 12;
    private static final double BOOKMARK = 99;
    private static final double LEVEL = 114;
    private static final double ICON = 168;
    private static final double CATEGORY = 190;
    private static final double CHIP_COLUMN = 172;
    private static final double GAP = 12;
    private static final double RIGHT = 8;
    private static final String BOOKMARK_ICON = Character.toString(MaterialDesignB.BOOKMARK.getCode());

    private final Canvas canvas;
    private final WindowTheme theme;
    private final List<Link> links = new ArrayList<>();
    private LogLineFonts fonts;
    private ThemeColors tokens;
    private boolean focused;
    private @Nullable MatchHighlighter highlighter;
    private double line;

    /** An id in the text that is a link. */
    record Link(double x, double y, double width, double height, String id) {}

    LogLinePainter(Canvas canvas, WindowTheme theme) {
        this.canvas = canvas;
        this.theme = theme;
        this.tokens = theme.tokens();
        this.fonts = new LogLineFonts(theme.scaleProperty().get());
        this.line = fonts.line();
    }

    /** Returns the height of a line. */
    public double line() {
        return line;
    }

    /** Returns how many characters fit beside the columns before the text. */
    DisplayLine.Wrap wrap(double width) {
        double character = fonts.character();
        double text = width - fonts.scaled(CATEGORY + CHIP_COLUMN + RIGHT);
        return new DisplayLine.Wrap((int) (text / character), (int) ((width - fonts.scaled(ICON + RIGHT)) / character));
    }

    void begin(boolean hasFocus, MatchHighlighter matches) {
        tokens = theme.tokens();
        if (fonts.scale() != theme.scaleProperty().get()) {
            fonts = new LogLineFonts(theme.scaleProperty().get());
            line = fonts.line();
        }
        focused = hasFocus;
        highlighter = matches;
        links.clear();
        GraphicsContext g = canvas.getGraphicsContext2D();
        g.setFill(tokens.color("bg"));
        g.fillRect(0, 0, canvas.getWidth(), canvas.getHeight());
        g.setTextBaseline(VPos.CENTER);
    }

    /** Returns the id of the link at this point, or null. */
    @Nullable
    String linkAt(double x, double y) {
        return links.stream()
                .filter(link ->
                        x >= link.x() && x < link.x() + link.width() && y >= link.y() && y < link.y() + link.height())
                .map(Link::id)
                .findFirst()
                .orElse(null);
    }

    void paint(LogRecord record, DisplayLine shown, double y, boolean selected, boolean bookmarked) {
        GraphicsContext g = canvas.getGraphicsContext2D();
        if (selected) {
            g.setFill(tokens.color("selection"));
            g.fillRect(0, y, canvas.getWidth(), line);
            if (focused) {
                g.setFill(tokens.color("accent"));
                g.fillRect(0, y, 3, line);
            }
        }
        levelBar(g, record.level(), y);
        switch (shown.kind()) {
            case HEAD -> head(g, record, shown.text(), y, bookmarked);
            case WRAPPED -> text(g, shown.text(), textX(record), y, textColour(record));
            case TRACE -> text(g, shown.text(), ICON, y, trace(shown.text()));
            case FOLD -> text(g, shown.text(), ICON, y, tokens.color("accent"));
        }
    }

    /** Mutes stack frames compared to the lines that say what happened. */
    private Color trace(String text) {
        boolean frame = text.startsWith(" ");
        return frame ? tokens.color("muted") : tokens.color("text");
    }

    private void levelBar(GraphicsContext g, LogLevel level, double y) {
        String colour = switch (level) {
            case ERROR, CRITICAL -> "level-error";
            case WARN -> "level-warn";
            case NONE, TRACE, DEBUG, INFO -> "";
        };
        if (!colour.isEmpty()) {
            g.setFill(tokens.color(colour));
            g.fillRect(0, y, 4, line);
        }
    }

    private void head(GraphicsContext g, LogRecord record, String text, double y, boolean bookmarked) {
        if (record.time() != null) {
            g.setFont(fonts.mono());
            g.setFill(tokens.color("muted"));
            g.fillText(LogRecordText.TIME.format(record.time()), fonts.scaled(TIME), y + line / 2);
        }
        if (bookmarked) {
            g.setFont(fonts.smallIcons());
            g.setFill(tokens.color("accent"));
            g.fillText(BOOKMARK_ICON, fonts.scaled(BOOKMARK), y + line / 2);
        }
        g.setFont(fonts.mono());
        g.setFill(levelColour(record.level()));
        g.fillText(word(record.level()), fonts.scaled(LEVEL), y + line / 2);
        mark(g, record, y);
        if (record.category() != null) {
            chip(g, record.category(), y);
        }
        text(g, text, textX(record), y, textColour(record));
    }

    private Color textColour(LogRecord record) {
        return record.level().compareTo(LogLevel.ERROR) >= 0 ? tokens.color("red-text") : tokens.color("text");
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

    private void mark(GraphicsContext g, LogRecord record, double y) {
        LogMark mark = LogLineFonts.mark(record.mark());
        if (mark != null) {
            SemanticColor tone = LogMarkIcon.tone(mark);
            g.setFont(fonts.icons());
            g.setFill(tone == SemanticColor.NEUTRAL ? tokens.color("muted") : tokens.text(tone));
            g.fillText(Character.toString(LogMarkIcon.icon(mark).getCode()), fonts.scaled(ICON), y + line / 2);
        }
    }

    private double chipWidth(String tag) {
        return tag.length() * fonts.smallCharacter() + fonts.scaled(12);
    }

    private void chip(GraphicsContext g, String tag, double y) {
        SemanticColor tone = LogCategoryChip.tone(tag);
        double x = fonts.scaled(CATEGORY);
        g.setFill(tokens.fill(tone));
        g.fillRoundRect(x, y + 2.5, chipWidth(tag), line - 5, 6, 6);
        g.setFont(fonts.small());
        g.setFill(tokens.text(tone));
        g.fillText(tag, x + fonts.scaled(6), y + line / 2);
    }

    /** Returns the x position of a record's text, before scaling. */
    private double textX(LogRecord record) {
        if (record.category() == null) {
            if (record.time() == null && record.level() == LogLevel.NONE) {
                return TIME; // plain text, without columns before it
            }
            return record.mark().isEmpty() ? ICON : CATEGORY;
        }
        return Math.max(CATEGORY + CHIP_COLUMN, CATEGORY + chipWidth(record.category()) / fonts.scale() + GAP);
    }

    private void text(GraphicsContext g, String text, double unscaled, double y, Color colour) {
        double x = fonts.scaled(unscaled);
        if (highlighter != null) {
            highlight(g, text, x, y, highlighter.find(text));
        }
        g.setFont(fonts.mono());
        int room = Math.clamp((int) ((canvas.getWidth() - x) / fonts.character()) + 2, 0, text.length());
        int from = 0;
        Matcher ids = LogRecordText.GENERATION_ID.matcher(text);
        while (from < room && ids.find()) {
            piece(g, text, from, Math.min(room, ids.start()), x, y, colour);
            piece(g, text, ids.start(), Math.min(room, ids.end()), x, y, tokens.color("accent"));
            double begin = x + fonts.width(text, ids.start());
            links.add(new Link(begin, y, fonts.width(text, ids.end()) + x - begin, line, ids.group()));
            from = ids.end();
        }
        piece(g, text, from, room, x, y, colour);
    }

    private void piece(GraphicsContext g, String text, int from, int to, double x, double y, Color colour) {
        if (to > from) {
            g.setFill(colour);
            g.fillText(text.substring(from, to), x + fonts.width(text, from), y + line / 2);
        }
    }

    private void highlight(GraphicsContext g, String text, double x, double y, List<MatchHighlighter.Span> matches) {
        g.setFill(tokens.color("found"));
        for (MatchHighlighter.Span match : matches) {
            double begin = fonts.width(text, match.from());
            double end = fonts.width(text, match.to());
            g.fillRect(x + begin, y + 2, end - begin, line - 4);
            if (begin > canvas.getWidth()) {
                return;
            }
        }
    }
}
