package dev.darkroom.console.logs;

import dev.darkroom.console.Theme;
import dev.darkroom.logfile.LogRecord;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import javafx.geometry.Orientation;
import javafx.scene.AccessibleRole;
import javafx.scene.canvas.Canvas;
import javafx.scene.control.ScrollBar;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.ScrollEvent;
import javafx.scene.layout.Region;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a log on a canvas. It keeps a few hundred records around what is visible, so its cost does not depend on
 * the length of the log; scrolling moves by records.
 */
final class LogLines extends Region {
    private static final int AROUND = 150;

    private final Canvas canvas = new Canvas();
    private final ScrollBar bar = new ScrollBar();
    private final LogsModel model;
    private final LinePainter painter;
    private @Nullable Look look;
    private List<LogRecord> window = List.of();
    private int windowFirst;
    private int top;
    private int visible = 1;
    private boolean asking;

    LogLines(LogsModel model, Theme theme) {
        this.model = model;
        this.painter = new LinePainter(canvas, theme);
        build();
        bind(theme);
    }

    private void build() {
        getStyleClass().add("log-lines");
        setFocusTraversable(true);
        setAccessibleRole(AccessibleRole.LIST_VIEW);
        bar.setOrientation(Orientation.VERTICAL);
        getChildren().addAll(canvas, bar);
    }

    private void bind(Theme theme) {
        model.lookProperty().subscribe(this::found);
        model.selectedProperty().subscribe(_ -> draw());
        theme.darkProperty().subscribe(_ -> draw());
        bar.valueProperty().subscribe(value -> {
            if (!asking) {
                scrollTo(value.intValue(), true);
            }
        });
        addEventHandler(ScrollEvent.SCROLL, this::wheel);
        addEventHandler(MouseEvent.MOUSE_PRESSED, this::pressed);
        addEventHandler(KeyEvent.KEY_PRESSED, this::key);
        focusedProperty().subscribe(_ -> draw());
    }

    private void found(@Nullable Look found) {
        boolean other = look == null || found == null || !look.file().equals(found.file());
        boolean narrowed =
                !other && look != null && found != null && !look.wish().equals(found.wish());
        int anchor = recordAt(top);
        look = found;
        if (found == null) {
            window = List.of();
            draw();
            return;
        }
        if (other || narrowed) {
            window = List.of();
        }
        if (model.followingProperty().get()) {
            top = last();
        } else if (narrowed && anchor >= 0) {
            top = found.shown().placeOf(anchor);
        }
        scrollTo(top, false);
    }

    private int last() {
        return look == null ? 0 : Math.max(0, look.shown().size() - visible);
    }

    private int recordAt(int place) {
        Look now = look;
        return now == null || place < 0 || place >= now.shown().size()
                ? -1
                : now.shown().record(place);
    }

    /** Brings a place into view and selects it. */
    void reveal(int place) {
        if (look == null || place < 0 || place >= look.shown().size()) {
            return;
        }
        model.pause();
        if (place < top || place >= top + visible - 1) {
            scrollTo(Math.max(0, place - visible / 3), false);
        }
        select(place);
    }

    private void select(int place) {
        int record = recordAt(place);
        if (record >= 0) {
            model.select(record);
        }
    }

    void toEnd() {
        model.follow();
        scrollTo(last(), false);
    }

    private void scrollTo(int place, boolean byPerson) {
        top = Math.clamp(place, 0, last());
        if (byPerson) {
            if (top >= last()) {
                model.follow();
            } else {
                model.pause();
            }
        }
        asking = true;
        bar.setMax(last());
        bar.setVisibleAmount(Math.max(1, (double) visible * Math.max(1, last()) / Math.max(1, last() + visible)));
        bar.setValue(top);
        asking = false;
        fetch();
        draw();
    }

    /** Asks for records when what is visible is not, or soon not, at hand. */
    private void fetch() {
        Look now = look;
        if (now == null || now.shown().size() == 0) {
            return;
        }
        int from = top;
        int to = Math.min(now.shown().size(), top + visible + 1);
        if (from >= windowFirst && to <= windowFirst + window.size()) {
            return;
        }
        int first = Math.max(0, top - AROUND);
        model.page(now.shown(), first, visible + 2 * AROUND, records -> {
            if (look == now) {
                window = records;
                windowFirst = first;
                draw();
            }
        });
    }

    private void draw() {
        Look now = look;
        Pattern highlight = null;
        try {
            highlight = now == null ? null : now.wish().pattern();
        } catch (java.util.regex.PatternSyntaxException _) {
            // said beside the field
        }
        painter.begin(isFocused(), highlight);
        for (int place = top; painter.hasRoom() && place < windowFirst + window.size(); place++) {
            if (place >= windowFirst) {
                LogRecord record = window.get(place - windowFirst);
                painter.paint(
                        record, record.number() == model.selectedProperty().get());
            }
        }
        if (now != null) {
            painter.marks(now);
        }
    }

    private void wheel(ScrollEvent event) {
        int lines = (int) Math.signum(-event.getDeltaY()) * Math.max(1, (int) Math.abs(event.getDeltaY() / 13));
        scrollTo(top + lines, true);
        event.consume();
    }

    private void pressed(MouseEvent event) {
        requestFocus();
        int row = painter.rowAt(event.getY());
        if (row >= 0) {
            select(top + row);
        }
    }

    private void key(KeyEvent event) {
        Look now = look;
        int selected = now == null || model.selectedProperty().get() < 0
                ? top - 1
                : now.shown().placeOf(model.selectedProperty().get());
        switch (event.getCode()) {
            case DOWN, J -> reveal(selected + 1);
            case UP, K -> reveal(selected - 1);
            case PAGE_DOWN -> scrollTo(top + visible - 1, true);
            case PAGE_UP -> scrollTo(top - visible + 1, true);
            case HOME -> scrollTo(0, true);
            case END -> toEnd();
            case C -> {
                if (!event.isShortcutDown()) {
                    return;
                }
                copy();
            }
            default -> {
                return;
            }
        }
        event.consume();
    }

    /** The selected record as it stands in the file. */
    private void copy() {
        int number = model.selectedProperty().get();
        if (number >= 0) {
            model.record(number, record -> {
                ClipboardContent content = new ClipboardContent();
                content.putString(RecordText.whole(record));
                Clipboard.getSystemClipboard().setContent(content);
            });
        }
    }

    /** For the drawer: calls back with each record that becomes selected. */
    void onSelected(Consumer<LogRecord> taker) {
        model.selectedProperty().subscribe(number -> {
            if (number.intValue() >= 0) {
                model.record(number.intValue(), taker);
            }
        });
    }

    @Override
    protected void layoutChildren() {
        double width = getWidth() - bar.prefWidth(-1);
        canvas.setWidth(Math.max(1, width));
        canvas.setHeight(Math.max(1, getHeight()));
        bar.resizeRelocate(width, 0, bar.prefWidth(-1), getHeight());
        visible = Math.max(1, (int) (getHeight() / LinePainter.LINE));
        if (model.followingProperty().get()) {
            top = last();
        }
        scrollTo(top, false);
    }
}
