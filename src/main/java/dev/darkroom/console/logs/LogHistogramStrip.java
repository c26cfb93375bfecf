package dev.darkroom.console.logs;

import dev.darkroom.console.kit.text.ValueFormats;
import dev.darkroom.console.kit.theme.ShowingSubscription;
import dev.darkroom.console.kit.theme.ThemeColors;
import dev.darkroom.console.kit.theme.WindowTheme;
import dev.darkroom.console.logs.lines.LogCanvas;
import dev.darkroom.console.logs.lines.PulseCanvas;
import dev.darkroom.console.logs.lines.VisibleLinesRenderer;
import dev.darkroom.console.logs.model.LogsModel;
import dev.darkroom.console.logs.reader.LogMessages;
import dev.darkroom.console.logs.reader.LogSnapshot;
import dev.darkroom.console.logs.reader.LogViewFilter;
import dev.darkroom.logfile.parse.LogLevel;
import dev.darkroom.logfile.query.LogHistogram;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import javafx.scene.AccessibleRole;
import javafx.scene.Cursor;
import javafx.scene.canvas.Canvas;
import javafx.scene.control.Label;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.Region;
import org.jspecify.annotations.Nullable;

/**
 * The histogram above the lines. Dragging over the bars selects a range; a click on them, or dragging along the axis below,
 * jumps to that time; a double click or Esc clears the range.
 */
public final class LogHistogramStrip extends Region {
    private static final double HEIGHT = 74;
    private static final double MARGIN = 16;
    private static final double MIN_DRAG = 4;

    private final LogsModel model;
    private final LogCanvas lines;
    private final WindowTheme theme;
    private final Canvas canvas = new Canvas();
    private final PulseCanvas pulseCanvas = new PulseCanvas(canvas, this::draw);
    private final LogHistogramPainter painter = new LogHistogramPainter(canvas);
    private final Label hint = new Label();
    private final Region frame = PulseCanvas.focusFrame();
    private LogHistogram histogram = LogHistogram.EMPTY;
    private double pressed = -1;
    private double dragged = -1;
    private boolean scrubbing;
    private int hovered = -1;

    public LogHistogramStrip(LogsModel model, LogCanvas lines, WindowTheme theme) {
        this.model = model;
        this.lines = lines;
        this.theme = theme;
        getStyleClass().add("log-histogram");
        ShowingSubscription.follow(this, theme.scaleProperty(), scale -> {
            painter.scale(scale.doubleValue());
            setMinHeight(HEIGHT * scale.doubleValue());
            setMaxHeight(HEIGHT * scale.doubleValue());
        });
        setFocusTraversable(true);
        setAccessibleRole(AccessibleRole.SLIDER);
        hint.getStyleClass().add("histogram-hint");
        hint.setMouseTransparent(true);
        hint.setManaged(false);
        hint.setVisible(false);
        getChildren().addAll(pulseCanvas, hint, frame);
        managedProperty().bind(visibleProperty());
        bind();
    }

    private void bind() {
        model.snapshotProperty().subscribe(this::show);
        model.filterProperty().subscribe(_ -> pulseCanvas.redraw());
        lines.spanProperty().subscribe(_ -> pulseCanvas.redraw());
        ShowingSubscription.follow(this, theme.darkProperty(), _ -> pulseCanvas.redraw());
        addEventHandler(MouseEvent.MOUSE_PRESSED, this::press);
        addEventHandler(MouseEvent.MOUSE_DRAGGED, this::drag);
        addEventHandler(MouseEvent.MOUSE_RELEASED, this::release);
        addEventHandler(MouseEvent.MOUSE_MOVED, this::hover);
        addEventHandler(MouseEvent.MOUSE_EXITED, _ -> hover(-1));
        addEventHandler(KeyEvent.KEY_PRESSED, this::key);
    }

    private void show(@Nullable LogSnapshot snapshot) {
        histogram = snapshot == null ? LogHistogram.EMPTY : snapshot.histogram();
        setVisible(histogram.counts().length > 0 && histogram.from() != null);
        if (isVisible()) {
            HistogramTimeAxis axis = axis();
            setAccessibleText(LogMessages.TEXTS.get(
                    "histogram.spoken", HistogramTimeAxis.range(axis.time(0), axis.time(width()))));
        }
        pulseCanvas.redraw();
    }

    private double width() {
        return Math.max(1, getWidth() - 2 * MARGIN);
    }

    private HistogramTimeAxis axis() {
        return LogHistogramPainter.axis(histogram, width());
    }

    private double x(MouseEvent event) {
        return Math.clamp(event.getX() - MARGIN, 0, width());
    }

    private boolean overTimes(MouseEvent event) {
        return event.getY() > getHeight() - painter.axis();
    }

    private void press(MouseEvent event) {
        requestFocus();
        if (event.getButton() != MouseButton.PRIMARY || !isVisible()) {
            return;
        }
        if (event.getClickCount() == 2) {
            clearRange();
            return;
        }
        scrubbing = overTimes(event);
        pressed = x(event);
        dragged = pressed;
        if (scrubbing) {
            jump(pressed);
        }
        event.consume();
    }

    private void drag(MouseEvent event) {
        if (pressed < 0) {
            return;
        }
        dragged = x(event);
        hover((int) (dragged / width() * histogram.counts().length));
        if (scrubbing) {
            jump(dragged);
        }
        pulseCanvas.redraw();
        event.consume();
    }

    private void release(MouseEvent event) {
        if (pressed < 0) {
            return;
        }
        double from = Math.min(pressed, dragged);
        double to = Math.max(pressed, dragged);
        pressed = -1;
        if (!scrubbing && to - from >= MIN_DRAG) {
            HistogramTimeAxis axis = axis();
            model.setFilter(model.filterProperty()
                    .get()
                    .between(axis.time(from), axis.time(to).minus(1, ChronoUnit.MILLIS)));
        } else if (!scrubbing) {
            jump(from);
        }
        pulseCanvas.redraw();
        event.consume();
    }

    private void jump(double x) {
        model.pause();
        LogSnapshot shown = model.snapshotProperty().get();
        if (shown != null) {
            model.records().placeAt(shown.shown(), axis().time(x), lines::scrollTo);
        }
    }

    /** Clears the range. */
    public void clearRange() {
        pressed = -1;
        model.setFilter(model.filterProperty().get().between(null, null));
    }

    private void key(KeyEvent event) {
        if (event.getCode() == KeyCode.ESCAPE
                && (pressed >= 0 || model.filterProperty().get().hasRange())) {
            clearRange();
            event.consume();
        } else if ((event.getCode() == KeyCode.LEFT || event.getCode() == KeyCode.RIGHT) && isVisible()) {
            VisibleLinesRenderer.Span span = lines.spanProperty().get();
            LocalDateTime now = span.first() == null ? null : span.first().time();
            double step = width() / histogram.counts().length;
            double from = now == null ? 0 : axis().x(now);
            jump(from + (event.getCode() == KeyCode.LEFT ? -step : step));
            event.consume();
        }
    }

    private void hover(MouseEvent event) {
        setCursor(overTimes(event) ? Cursor.H_RESIZE : Cursor.CROSSHAIR);
        hover((int) (x(event) / width() * histogram.counts().length));
    }

    private void hover(int part) {
        int parts = histogram.counts().length;
        hovered = part < 0 || parts == 0 ? -1 : Math.min(part, parts - 1);
        hint.setVisible(hovered >= 0 && isVisible());
        if (hint.isVisible()) {
            hint.setText(hintText());
        }
        pulseCanvas.redraw();
    }

    private String hintText() {
        LocalDateTime to = hovered + 1 < histogram.counts().length ? histogram.start(hovered + 1) : histogram.to();
        String range = HistogramTimeAxis.range(histogram.start(hovered), to == null ? histogram.start(hovered) : to);
        return LogMessages.TEXTS.get(
                "histogram.hint",
                range,
                ValueFormats.number(histogram.total(hovered)),
                ValueFormats.number(LogHistogramPainter.errors(histogram, hovered)),
                ValueFormats.number(histogram.counts()[hovered][LogLevel.WARN.ordinal()]));
    }

    @Override
    protected void layoutChildren() {
        pulseCanvas.resizeRelocate(MARGIN, 0, width(), getHeight() - 1);
        frame.resizeRelocate(0, 0, getWidth(), getHeight());
    }

    private void placeHint() {
        double width = hint.prefWidth(-1);
        double at = (hovered + 0.5) / histogram.counts().length * width() + MARGIN - width / 2;
        hint.resizeRelocate(Math.clamp(at, 4, Math.max(4, getWidth() - width - 4)), 4, width, hint.prefHeight(width));
    }

    private void draw() {
        if (!isVisible()) {
            return;
        }
        if (hint.isVisible()) {
            placeHint();
        }
        ThemeColors tokens = theme.tokens();
        HistogramTimeAxis axis = axis();
        painter.clear(tokens);
        painter.bars(histogram, tokens, hovered);
        painter.axis(axis, tokens);
        LogViewFilter filter = model.filterProperty().get();
        if (pressed >= 0 && !scrubbing && Math.abs(dragged - pressed) >= MIN_DRAG) {
            painter.range(Math.min(pressed, dragged), Math.max(pressed, dragged), tokens);
        } else if (filter.hasRange()) {
            double from = filter.since() == null ? 0 : axis.x(filter.since());
            double to = filter.until() == null ? width() : axis.x(filter.until());
            painter.range(from, to, tokens);
        }
        VisibleLinesRenderer.Span span = lines.spanProperty().get();
        LocalDateTime first = span.first() == null ? null : span.first().time();
        LocalDateTime last = span.last() == null ? null : span.last().time();
        if (first != null) {
            painter.view(axis.x(first), axis.x(last == null ? first : last), tokens);
        }
    }
}
