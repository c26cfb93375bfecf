package dev.darkroom.console.logs.lines;

import dev.darkroom.console.kit.theme.ShowingSubscription;
import dev.darkroom.console.kit.theme.WindowTheme;
import dev.darkroom.console.logs.model.LogsModel;
import dev.darkroom.console.logs.reader.LogRecordText;
import dev.darkroom.console.logs.reader.LogSnapshot;
import dev.darkroom.logfile.query.LogRecord;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.scene.AccessibleAttribute;
import javafx.scene.AccessibleRole;
import javafx.scene.canvas.Canvas;
import javafx.scene.layout.Region;
import org.jspecify.annotations.Nullable;

/**
 * Draws the lines of a log on a canvas, at most once per pulse. Nothing in it depends on the length of the log. Mouse and keys
 * are handled by {@link LogLineInput}.
 */
public final class LogCanvas extends Region {
    private final Canvas canvas = new Canvas();
    private final PulseCanvas pulseCanvas = new PulseCanvas(canvas, this::draw);
    private final LogsModel model;
    private final LogLinePainter painter;
    private final VisibleRecordCache window;
    private final LogScroll scroll;
    private final LogScrollBar bar;
    private final VisibleLinesRenderer sheet;
    private final Region frame = PulseCanvas.focusFrame();
    private final BooleanProperty wrap = new SimpleBooleanProperty();
    private final ReadOnlyObjectWrapper<VisibleLinesRenderer.Span> span =
            new ReadOnlyObjectWrapper<>(VisibleLinesRenderer.Span.NONE);
    private @Nullable LogSnapshot snapshot;
    private int pinned = -1;
    private int pinnedRow;

    public LogCanvas(LogsModel model, WindowTheme theme) {
        this.model = model;
        painter = new LogLinePainter(canvas, theme);
        window = new VisibleRecordCache(model, this::arrived);
        scroll = new LogScroll(window::height);
        bar = new LogScrollBar(model, theme);
        sheet = new VisibleLinesRenderer(model, canvas, painter, window, scroll);
        getStyleClass().add("log-lines");
        setFocusTraversable(true);
        setAccessibleRole(AccessibleRole.TEXT);
        getChildren().addAll(pulseCanvas, bar, frame);
        bind(theme);
    }

    private void bind(WindowTheme theme) {
        model.snapshotProperty().subscribe(this::snapshotChanged);
        model.followingProperty().subscribe(following -> {
            if (following) {
                settle();
            }
        });
        model.selectedProperty().subscribe(_ -> selectionChanged());
        model.bookmarks().listProperty().subscribe(_ -> redraw());
        ShowingSubscription.follow(this, theme.darkProperty(), _ -> redraw());
        ShowingSubscription.follow(this, theme.scaleProperty(), _ -> requestLayout());
        wrap.subscribe(_ -> reshape());
        focusedProperty().subscribe(_ -> redraw());
        bar.onScroll(part -> scrollTo((int) (part * size())));
    }

    public BooleanProperty wrapProperty() {
        return wrap;
    }

    /** The records in view, for the histogram. */
    public ReadOnlyObjectProperty<VisibleLinesRenderer.Span> spanProperty() {
        return span.getReadOnlyProperty();
    }

    public LogLinePainter painter() {
        return painter;
    }

    int size() {
        return snapshot == null ? 0 : snapshot.shown().size();
    }

    int visible() {
        return scroll.visible();
    }

    private void snapshotChanged(@Nullable LogSnapshot found) {
        LogSnapshot before = snapshot;
        boolean same = found != null && found.isConsistentWith(before);
        boolean other = before == null
                || found == null
                || !before.source().equals(found.source())
                || before.content() != found.content();
        int keep = pinned;
        int row = pinnedRow;
        // The records of another log keep no row, and its index may be closed by now.
        if (before != null && !other && !same && keep < 0) {
            keep = anchor(before);
            row = keep < 0 ? 0 : scroll.rowOf(before.shown().placeOf(keep));
        }
        snapshot = found;
        window.show(found, same);
        scroll.extent(size(), scroll.visible());
        pinned = other || same && pinned < 0 ? -1 : keep;
        pinnedRow = row;
        if (other) {
            scroll.to(0, 0);
        }
        settle();
    }

    /** Returns the record that keeps its row when others appear or disappear: the selected one if in view, else the first. */
    private int anchor(LogSnapshot before) {
        int selected = model.selectedProperty().get();
        if (selected >= 0 && selected < before.records()) {
            int row = scroll.rowOf(before.shown().placeOf(selected));
            if (row >= 0 && row < scroll.visible()) {
                return selected;
            }
        }
        return scroll.place() < before.shown().size() ? before.shown().record(scroll.place()) : -1;
    }

    private void arrived() {
        selectionChanged();
        settle();
        if (pinned >= 0 && window.at(scroll.place()) != null) {
            pinned = -1; // its surroundings are loaded now
        }
    }

    /** Scrolls to the followed end or the pinned record, if any, and redraws. */
    private void settle() {
        if (snapshot != null && model.followingProperty().get()) {
            // During the first read of a file the user may already be reading its beginning.
            if (snapshot.extent().complete()) {
                scroll.toEnd();
            }
        } else if (snapshot != null && pinned >= 0) {
            scroll.show(snapshot.shown().placeOf(pinned), pinnedRow);
        }
        redraw();
    }

    /** Scrolls to a record and selects it, if it is among those shown. */
    public void reveal(int record) {
        LogSnapshot now = snapshot;
        if (now == null || record < 0 || !isShown(record)) {
            return;
        }
        model.pause();
        int row = scroll.rowOf(now.shown().placeOf(record));
        if (row < 0 || row >= scroll.visible() - 1) {
            pin(record, scroll.visible() / 3);
        }
        model.selection().only(record);
    }

    public boolean isShown(int record) {
        LogSnapshot now = snapshot;
        if (now == null) {
            return false;
        }
        int place = now.shown().placeOf(record);
        return place < now.shown().size() && now.shown().record(place) == record;
    }

    /** Keeps a record in its row, also across the next filter changes, until the user scrolls. */
    public void keep(int record) {
        LogSnapshot now = snapshot;
        int row =
                now == null || !isShown(record) ? -1 : scroll.rowOf(now.shown().placeOf(record));
        pin(record, row < 0 || row >= scroll.visible() ? scroll.visible() / 3 : row);
    }

    private void pin(int record, int row) {
        pinned = record;
        pinnedRow = row;
        settle();
    }

    /** Scrolls as little as needed to show the record at a place. */
    void ensureVisible(int place) {
        pinned = -1;
        int row = scroll.rowOf(place);
        int below = row + window.height(place) - scroll.visible();
        if (row < 0) {
            scroll.to(place, 0);
        } else if (below > 0) {
            scroll.by(Math.min(below, row));
        }
        redraw();
    }

    int placeOf(int record) {
        return snapshot == null ? 0 : snapshot.shown().placeOf(record);
    }

    int recordAt(int place) {
        LogSnapshot now = snapshot;
        return now == null || place < 0 || place >= now.shown().size()
                ? -1
                : now.shown().record(place);
    }

    int firstPlace() {
        return scroll.place();
    }

    public void toEnd() {
        pinned = -1;
        model.follow();
        settle();
    }

    void scrollBy(int lines) {
        pinned = -1;
        scroll.by(lines);
        scrolled();
    }

    public void scrollTo(int place) {
        pinned = -1;
        scroll.to(place, 0);
        scrolled();
    }

    /** Scrolling up pauses following, reaching the end resumes it. */
    private void scrolled() {
        if (scroll.atEnd()) {
            model.follow();
        } else {
            model.pause();
        }
        redraw();
    }

    /** Returns what is shown at this height, null for nothing. */
    public VisibleLinesRenderer.@Nullable Spot spotAt(double y) {
        return sheet.spotAt(y);
    }

    /** Unfolds or folds the lines below the first one of a record. */
    void fold(int record) {
        window.fold(record);
        settle();
    }

    public void foldSelected() {
        int selected = model.selectedProperty().get();
        if (selected >= 0) {
            fold(selected);
        }
    }

    public void foldAll() {
        window.foldAll();
        settle();
    }

    private void selectionChanged() {
        int selected = model.selectedProperty().get();
        LogRecord record = window.at(placeOf(selected));
        String spoken = record == null || record.number() != selected ? "" : LogRecordText.spoken(record);
        if (!spoken.equals(getAccessibleText())) {
            setAccessibleText(spoken);
            notifyAccessibleAttributeChanged(AccessibleAttribute.TEXT);
        }
        redraw();
    }

    private void reshape() {
        window.wrap(wrap.get() ? painter.wrap(getWidth() - LogScrollBar.WIDTH) : null);
        settle();
    }

    void redraw() {
        pulseCanvas.redraw();
    }

    private void draw() {
        window.need(scroll.place(), scroll.place() + scroll.visible() + 1);
        VisibleLinesRenderer.Span seen = sheet.draw(snapshot, isFocused());
        if (seen.first() != null || snapshot == null) {
            span.set(seen);
        }
        double size = Math.max(1, size());
        boolean all = scroll.place() == 0 && scroll.atEnd();
        bar.show(scroll.place() / size, all ? 1 : Math.min(1, scroll.visible() / size));
    }

    @Override
    protected void layoutChildren() {
        double width = Math.max(1, getWidth() - LogScrollBar.WIDTH);
        pulseCanvas.resizeRelocate(0, 0, width, getHeight());
        bar.resizeRelocate(width, 0, LogScrollBar.WIDTH, getHeight());
        frame.resizeRelocate(0, 0, getWidth(), getHeight());
        scroll.extent(size(), (int) (getHeight() / painter.line()));
        scroll.by(0);
        reshape();
    }
}
