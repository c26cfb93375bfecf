package dev.darkroom.console.logs;

import dev.darkroom.console.Feed;
import dev.darkroom.logfile.LogLevel;
import dev.darkroom.logfile.LogRecord;
import dev.darkroom.logfile.LogSelection;
import dev.darkroom.sharedlog.SharedSpool;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/** The open files, what is wanted of the one that is shown, and what was found. All on the FX thread. */
public final class LogsModel implements AutoCloseable {
    private final Feed feed;
    private final ObservableList<Path> files = FXCollections.observableArrayList();
    private final ReadOnlyObjectWrapper<@Nullable Path> current = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<Wish> wish = new ReadOnlyObjectWrapper<>(Wish.ALL);
    private final ReadOnlyObjectWrapper<@Nullable Look> look = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyBooleanWrapper following = new ReadOnlyBooleanWrapper(true);
    private final ReadOnlyIntegerWrapper selected = new ReadOnlyIntegerWrapper(-1);
    private final @Nullable SharedSpool spool;
    private @Nullable LogReader reader;
    private boolean visible;
    private int seenRecords;
    private long seenTroubles;

    public LogsModel(Feed feed, List<Path> live) {
        this(feed, live, null);
    }

    /** @param spool the log of all engines; starts when it is opened for the first time */
    public LogsModel(Feed feed, List<Path> live, @Nullable SharedSpool spool) {
        this.feed = feed;
        this.spool = spool;
        files.setAll(live);
        if (!live.isEmpty()) {
            show(live.getFirst());
        }
    }

    ObservableList<Path> files() {
        return files;
    }

    ReadOnlyObjectProperty<@Nullable Path> currentProperty() {
        return current.getReadOnlyProperty();
    }

    ReadOnlyObjectProperty<Wish> wishProperty() {
        return wish.getReadOnlyProperty();
    }

    ReadOnlyObjectProperty<@Nullable Look> lookProperty() {
        return look.getReadOnlyProperty();
    }

    /** Whether the newest line is kept in view. */
    ReadOnlyBooleanProperty followingProperty() {
        return following.getReadOnlyProperty();
    }

    /** The number of the selected record in its file, -1 for none. */
    ReadOnlyIntegerProperty selectedProperty() {
        return selected.getReadOnlyProperty();
    }

    void shown() {
        visible = true;
        if (reader != null) {
            reader.start();
        }
    }

    void hidden() {
        visible = false;
        if (reader != null) {
            reader.pause();
        }
    }

    /** Opens a file beside those that are open, or goes back to it. */
    void open(Path file) {
        if (!files.contains(file)) {
            files.add(file);
        }
        show(file);
    }

    /** The records of all engines that share them, as one more source. */
    void openAllEngines() {
        SharedSpool all = spool;
        if (all != null) {
            feed.load(all::start, this::open, _ -> open(all.file()));
        }
    }

    boolean hasAllEngines() {
        return spool != null;
    }

    boolean isAllEngines(Path file) {
        return spool != null && file.equals(spool.file());
    }

    /** Why the log of all engines cannot be read just now. */
    Optional<String> allEnginesProblem() {
        return spool == null ? Optional.empty() : spool.problem();
    }

    void show(Path file) {
        if (file.equals(current.get())) {
            return;
        }
        if (reader != null) {
            reader.close();
        }
        current.set(file);
        selected.set(-1);
        look.set(null);
        reader = new LogReader(file, wish.get(), found -> feed.fx(() -> found(found)));
        follow();
        if (visible) {
            reader.start();
        }
    }

    private void found(Look found) {
        if (!found.file().equals(current.get()) || !found.wish().equals(wish.get())) {
            return; // an answer to what nobody asks any more
        }
        if (following.get()) {
            seenRecords = found.records();
            seenTroubles = found.troubles().size();
        }
        look.set(found);
    }

    void wish(Wish wanted) {
        if (!wanted.equals(wish.get())) {
            wish.set(wanted);
            if (reader != null) {
                reader.wish(wanted);
            }
        }
    }

    void clear() {
        wish(Wish.ALL);
    }

    /** Only this category, or, when it is the only one already, all again. */
    void only(Set<String> categories, Set<String> known) {
        Set<String> hidden = new HashSet<>(known);
        hidden.removeAll(categories);
        wish(wish.get().hidden(hidden.equals(wish.get().hidden()) ? Set.of() : hidden));
    }

    void toggle(Set<String> categories, boolean show) {
        Set<String> hidden = new HashSet<>(wish.get().hidden());
        if (show) {
            hidden.removeAll(categories);
        } else {
            hidden.addAll(categories);
        }
        wish(wish.get().hidden(hidden));
    }

    void toggle(LogLevel level, boolean show) {
        Set<LogLevel> hidden = new HashSet<>(wish.get().hiddenLevels());
        if (show) {
            hidden.remove(level);
        } else {
            hidden.add(level);
        }
        wish(wish.get().hiddenLevels(hidden));
    }

    /** The newest line stays in view from now on. */
    void follow() {
        following.set(true);
        Look now = look.get();
        seenRecords = now == null ? 0 : now.records();
        seenTroubles = now == null ? 0 : now.troubles().size();
    }

    /** What is being read stays where it is; what comes is only counted. */
    void pause() {
        following.set(false);
    }

    int unread() {
        Look now = look.get();
        return now == null ? 0 : Math.max(0, now.records() - seenRecords);
    }

    long unreadTroubles() {
        Look now = look.get();
        return now == null ? 0 : Math.max(0, now.troubles().size() - seenTroubles);
    }

    void select(int record) {
        selected.set(record);
    }

    /** The place of the next record of a selection after (or before) the selected one, -1 when there is none. */
    int next(@Nullable LogSelection among, boolean forward) {
        Look now = look.get();
        if (now == null || among == null || among.size() == 0) {
            return -1;
        }
        int at = among.placeOf(forward ? selected.get() + 1 : Math.max(0, selected.get()));
        int place = forward ? at : at - 1;
        int wrapped = Math.floorMod(selected.get() < 0 && !forward ? among.size() - 1 : place, among.size());
        return now.shown().placeOf(among.record(wrapped));
    }

    /** Records of what is shown, told on the FX thread. */
    void page(LogSelection of, int first, int count, Consumer<List<LogRecord>> taker) {
        if (reader != null) {
            reader.page(of, first, count, records -> feed.fx(() -> taker.accept(records)));
        }
    }

    /** One whole record, told on the FX thread. */
    void record(int number, Consumer<LogRecord> taker) {
        if (reader != null) {
            reader.record(number, record -> feed.fx(() -> taker.accept(record)));
        }
    }

    @Override
    public void close() {
        if (reader != null) {
            reader.close();
        }
    }
}
