package dev.darkroom.console.logs;

import dev.darkroom.console.logs.model.LogBookmarks;
import dev.darkroom.console.logs.model.LogPreferences;
import dev.darkroom.console.logs.reader.LogViewFilter;
import dev.darkroom.logfile.query.LogFacet;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Bookmarks, filters and expanded facets, kept for a test to inspect. */
final class KeptLogMemory implements LogPreferences {
    final Map<String, List<LogBookmarks.Bookmark>> bookmarks = new HashMap<>();
    final Map<String, LogViewFilter> filters = new HashMap<>();
    final Set<LogFacet> unfolded = EnumSet.noneOf(LogFacet.class);

    @Override
    public List<Path> recent() {
        return List.of();
    }

    @Override
    public void opened(Path file) {}

    @Override
    public List<LogBookmarks.Bookmark> bookmarks(String key) {
        return bookmarks.getOrDefault(key, List.of());
    }

    @Override
    public void bookmarks(String key, List<LogBookmarks.Bookmark> kept) {
        bookmarks.put(key, kept);
    }

    @Override
    public LogViewFilter filter(String key) {
        return filters.getOrDefault(key, LogViewFilter.ALL);
    }

    @Override
    public void filter(String key, LogViewFilter filter) {
        filters.put(key, filter);
    }

    @Override
    public Set<LogFacet> unfolded() {
        return unfolded;
    }

    @Override
    public void unfolded(Set<LogFacet> facets) {
        unfolded.clear();
        unfolded.addAll(facets);
    }
}
