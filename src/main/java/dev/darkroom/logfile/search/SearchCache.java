package dev.darkroom.logfile.search;

import dev.darkroom.logfile.index.IndexedFile;
import dev.darkroom.logfile.match.GenerationSearch;
import dev.darkroom.logfile.match.TextSearch;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** The searches that queries asked for last, so that the same question is not read from the file again. */
public final class SearchCache {
    private static final int KEPT = 4;

    private final IndexedFile file;
    private final Map<String, FileSearch> searches = new LinkedHashMap<>(KEPT, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, FileSearch> eldest) {
            return size() > KEPT;
        }
    };

    public SearchCache(IndexedFile file) {
        this.file = file;
    }

    public synchronized FileSearch text(Pattern pattern) {
        return searches.computeIfAbsent(
                pattern.flags() + " " + pattern.pattern(),
                _ -> new FileSearch(file, pattern, stopped -> TextSearch.of(pattern, stopped)));
    }

    public synchronized FileSearch generation(String id) {
        return searches.computeIfAbsent(
                "generation " + id,
                _ -> new FileSearch(file, Pattern.compile(id, Pattern.LITERAL), _ -> new GenerationSearch(id)));
    }
}
