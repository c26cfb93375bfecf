package dev.darkroom.console.logs.model;

import dev.darkroom.console.logs.text.LogRecordText;
import dev.darkroom.logfile.query.LogRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/** The bookmarks of the current log, in its order. FX thread. */
public final class LogBookmarks {
    private final LogPreferences memory;
    private final TreeMap<Integer, Bookmark> marks = new TreeMap<>();
    private final ReadOnlyObjectWrapper<List<Bookmark>> list = new ReadOnlyObjectWrapper<>(List.of());
    private String key = "";

    LogBookmarks(LogPreferences memory) {
        this.memory = memory;
    }

    public ReadOnlyObjectProperty<List<Bookmark>> listProperty() {
        return list.getReadOnlyProperty();
    }

    /** Switches to another log and returns its remembered bookmarks, which appear only once confirmed by {@link #keep}. */
    List<Bookmark> open(String source) {
        key = source;
        marks.clear();
        changed();
        return memory.bookmarks(source);
    }

    /** Confirms a remembered bookmark whose record still exists. */
    void keep(Bookmark bookmark) {
        marks.put(bookmark.record(), bookmark);
        changed();
    }

    /** Clears the bookmarks, because the records have been replaced. */
    void forget() {
        if (!marks.isEmpty()) {
            marks.clear();
            save();
        }
    }

    public void toggle(LogRecord record) {
        int number = (int) record.number();
        if (marks.remove(number) == null) {
            marks.put(number, Bookmark.of(record));
        }
        save();
    }

    public boolean has(int record) {
        return marks.containsKey(record);
    }

    /** Returns the next bookmark after or before a record, wrapping around; -1 without bookmarks. */
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

    /**
     * A bookmarked record.
     *
     * @param record its number
     * @param offset its start, which proves after a restart that it is still the same record
     * @param time as displayed, empty when it has none
     * @param text its beginning
     */
    public record Bookmark(int record, long offset, String time, String text) {
        private static final int MAX_LENGTH = 120;

        static Bookmark of(LogRecord record) {
            String text = record.text();
            return new Bookmark(
                    (int) record.number(),
                    record.offset(),
                    record.time() == null ? "" : LogRecordText.DATE_TIME.format(record.time()),
                    text.length() > MAX_LENGTH ? text.substring(0, MAX_LENGTH) : text);
        }
    }
}
