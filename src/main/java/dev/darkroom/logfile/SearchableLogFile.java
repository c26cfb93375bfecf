package dev.darkroom.logfile;

import dev.darkroom.logfile.facet.LogFileFacets;
import dev.darkroom.logfile.index.IndexedLogFile;
import dev.darkroom.logfile.match.GenerationSearch;
import dev.darkroom.logfile.match.TextSearch;
import dev.darkroom.logfile.query.LogQuery;
import dev.darkroom.logfile.query.LogSearch;
import dev.darkroom.logfile.search.LogFileSearch;
import dev.darkroom.logfile.search.LogQueryMatcher;
import dev.darkroom.logfile.search.SegmentMatches;
import dev.darkroom.logfile.source.TailedFile;
import dev.darkroom.logfile.source.UnpackFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** An indexed file together with the searches and facets of its records. */
public final class SearchableLogFile extends IndexedLogFile {
    private final LogFileFacets facets = new LogFileFacets(this);
    private final SearchCache recentSearches = new SearchCache(this);

    SearchableLogFile(TailedFile file) {
        super(file);
    }

    public static SearchableLogFile open(Path path, UnpackFolder copies) throws IOException {
        return new SearchableLogFile(TailedFile.open(path, copies));
    }

    /** Returns the records that match a query; with {@code among}, only those which that search found. */
    LogQueryMatcher matching(LogQuery query, @Nullable LogSearch among) throws IOException {
        List<LogFileSearch> searches = new ArrayList<>();
        if (query.text() != null) {
            searches.add(recentSearches.text(query.text()));
        }
        if (query.generation() != null) {
            searches.add(recentSearches.generation(query.generation()));
        }
        for (LogFileSearch search : searches) {
            search.run(() -> false, () -> {});
        }
        if (among != null) {
            searches.add(
                    among instanceof LogFileSearch found && found.searches(this) ? found : LogFileSearch.none(this));
        }
        List<SegmentMatches.Finder> hits = new ArrayList<>(searches);
        if (!query.facets().isEmpty()) {
            hits.add(facets.hits(query.facets()));
        }
        return new LogQueryMatcher(this, query, hits);
    }

    LogFileFacets facets() {
        return facets;
    }

    public LogFileSearch search(Pattern pattern) {
        return new LogFileSearch(this, pattern, stopped -> TextSearch.of(pattern, stopped));
    }

    @Override
    public void close() throws IOException {
        facets.close();
        super.close();
    }

    /** Caches the most recent text searches of queries, so that repeating a query does not read the file again. */
    private static final class SearchCache {
        private static final int MAX_CACHED = 4;

        private final IndexedLogFile file;
        private final Map<String, LogFileSearch> searches = new LinkedHashMap<>(MAX_CACHED, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, LogFileSearch> eldest) {
                return size() > MAX_CACHED;
            }
        };

        SearchCache(IndexedLogFile file) {
            this.file = file;
        }

        synchronized LogFileSearch text(Pattern pattern) {
            return searches.computeIfAbsent(
                    pattern.flags() + " " + pattern.pattern(),
                    _ -> new LogFileSearch(file, pattern, stopped -> TextSearch.of(pattern, stopped)));
        }

        synchronized LogFileSearch generation(String id) {
            return searches.computeIfAbsent(
                    "generation " + id,
                    _ -> new LogFileSearch(file, Pattern.compile(id, Pattern.LITERAL), _ -> new GenerationSearch(id)));
        }
    }
}
