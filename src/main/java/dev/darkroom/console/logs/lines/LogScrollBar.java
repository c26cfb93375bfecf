package dev.darkroom.console.logs.lines;

import dev.darkroom.console.kit.theme.ShowingSubscription;
import dev.darkroom.console.kit.theme.ThemeColors;
import dev.darkroom.console.kit.theme.WindowTheme;
import dev.darkroom.console.logs.model.LogBookmarks;
import dev.darkroom.console.logs.model.LogsModel;
import dev.darkroom.console.logs.reader.LogSnapshot;
import dev.darkroom.logfile.query.LogSelection;
import java.util.List;
import java.util.function.DoubleConsumer;
import javafx.css.PseudoClass;
import javafx.scene.AccessibleRole;
import javafx.scene.canvas.Canvas;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.Region;
import javafx.scene.paint.Color;
import org.jspecify.annotations.Nullable;

/** The scroll bar of the lines: a thumb over marks for errors, warnings, matches and bookmarks in the whole log. */
final class LogScrollBar extends Region {
    static final double WIDTH = 14;

    private static final PseudoClass PRESSED = PseudoClass.getPseudoClass("pressed");
    private static final double MARK = 2;
    private static final double MIN_THUMB = 24;

    private final Canvas marks = new Canvas();
    private final PulseCanvas canvas = new PulseCanvas(marks, this::draw);
    private final Region thumb = new Region();
    private final WindowTheme theme;
    private final LogsModel model;
    private DoubleConsumer scroll = _ -> {};
    private double begin;
    private double share = 1;
    private double grabbed = -1;

    LogScrollBar(LogsModel model, WindowTheme theme) {
        this.model = model;
        this.theme = theme;
        getStyleClass().add("log-scroll-bar");
        setAccessibleRole(AccessibleRole.SCROLL_BAR);
        thumb.getStyleClass().add("thumb");
        thumb.setMouseTransparent(true);
        thumb.setManaged(false);
        getChildren().addAll(canvas, thumb);
        model.snapshotProperty().subscribe(_ -> canvas.redraw());
        model.bookmarks().listProperty().subscribe(_ -> canvas.redraw());
        ShowingSubscription.follow(this, theme.darkProperty(), _ -> canvas.redraw());
        addEventHandler(MouseEvent.MOUSE_PRESSED, this::pressed);
        addEventHandler(MouseEvent.MOUSE_DRAGGED, this::dragged);
        addEventHandler(MouseEvent.MOUSE_RELEASED, _ -> {
            grabbed = -1;
            thumb.pseudoClassStateChanged(PRESSED, false);
        });
    }

    /** Sets the scroll handler, called with the new start of the view as a fraction of the whole, 0 to 1. */
    void onScroll(DoubleConsumer receiver) {
        scroll = receiver;
    }

    /** Sets the visible part: its start and its size, as fractions of the whole. */
    void show(double first, double visible) {
        begin = first;
        share = visible;
        place();
    }

    private double thumbHeight() {
        return Math.clamp(share * getHeight(), Math.min(MIN_THUMB, getHeight()), Math.max(1, getHeight()));
    }

    /** Positions the thumb. The range of {@code begin} is 0 to 1 - share. */
    private void place() {
        double height = thumbHeight();
        double free = getHeight() - height;
        double part = share >= 1 ? 0 : Math.clamp(begin / (1 - share), 0, 1);
        thumb.setVisible(share < 1);
        thumb.resizeRelocate(2, part * free, WIDTH - 4, height);
    }

    private void pressed(MouseEvent event) {
        boolean onThumb = event.getY() >= thumb.getLayoutY() && event.getY() < thumb.getLayoutY() + thumb.getHeight();
        grabbed = onThumb ? event.getY() - thumb.getLayoutY() : thumbHeight() / 2;
        thumb.pseudoClassStateChanged(PRESSED, true);
        if (!onThumb) {
            dragged(event);
        }
        event.consume();
    }

    private void dragged(MouseEvent event) {
        double free = getHeight() - thumbHeight();
        if (grabbed >= 0 && free > 0 && share < 1) {
            scroll.accept(Math.clamp((event.getY() - grabbed) / free, 0, 1) * (1 - share));
        }
        event.consume();
    }

    @Override
    protected double computePrefWidth(double height) {
        return WIDTH;
    }

    @Override
    protected void layoutChildren() {
        canvas.resizeRelocate(0, 0, WIDTH, getHeight());
        place();
    }

    private void draw() {
        GraphicsContext g = marks.getGraphicsContext2D();
        g.clearRect(0, 0, marks.getWidth(), marks.getHeight());
        LogSnapshot snapshot = model.snapshotProperty().get();
        if (snapshot != null && snapshot.shown().size() > 0) {
            paint(g, snapshot);
        }
    }

    private void paint(GraphicsContext g, LogSnapshot snapshot) {
        ThemeColors tokens = theme.tokens();
        marks(g, snapshot, snapshot.warnings(), tokens.color("level-warn"));
        marks(g, snapshot, snapshot.errors(), tokens.color("level-error"));
        marks(g, snapshot, snapshot.matches(), tokens.color("accent"));
        List<LogBookmarks.Bookmark> bookmarks = model.bookmarks().listProperty().get();
        g.setFill(tokens.color("text"));
        for (LogBookmarks.Bookmark bookmark : bookmarks) {
            double y = (double) snapshot.shown().placeOf(bookmark.record())
                    / snapshot.shown().size()
                    * getHeight();
            g.fillRect(0, Math.min(getHeight() - 4, y - 1), WIDTH, 4);
        }
    }

    /** Draws at most one mark every few pixels, so that a million cost no more than a few. */
    private void marks(GraphicsContext g, LogSnapshot snapshot, @Nullable LogSelection among, Color colour) {
        int steps = (int) (getHeight() / (MARK + 1));
        int size = snapshot.shown().size();
        if (among == null || among.size() == 0 || steps < 1) {
            return;
        }
        g.setFill(colour);
        for (int step = 0; step < steps; ) {
            int begins = (int) Math.ceilDiv((long) step * size, steps);
            if (begins >= size) {
                return;
            }
            int place = among.placeOf(snapshot.shown().record(begins));
            if (place >= among.size()) {
                return;
            }
            int at = (int) ((long) snapshot.shown().placeOf(among.record(place)) * steps / size);
            int drawn = Math.clamp(at, step, steps - 1);
            g.fillRect(3, drawn * (MARK + 1), WIDTH - 6, MARK);
            step = drawn + 1;
        }
    }
}
