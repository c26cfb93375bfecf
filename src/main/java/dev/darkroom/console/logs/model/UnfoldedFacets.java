package dev.darkroom.console.logs.model;

import dev.darkroom.logfile.query.LogFacet;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** The unfolded ones of those facets that require a pass over the log; remembered. FX thread. */
public final class UnfoldedFacets {
    private final LogPreferences memory;
    private final EnumSet<LogFacet> open = EnumSet.noneOf(LogFacet.class);
    private final List<Runnable> listeners = new ArrayList<>();

    UnfoldedFacets(LogPreferences memory) {
        this.memory = memory;
        open.addAll(memory.unfolded());
    }

    Set<LogFacet> all() {
        return Set.copyOf(open);
    }

    public boolean has(LogFacet facet) {
        return open.contains(facet);
    }

    public void set(LogFacet facet, boolean unfolded) {
        if (unfolded ? open.add(facet) : open.remove(facet)) {
            memory.unfolded(all());
            listeners.forEach(Runnable::run);
        }
    }

    /** Adds a listener for each change, for the lifetime of this object. */
    public void listen(Runnable listener) {
        listeners.add(listener);
    }
}
