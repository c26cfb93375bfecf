package dev.darkroom.console.logs.lines;

import dev.darkroom.console.logs.model.LogsModel;
import dev.darkroom.console.logs.reader.DisplayLine;
import dev.darkroom.console.logs.reader.LogSnapshot;
import dev.darkroom.logfile.query.LogRecord;
import java.util.List;
import javafx.scene.canvas.Canvas;
import org.jspecify.annotations.Nullable;

/** The content of the canvas: records from the scroll position on, line by line, and the record at a given height. */
public final class VisibleLinesRenderer {
    private final LogsModel model;
    private final Canvas canvas;
    private final LogLinePainter painter;
    private final VisibleRecordCache window;
    private final LogScroll scroll;

    /** The first and the last record in view. */
    public record Span(@Nullable LogRecord first, @Nullable LogRecord last) {
        static final Span NONE = new Span(null, null);
    }

    /** The content at a height of the view. */
    public record Spot(int place, LogRecord record, DisplayLine line) {}

    VisibleLinesRenderer(
            LogsModel model, Canvas canvas, LogLinePainter painter, VisibleRecordCache window, LogScroll scroll) {
        this.model = model;
        this.canvas = canvas;
        this.painter = painter;
        this.window = window;
        this.scroll = scroll;
    }

    Span draw(@Nullable LogSnapshot snapshot, boolean focused) {
        model.highlighter().beginFrame(snapshot == null ? null : snapshot.filter());
        painter.begin(focused, model.highlighter());
        int size = snapshot == null ? 0 : snapshot.shown().size();
        LogRecord first = null;
        LogRecord last = null;
        double y = -scroll.line() * painter.line();
        for (int place = scroll.place(); y < canvas.getHeight() && place < size; place++) {
            LogRecord record = window.at(place);
            if (record == null) {
                y += painter.line();
                continue;
            }
            first = first == null ? record : first;
            last = record;
            y = draw(record, y);
        }
        return new Span(first, last);
    }

    private double draw(LogRecord record, double from) {
        boolean selected = model.selection().has((int) record.number());
        boolean marked = model.bookmarks().has((int) record.number());
        double y = from;
        for (DisplayLine line : window.lines(record)) {
            if (y > -painter.line() && y < canvas.getHeight()) {
                painter.paint(record, line, y, selected, marked);
            }
            y += painter.line();
        }
        return y;
    }

    /** Returns what is shown at this height, null for nothing. */
    @Nullable
    Spot spotAt(double y) {
        double left = y + scroll.line() * painter.line();
        for (int place = scroll.place(); left >= 0; place++) {
            LogRecord record = window.at(place);
            if (record == null) {
                return null;
            }
            List<DisplayLine> lines = window.lines(record);
            if (left < lines.size() * painter.line()) {
                return new Spot(place, record, lines.get((int) (left / painter.line())));
            }
            left -= lines.size() * painter.line();
        }
        return null;
    }
}
