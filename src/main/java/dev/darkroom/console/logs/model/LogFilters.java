package dev.darkroom.console.logs.model;

import dev.darkroom.console.logs.reader.LogSource;
import dev.darkroom.console.logs.reader.LogViewFilter;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;

/**
 * The filter of each open log, a pin that narrows them all, and which filters were restored from the last session. FX thread
 * only.
 */
public final class LogFilters {
    private final LogPreferences memory;
    private final Map<LogSource, LogViewFilter> filters = new HashMap<>();
    /** Logs with a restored filter that has not been changed or dismissed. */
    private final Set<LogSource> untold = new HashSet<>();

    private final ReadOnlyObjectWrapper<LogViewFilter> own = new ReadOnlyObjectWrapper<>(LogViewFilter.ALL);
    private final ReadOnlyBooleanWrapper restored = new ReadOnlyBooleanWrapper();
    private @Nullable LogSource shown;
    private String pinned = "";

    LogFilters(LogPreferences memory) {
        this.memory = memory;
    }

    /** The filter of the current log, without the pin. */
    public ReadOnlyObjectProperty<LogViewFilter> ownProperty() {
        return own.getReadOnlyProperty();
    }

    /** Whether the filter of the current log was restored from the last session and has not been changed or dismissed. */
    public ReadOnlyBooleanProperty restoredProperty() {
        return restored.getReadOnlyProperty();
    }

    /** Keeps the restored filter and no longer reports it. */
    public void dismissRestored() {
        untold.remove(shown);
        restored.set(false);
    }

    void show(LogSource source) {
        shown = source;
        own.set(filters.computeIfAbsent(source, this::restore));
        restored.set(untold.contains(source));
    }

    private LogViewFilter restore(LogSource source) {
        LogViewFilter left = memory.filter(source.key());
        if (!left.equals(LogViewFilter.ALL)) {
            untold.add(source);
        }
        return left;
    }

    void close(LogSource source) {
        filters.remove(source);
        untold.remove(source);
    }

    void set(LogViewFilter asked) {
        LogSource source = shown;
        if (source != null && !asked.equals(own.get())) {
            dismissRestored();
            filters.put(source, asked);
            memory.filter(source.key(), asked);
        }
        own.set(asked);
    }

    void pin(String generation) {
        pinned = generation;
    }

    /** The pinned generation, empty for none. */
    String pinned() {
        return pinned;
    }

    /** The filter in effect: the log's own, narrowed to the pinned generation. */
    LogViewFilter effective() {
        return pinned.isEmpty() ? own.get() : own.get().generation(pinned);
    }

    /** Replaces the pinned generation in the filter by the log's own choice. */
    LogViewFilter withoutPin(LogViewFilter asked) {
        return !pinned.isEmpty() && asked.generation().equals(pinned)
                ? asked.generation(own.get().generation())
                : asked;
    }
}
