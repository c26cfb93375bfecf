package dev.darkroom.console.logs.lines;

import java.util.function.IntUnaryOperator;

/**
 * Where the view begins: a place in what is shown, and a line within the record there. Nobody ever needs to know the height
 * of what is out of sight, so ten million records scroll like ten.
 */
final class LogScroll {
    private final IntUnaryOperator height;
    private int place;
    private int line;
    private int size;
    private int visible = 1;

    /** @param height how many lines the record at a place has, 1 as long as nobody knows */
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

    /** How many records there are, and how many lines have room. */
    void extent(int records, int lines) {
        size = records;
        visible = Math.max(1, lines);
    }

    void to(int newPlace, int newLine) {
        place = Math.clamp(newPlace, 0, Math.max(0, size - 1));
        line = Math.max(0, newLine);
        keepInside();
    }

    /** Down, or up when negative. */
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

    /** The last line at the lower edge. */
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

    /** Puts the record at a place so that it begins in this row of the view. */
    void show(int shown, int row) {
        place = Math.clamp(shown, 0, Math.max(0, size - 1));
        line = 0;
        by(-row);
    }

    /** In which row of the view the record at a place begins; negative above, and not less than visible() below. */
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

    /** Below the last line there is nothing to see. */
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
