package dev.darkroom.logfile.merge;

import dev.darkroom.logfile.query.FacetCounts;
import dev.darkroom.logfile.query.LogFacets;
import java.io.IOException;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

/** The facets of the files of a {@link MergedLog}, one after the other. */
final class MergedFacets extends LogFacets {
    private final List<LogFacets> files;

    MergedFacets(List<LogFacets> files) {
        this.files = files;
    }

    @Override
    public void run(BooleanSupplier cancelled, Runnable progress) throws IOException {
        for (LogFacets file : files) {
            file.run(cancelled, progress);
        }
    }

    /** All files together: what was scanned is not the beginning of the whole before all is. */
    @Override
    public int scanned() {
        return files.stream().mapToInt(LogFacets::scanned).sum();
    }

    static FacetCounts sum(List<FacetCounts> files) {
        SortedMap<String, Long> sums = new TreeMap<>();
        files.forEach(file -> file.byValue().forEach((value, count) -> sums.merge(value, count, Long::sum)));
        return new FacetCounts(sums);
    }
}
