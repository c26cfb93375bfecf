package dev.darkroom.logfile;

import dev.darkroom.logfile.facet.FileFacets;
import dev.darkroom.logfile.index.IndexedFile;
import dev.darkroom.logfile.match.GenerationSearch;
import dev.darkroom.logfile.match.TextSearch;
import dev.darkroom.logfile.query.LogQuery;
import dev.darkroom.logfile.query.LogSearch;
import dev.darkroom.logfile.search.FileSearch;
import dev.darkroom.logfile.search.QueryMatcher;
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
public final class SearchableFile extends IndexedFile {
    private final FileFacets facets = new FileFacets(this);
    private final SearchCache recentSearches = new SearchCache(this);

    SearchableFile(TailedFile file) {
        super(file);
    }

    public static SearchableFile open(Path path, UnpackFolder copies) throws IOException {
        return new SearchableFile(TailedFile.open(path, copies));
    }

    /** The records that a query leaves, and of them only those that were found. */
    QueryMatcher matching(LogQuery query, @Nullable LogSearch among) throws IOException {
        List<FileSearch> searches = new ArrayList<>();
        if (query.text() != null) {
            searches.add(recentSearches.text(query.text()));
        }
        if (query.generation() != null) {
            searches.add(recentSearches.generation(query.generation()));
        }
        for (FileSearch search : searches) {
            search.run(() -> false, () -> {});
        }
        if (among != null) {
            searches.add(among instanceof FileSearch found && found.searches(this) ? found : FileSearch.none(this));
        }
        List<SegmentMatches.Finder> hits = new ArrayList<>(searches);
        if (!query.facets().isEmpty()) {
            hits.add(facets.hits(query.facets()));
        }
        return new QueryMatcher(this, query, hits);
    }

    FileFacets facets() {
        return facets;
    }

    public FileSearch search(Pattern pattern) {
        return new FileSearch(this, pattern, stopped -> TextSearch.of(pattern, stopped));
    }

    @Override
    public void close() throws IOException {
        facets.close();
        super.close();
    }

    /** The searches that queries asked for last, so that the same question is not read from the file again. */
    private static final class SearchCache {
        private static final int KEPT = 4;

        private final IndexedFile file;
        private final Map<String, FileSearch> searches = new LinkedHashMap<>(KEPT, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, FileSearch> eldest) {
                return size() > KEPT;
            }
        };

        SearchCache(IndexedFile file) {
            this.file = file;
        }

        synchronized FileSearch text(Pattern pattern) {
            return searches.computeIfAbsent(
                    pattern.flags() + " " + pattern.pattern(),
                    _ -> new FileSearch(file, pattern, stopped -> TextSearch.of(pattern, stopped)));
        }

        synchronized FileSearch generation(String id) {
            return searches.computeIfAbsent(
                    "generation " + id,
                    _ -> new FileSearch(file, Pattern.compile(id, Pattern.LITERAL), _ -> new GenerationSearch(id)));
        }
    }
}
