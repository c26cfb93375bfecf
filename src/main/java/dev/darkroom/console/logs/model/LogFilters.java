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
    private final Set<LogSource> undismissed = new HashSet<>();

    private final ReadOnlyObjectWrapper<LogViewFilter> ownFilter = new ReadOnlyObjectWrapper<>(LogViewFilter.ALL);
    private final ReadOnlyBooleanWrapper restored = new ReadOnlyBooleanWrapper();
    private @Nullable LogSource shown;
    private String pinned = "";

    LogFilters(LogPreferences memory) {
        this.memory = memory;
    }

    /** The filter of the current log, without the pin. */
    public ReadOnlyObjectProperty<LogViewFilter> ownFilterProperty() {
        return ownFilter.getReadOnlyProperty();
    }

    /** Whether the current log shows a filter restored from the last session that has not been changed or dismissed. */
    public ReadOnlyBooleanProperty restoredProperty() {
        return restored.getReadOnlyProperty();
    }

    /** Keeps the restored filter and no longer reports it. */
    public void dismissRestored() {
        undismissed.remove(shown);
        restored.set(false);
    }

    void show(LogSource source) {
        shown = source;
        ownFilter.set(filters.computeIfAbsent(source, this::restore));
        restored.set(isRestored());
    }

    private boolean isRestored() {
        return pinned.isEmpty() && undismissed.contains(shown);
    }

    private LogViewFilter restore(LogSource source) {
        LogViewFilter left = memory.filter(source.key());
        if (!left.equals(LogViewFilter.ALL)) {
            undismissed.add(source);
        }
        return left;
    }

    void close(LogSource source) {
        filters.remove(source);
        undismissed.remove(source);
    }

    void set(LogViewFilter asked) {
        LogSource source = shown;
        if (source != null && !asked.equals(ownFilter.get())) {
            dismissRestored();
            filters.put(source, asked);
            memory.filter(source.key(), asked);
        }
        ownFilter.set(asked);
    }

    void pin(String generation) {
        pinned = generation;
        restored.set(isRestored());
    }

    /** The pinned generation, empty for none. */
    String pinned() {
        return pinned;
    }

    /** The filter in effect: the log's own, narrowed to the pinned generation. A pin suspends a restored filter. */
    LogViewFilter effective() {
        return pinned.isEmpty()
                ? ownFilter.get()
                : (undismissed.contains(shown) ? LogViewFilter.ALL : ownFilter.get()).generation(pinned);
    }

    /** Replaces the pinned generation in the filter by the log's own choice. */
    LogViewFilter withoutPin(LogViewFilter asked) {
        return !pinned.isEmpty() && asked.generation().equals(pinned)
                ? asked.generation(ownFilter.get().generation())
                : asked;
    }
}
