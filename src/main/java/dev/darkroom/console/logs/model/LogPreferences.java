package dev.darkroom.console.logs.model;

import dev.darkroom.console.logs.reader.LogViewFilter;
import dev.darkroom.logfile.LogCache;
import dev.darkroom.logfile.query.LogFacet;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is remembered of logs between two starts. Called on the FX thread; must not keep it waiting. */
public interface LogPreferences {
    /** For whoever keeps nothing. */
    LogPreferences NONE = new LogPreferences() {};

    /** Files that were opened, the latest first. */
    default List<Path> recent() {
        return List.of();
    }

    default void opened(Path file) {}

    /** What was open beside the logs of this program, the files of each. */
    default List<List<Path>> open() {
        return List.of();
    }

    default void open(List<List<Path>> files) {}

    /** The bookmarks of a log, by the key of its source. */
    default List<LogBookmarks.Bookmark> bookmarks(String key) {
        return List.of();
    }

    default void bookmarks(String key, List<LogBookmarks.Bookmark> bookmarks) {}

    /** What was last wanted of a log, by the key of its source. */
    default LogViewFilter filter(String key) {
        return LogViewFilter.ALL;
    }

    default void filter(String key, LogViewFilter filter) {}

    /** The facets that were left unfolded. */
    default Set<LogFacet> unfolded() {
        return Set.of();
    }

    default void unfolded(Set<LogFacet> facets) {}

    /** What reading logs may keep on disk; null for nothing. */
    default @Nullable LogCache cache() {
        return null;
    }
}
