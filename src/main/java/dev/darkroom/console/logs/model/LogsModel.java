package dev.darkroom.console.logs.model;

import dev.darkroom.console.kit.task.FxEventBridge;
import dev.darkroom.console.logs.reader.LogReader;
import dev.darkroom.console.logs.reader.LogSnapshot;
import dev.darkroom.console.logs.reader.LogSource;
import dev.darkroom.console.logs.reader.LogViewFilter;
import dev.darkroom.console.logs.reader.RecordLoader;
import dev.darkroom.logfile.query.LogFacet;
import dev.darkroom.logfile.query.LogRecords;
import dev.darkroom.logfile.query.LogSelection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.collections.ObservableSet;
import org.jspecify.annotations.Nullable;

/** The open logs, and filter, snapshot and selection of the current one. All on the FX thread. */
public final class LogsModel implements AutoCloseable {
    private final FxEventBridge feed;
    private final LogPreferences memory;
    private final List<LogSource> menuSources;
    private final LogBookmarks bookmarks;
    private final LogFilters filters;
    private final ObservableSet<LogFacet> unfolded = FXCollections.observableSet(EnumSet.noneOf(LogFacet.class));
    private final RecordSelection selection = new RecordSelection();
    private final MatchHighlighter highlighter = new MatchHighlighter();
    private final ReadOnlyStringWrapper refusal = new ReadOnlyStringWrapper("");
    private final ObservableList<LogSource> sources = FXCollections.observableArrayList();
    private final ReadOnlyObjectWrapper<@Nullable LogSource> current = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<LogViewFilter> filter = new ReadOnlyObjectWrapper<>(LogViewFilter.ALL);
    private final ReadOnlyObjectWrapper<@Nullable LogSnapshot> snapshot = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyBooleanWrapper following = new ReadOnlyBooleanWrapper(true);
    private @Nullable LogReader reader;
    /** How many readers were opened: a log left and shown again has another reader. */
    private int openings;

    private RecordLoader records;
    private boolean visible;
    private int seen;

    /**
     * @param open the logs open from the start
     * @param menuSources the entries of the open menu other than files
     */
    public LogsModel(FxEventBridge feed, List<LogSource> open, List<LogSource> menuSources, LogPreferences memory) {
        this.feed = feed;
        this.memory = memory;
        this.menuSources = List.copyOf(menuSources);
        records = new RecordLoader(() -> null, feed::fx);
        bookmarks = new LogBookmarks(memory);
        filters = new LogFilters(memory);
        unfolded.addAll(memory.unfolded());
        unfolded.subscribe(() -> {
            memory.unfolded(Set.copyOf(unfolded));
            if (reader != null) {
                reader.setUnfolded(Set.copyOf(unfolded));
            }
        });
        sources.setAll(open);
        if (!open.isEmpty()) {
            show(open.getFirst());
        }
        memory.open().forEach(this::openBeside);
    }

    /** Reopens a log that was open when the window was closed, if its files still exist; the current log stays. */
    private void openBeside(List<Path> files) {
        feed.load(
                () -> files.stream().allMatch(Files::exists)
                        ? Optional.of(files.size() == 1 ? LogSource.family(files.getFirst()) : LogSource.merged(files))
                        : Optional.<LogSource>empty(),
                found -> found.filter(source -> !sources.contains(source)).ifPresent(sources::add),
                _ -> {});
    }

    private void rememberOpen() {
        memory.open(sources.stream()
                .filter(source -> !source.isLive() && !source.files().isEmpty())
                .map(LogSource::files)
                .toList());
    }

    public ObservableList<LogSource> sources() {
        return sources;
    }

    public List<LogSource> menuSources() {
        return menuSources;
    }

    public List<Path> recent() {
        return memory.recent();
    }

    public LogBookmarks bookmarks() {
        return bookmarks;
    }

    public LogFilters filters() {
        return filters;
    }

    /** The unfolded ones of those facets that require a pass over the log; remembered. */
    public ObservableSet<LogFacet> unfolded() {
        return unfolded;
    }

    public RecordSelection selection() {
        return selection;
    }

    /** Finds the matches in the lines being painted. */
    public MatchHighlighter highlighter() {
        return highlighter;
    }

    /** The reason why the last search typed is not run, or was ended; empty when it is run. */
    public ReadOnlyStringProperty refusalProperty() {
        return refusal.getReadOnlyProperty();
    }

    /** Says why a search is refused, while the previous one stays; empty to clear that. */
    public void setRefusal(String sentence) {
        refusal.set(sentence);
    }

    public ReadOnlyObjectProperty<@Nullable LogSource> currentProperty() {
        return current.getReadOnlyProperty();
    }

    /** The filter in effect, including the window's pin. */
    public ReadOnlyObjectProperty<LogViewFilter> filterProperty() {
        return filter.getReadOnlyProperty();
    }

    public ReadOnlyObjectProperty<@Nullable LogSnapshot> snapshotProperty() {
        return snapshot.getReadOnlyProperty();
    }

    /** Whether the newest line is kept in view. */
    public ReadOnlyBooleanProperty followingProperty() {
        return following.getReadOnlyProperty();
    }

    /** The number of the record selected last, -1 for none. */
    public ReadOnlyIntegerProperty selectedProperty() {
        return selection.leadProperty();
    }

    public void shown() {
        visible = true;
        if (reader != null) {
            reader.start();
        }
    }

    public void hidden() {
        visible = false;
        if (reader != null) {
            reader.pause();
        }
    }

    /** Opens a file with its rotated predecessors, or several files merged by time, as a further tab. */
    public void open(List<Path> files) {
        files.forEach(memory::opened);
        if (files.size() == 1) {
            feed.load(
                    () -> LogSource.family(files.getFirst()), this::open, _ -> open(LogSource.file(files.getFirst())));
        } else if (!files.isEmpty()) {
            open(LogSource.merged(files));
        }
    }

    /** Opens a log as a further tab, or switches to it if it is open. */
    public void open(LogSource source) {
        if (!sources.contains(source)) {
            sources.add(source);
            rememberOpen();
        }
        show(source);
    }

    /** Closes a log. */
    public void close(LogSource source) {
        int place = sources.indexOf(source);
        if (place < 0 || sources.size() == 1) {
            return;
        }
        if (source.equals(current.get())) {
            show(sources.get(place == 0 ? 1 : place - 1));
        }
        sources.remove(source);
        filters.close(source);
        rememberOpen();
    }

    public void show(LogSource wanted) {
        if (wanted.equals(current.get())) {
            return;
        }
        int place = sources.indexOf(wanted);
        LogSource source = place < 0 ? wanted : sources.get(place);
        // Whatever shows the snapshot still reads its index.
        snapshot.set(null);
        selection.none();
        closeReader();
        current.set(source);
        setRefusal("");
        filters.show(source);
        filter.set(filters.effective());
        int opening = ++openings;
        LogReader opened = new LogReader(
                source,
                memory.cache(),
                filter.get(),
                Set.copyOf(unfolded),
                found -> feed.fx(() -> receive(opening, found)));
        reader = opened;
        records = new RecordLoader(opened::log, feed::fx);
        bookmarks.open(source.key());
        follow();
        if (visible) {
            opened.start();
        }
    }

    /** Shows the lines of a generation: in the log of all engines if that has some, else in that of this machine. */
    public void showGeneration(String id) {
        feed.load(
                () -> menuSources.stream().filter(source -> source.has(id)).findFirst(),
                shared -> showGeneration(id, shared),
                _ -> showGeneration(id, Optional.empty()));
    }

    private void showGeneration(String id, Optional<LogSource> shared) {
        shared.or(() -> sources.stream()
                        .filter(source -> source.isLive() && !source.files().isEmpty())
                        .findFirst())
                .ifPresent(this::open);
        setFilter(LogViewFilter.ALL.generation(id));
    }

    /** Returns an action that restores the current tab and filter. */
    public Runnable restorePoint() {
        LogSource source = current.get();
        LogViewFilter wanted = filters.ownFilterProperty().get();
        return () -> {
            if (source != null && sources.contains(source)) {
                show(source);
                setOwnFilter(wanted);
            }
        };
    }

    private void receive(int opening, LogSnapshot found) {
        LogSnapshot before = snapshot.get();
        if (opening != openings || !found.filter().equals(filter.get())) {
            return; // a result nobody needs any more
        }
        if (before != null && before.content() != found.content()) {
            seen = 0;
            selection.none();
            bookmarks.recheck();
        }
        if (following.get()) {
            seen = found.records();
        }
        if (found.refusal() != null) {
            setRefusal(found.refusal());
        }
        snapshot.set(found);
        if (found.extent().complete() && !bookmarks.unchecked().isEmpty()) {
            checkBookmarks(bookmarks.unchecked());
        }
    }

    private void checkBookmarks(List<LogBookmarks.Bookmark> unchecked) {
        records.read(log -> {
            List<LogBookmarks.Bookmark> found = LogBookmarks.find(log, unchecked);
            feed.fx(() -> {
                if (bookmarks.unchecked() == unchecked) { // neither another log nor other records
                    bookmarks.confirm(found);
                }
            });
        });
    }

    /** Sets the filter as displayed: a pinned generation in it does not become part of the log's own filter. */
    public void setFilter(LogViewFilter asked) {
        setOwnFilter(filters.withoutPin(asked));
    }

    /** Sets the log's own filter; a generation in it takes effect once none is pinned. */
    public void setOwnFilter(LogViewFilter asked) {
        filters.set(asked);
        apply(filters.effective());
    }

    private void apply(LogViewFilter wanted) {
        if (!wanted.searchesLike(filter.get())) {
            setRefusal("");
        }
        if (!wanted.equals(filter.get())) {
            filter.set(wanted);
            if (reader != null) {
                reader.setFilter(wanted);
            }
            if (selection.count() > 1) {
                selection.only(selection.lead()); // lines no longer visible are not meant
            }
        }
    }

    /** Narrows all logs to this generation, whatever their filters are; empty for none. */
    public void pin(String generation) {
        if (!generation.equals(filters.pinned())) {
            filters.pin(generation);
            apply(filters.effective());
        }
    }

    /** Returns whether the window's pin hides lines of other generations. */
    public boolean isPinned() {
        return !filters.pinned().isEmpty();
    }

    public void clear() {
        setFilter(LogViewFilter.ALL);
    }

    /** Keeps the newest line in view from now on. */
    public void follow() {
        following.set(true);
        LogSnapshot now = snapshot.get();
        seen = now == null ? 0 : now.records();
    }

    /** Stops following: the view stays in place, and new lines are only counted. */
    public void pause() {
        following.set(false);
    }

    /** Returns the number of matching lines since the view was paused. */
    public int unread() {
        LogSnapshot now = snapshot.get();
        return now == null ? 0 : since(now.shown());
    }

    public int unreadErrors() {
        LogSnapshot now = snapshot.get();
        return now == null ? 0 : since(now.errors());
    }

    private int since(LogSelection among) {
        return among.size() - among.placeOf(seen);
    }

    /** Reads single records of the current log, none before one is open. */
    public RecordLoader records() {
        return records;
    }

    /** The current log, for work on a separate thread; null until it is open. */
    @Nullable
    public LogRecords log() {
        return reader == null ? null : reader.log();
    }

    private void closeReader() {
        if (reader != null) {
            reader.close();
            reader = null;
        }
        records.close();
    }

    @Override
    public void close() {
        closeReader();
    }
}
