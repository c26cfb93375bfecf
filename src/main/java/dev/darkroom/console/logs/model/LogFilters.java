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
 * What is wanted of each open log, beside a pin that narrows them all, and what of it came back from the last time. FX thread
 * only.
 */
public final class LogFilters {
    private final LogPreferences memory;
    private final Map<LogSource, LogViewFilter> filters = new HashMap<>();
    /** Those whose filter is as it was the last time, and is still to be told. */
    private final Set<LogSource> untold = new HashSet<>();

    private final ReadOnlyObjectWrapper<LogViewFilter> own = new ReadOnlyObjectWrapper<>(LogViewFilter.ALL);
    private final ReadOnlyBooleanWrapper restored = new ReadOnlyBooleanWrapper();
    private @Nullable LogSource shown;
    private String pinned = "";

    LogFilters(LogPreferences memory) {
        this.memory = memory;
    }

    /** What is wanted of the log that is shown, the pin left aside. */
    public ReadOnlyObjectProperty<LogViewFilter> ownProperty() {
        return own.getReadOnlyProperty();
    }

    /** Whether the filter of the log that is shown came back from the last time, and nobody has changed or dismissed it. */
    public ReadOnlyBooleanProperty restoredProperty() {
        return restored.getReadOnlyProperty();
    }

    /** The filter stays and is not told any more. */
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

    /** The generation of the pin, empty for none. */
    String pinned() {
        return pinned;
    }

    /** What is to be shown: what is wanted, of the pinned generation alone. */
    LogViewFilter effective() {
        return pinned.isEmpty() ? own.get() : own.get().generation(pinned);
    }

    /** The generation of the pin is not taken for one that was asked for. */
    LogViewFilter withoutPin(LogViewFilter asked) {
        return !pinned.isEmpty() && asked.generation().equals(pinned)
                ? asked.generation(own.get().generation())
                : asked;
    }
}
