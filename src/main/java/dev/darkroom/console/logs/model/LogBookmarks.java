package dev.darkroom.console.logs.model;

import dev.darkroom.console.logs.reader.LogRecordText;
import dev.darkroom.console.logs.reader.RecordLoader;
import dev.darkroom.logfile.query.LogQuery;
import dev.darkroom.logfile.query.LogRecord;
import dev.darkroom.logfile.query.LogRecords;
import java.io.IOException;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;

/**
 * The bookmarks of the current log, in its order. Those kept from before appear once their records are found; until then they
 * stay in the memory. FX thread.
 */
public final class LogBookmarks {
    private static final int MAX_AT_ONE_TIME = 1000;

    private final LogPreferences memory;
    private final TreeMap<Integer, Bookmark> marks = new TreeMap<>();
    private final ReadOnlyObjectWrapper<List<Bookmark>> list = new ReadOnlyObjectWrapper<>(List.of());
    private List<Bookmark> unchecked = List.of();
    private String key = "";

    LogBookmarks(LogPreferences memory) {
        this.memory = memory;
    }

    public ReadOnlyObjectProperty<List<Bookmark>> listProperty() {
        return list.getReadOnlyProperty();
    }

    /** Switches to another log and its remembered bookmarks. */
    void open(String source) {
        key = source;
        marks.clear();
        unchecked = List.copyOf(memory.bookmarks(source));
        changed();
    }

    /** The remembered bookmarks whose records have to be looked for. */
    List<Bookmark> unchecked() {
        return unchecked;
    }

    /** Replaces the unchecked bookmarks by those of their records that exist. */
    void confirm(List<Bookmark> found) {
        unchecked = List.of();
        found.forEach(bookmark -> marks.put(bookmark.record(), bookmark));
        save();
    }

    /** Notes that the records have been replaced, so that others may have the numbers. */
    void recheck() {
        unchecked = all();
        marks.clear();
        changed();
    }

    /** Returns the bookmarks whose records are in the log, with their numbers there. Reads the log. */
    static List<Bookmark> find(LogRecords log, List<Bookmark> wanted) throws IOException {
        List<Bookmark> found = new ArrayList<>();
        for (Bookmark bookmark : wanted) {
            LogRecord same = find(log, bookmark);
            if (same != null) {
                found.add(Bookmark.of(same));
            }
        }
        return found;
    }

    /** Looks under the number of the record and, as older files may have gone since, at its time. */
    private static @Nullable LogRecord find(LogRecords log, Bookmark bookmark) throws IOException {
        if (bookmark.record < log.records()) {
            LogRecord record = RecordLoader.masked(log, bookmark.record);
            if (bookmark.marks(record)) {
                return record;
            }
        }
        if (bookmark.time.isEmpty()) {
            return null;
        }
        LocalDateTime time = LocalDateTime.parse(bookmark.time, LogRecordText.DATE_TIME);
        int first = RecordLoader.placeAt(log, log.select(LogQuery.ALL, null), time);
        for (int number = first; number < Math.min(log.records(), first + MAX_AT_ONE_TIME); number++) {
            LogRecord record = RecordLoader.masked(log, number);
            if (bookmark.marks(record)) {
                return record;
            }
        }
        return null;
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
        memory.bookmarks(key, all());
    }

    private List<Bookmark> all() {
        return Stream.concat(marks.values().stream(), unchecked.stream()).toList();
    }

    private void changed() {
        list.set(List.copyOf(new ArrayList<>(marks.values())));
    }

    /**
     * A bookmarked record.
     *
     * @param record its number
     * @param offset its start in its file, which with time and text proves after a restart that it is still the same record
     * @param time as displayed, empty when it has none
     * @param text its beginning
     */
    public record Bookmark(int record, long offset, String time, String text) {
        private static final int MAX_LENGTH = 120;

        /** Returns whether the record is the marked one, perhaps under another number. */
        boolean marks(LogRecord other) {
            Bookmark mark = of(other);
            return mark.offset == offset && mark.time.equals(time) && mark.text.equals(text);
        }

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
