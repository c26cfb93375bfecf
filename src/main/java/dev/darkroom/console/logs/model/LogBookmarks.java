package dev.darkroom.console.logs.model;

import dev.darkroom.logfile.query.LogRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/** The bookmarks of the log that is shown, in its order. FX thread. */
public final class LogBookmarks {
    private final LogPreferences memory;
    private final TreeMap<Integer, LogBookmark> marks = new TreeMap<>();
    private final ReadOnlyObjectWrapper<List<LogBookmark>> list = new ReadOnlyObjectWrapper<>(List.of());
    private String key = "";

    LogBookmarks(LogPreferences memory) {
        this.memory = memory;
    }

    public ReadOnlyObjectProperty<List<LogBookmark>> listProperty() {
        return list.getReadOnlyProperty();
    }

    /** Another log is shown: its remembered bookmarks are checked by {@link #keep} before they appear. */
    List<LogBookmark> open(String source) {
        key = source;
        marks.clear();
        changed();
        return memory.bookmarks(source);
    }

    /** A remembered bookmark whose record is still there. */
    void keep(LogBookmark bookmark) {
        marks.put(bookmark.record(), bookmark);
        changed();
    }

    /** The records are others now. */
    void forget() {
        if (!marks.isEmpty()) {
            marks.clear();
            save();
        }
    }

    public void toggle(LogRecord record) {
        int number = (int) record.number();
        if (marks.remove(number) == null) {
            marks.put(number, LogBookmark.of(record));
        }
        save();
    }

    public boolean has(int record) {
        return marks.containsKey(record);
    }

    /** The next one after a record, or before it, from the other end when there is none; -1 without bookmarks. */
    public int next(int record, boolean forward) {
        if (marks.isEmpty()) {
            return -1;
        }
        Integer next = forward ? marks.higherKey(record) : marks.lowerKey(record);
        return next != null ? next : forward ? marks.firstKey() : marks.lastKey();
    }

    private void save() {
        changed();
        memory.bookmarks(key, list.get());
    }

    private void changed() {
        list.set(List.copyOf(new ArrayList<>(marks.values())));
    }
}
