package dev.darkroom.console.logs.model;

import dev.darkroom.console.logs.reader.LogViewFilter;
import dev.darkroom.logfile.LogCache;
import dev.darkroom.logfile.query.LogFacet;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The state of logs kept between two starts. Called on the FX thread; must not block it. */
public interface LogPreferences {
    /** Keeps nothing. */
    LogPreferences NONE = new LogPreferences() {};

    /** Returns the files that were opened, latest first. */
    default List<Path> recent() {
        return List.of();
    }

    default void opened(Path file) {}

    /** Returns what was open beside the logs of this program, as the files of each. */
    default List<List<Path>> open() {
        return List.of();
    }

    default void open(List<List<Path>> files) {}

    /** Returns the bookmarks of a log, by the key of its source. */
    default List<LogBookmarks.Bookmark> bookmarks(String key) {
        return List.of();
    }

    default void bookmarks(String key, List<LogBookmarks.Bookmark> bookmarks) {}

    /** Returns the last filter of a log, by the key of its source. */
    default LogViewFilter filter(String key) {
        return LogViewFilter.ALL;
    }

    default void filter(String key, LogViewFilter filter) {}

    /** Returns the facets that were left unfolded. */
    default Set<LogFacet> unfolded() {
        return Set.of();
    }

    default void unfolded(Set<LogFacet> facets) {}

    /** Returns the cache on disk for reading logs; null for none. */
    default @Nullable LogCache cache() {
        return null;
    }
}
