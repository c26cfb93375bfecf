package dev.darkroom.console.logs.lines;

import java.util.function.IntUnaryOperator;

/**
 * The scroll position: a place among the records shown, and a line within the record there. It never needs the height of
 * anything out of view, so ten million records scroll like ten.
 */
final class LogScroll {
    private final IntUnaryOperator height;
    private int place;
    private int line;
    private int size;
    private int visible = 1;

    /** @param height returns the number of lines of the record at a place, 1 while unknown */
    LogScroll(IntUnaryOperator height) {
        this.height = height;
    }

    int place() {
        return place;
    }

    int line() {
        return line;
    }

    int visible() {
        return visible;
    }

    /** Sets the number of records, and how many lines fit into the view. */
    void extent(int records, int lines) {
        size = records;
        visible = Math.max(1, lines);
    }

    void to(int newPlace, int newLine) {
        place = Math.clamp(newPlace, 0, Math.max(0, size - 1));
        line = Math.max(0, newLine);
        keepInside();
    }

    /** Scrolls down, or up when negative. */
    void by(int lines) {
        int at = place;
        int within = line + lines;
        while (within < 0 && at > 0) {
            at--;
            within += height.applyAsInt(at);
        }
        while (at < size - 1 && within >= height.applyAsInt(at)) {
            within -= height.applyAsInt(at);
            at++;
        }
        to(at, within);
    }

    /** Scrolls the last line to the bottom edge. */
    void toEnd() {
        int room = visible;
        int at = size;
        while (at > 0 && room > 0) {
            at--;
            room -= height.applyAsInt(at);
        }
        place = at;
        line = Math.max(0, -room);
    }

    boolean atEnd() {
        int lines = height.applyAsInt(place) - line;
        for (int at = place + 1; at < size; at++) {
            if (lines >= visible) {
                return false;
            }
            lines += height.applyAsInt(at);
        }
        return size == 0 || lines <= visible;
    }

    /** Scrolls so that the record at a place begins in this row of the view. */
    void show(int shown, int row) {
        place = Math.clamp(shown, 0, Math.max(0, size - 1));
        line = 0;
        by(-row);
    }

    /** Returns the row of the view in which the record at a place begins; negative above, at least visible() below. */
    int rowOf(int shown) {
        if (shown < place) {
            return -1;
        }
        int row = -line;
        for (int at = place; at < shown && row < visible; at++) {
            row += height.applyAsInt(at);
        }
        return row;
    }

    /** Prevents scrolling beyond the last line. */
    private void keepInside() {
        int wantedPlace = place;
        int wantedLine = line;
        if (size - place > visible) {
            line = Math.min(line, height.applyAsInt(place) - 1);
            return;
        }
        toEnd();
        if (wantedPlace < place || wantedPlace == place && wantedLine < line) {
            place = wantedPlace;
            line = wantedLine;
        }
    }
}
