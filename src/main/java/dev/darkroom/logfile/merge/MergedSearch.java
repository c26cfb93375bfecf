package dev.darkroom.logfile.merge;

import dev.darkroom.logfile.LogFile;
import dev.darkroom.logfile.MergedOrder;
import dev.darkroom.logfile.SearchableLogFile;
import dev.darkroom.logfile.query.LogSearch;
import dev.darkroom.logfile.search.LogFileSearch;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;

/** A search through the files of a {@link MergedLog}, file by file, including files added while the log is followed. */
final class MergedSearch extends LogSearch {
    private final MergedOrder order;
    private final List<LogFile> files;
    private final List<LogFileSearch> searches = new ArrayList<>();

    MergedSearch(Pattern pattern, MergedOrder order, List<LogFile> files) {
        super(pattern);
        this.order = order;
        this.files = files;
    }

    boolean searches(MergedOrder other) {
        return order == other;
    }

    synchronized LogFileSearch of(int file) {
        while (searches.size() <= file) {
            searches.add(files.get(searches.size()).content().search(pattern()));
        }
        SearchableLogFile content = files.get(file).content();
        if (!searches.get(file).searches(content)) {
            searches.set(file, content.search(pattern()));
        }
        return searches.get(file);
    }

    private List<LogFileSearch> all() {
        List<LogFileSearch> all = new ArrayList<>();
        for (int file = 0; file < files.size(); file++) {
            all.add(of(file));
        }
        return all;
    }

    @Override
    public void run(BooleanSupplier cancelled, Runnable progress) throws IOException {
        for (LogFileSearch search : all()) {
            search.run(cancelled, progress);
        }
    }

    /** Returns the total of all files: the searched records are not a prefix of the merged log until all are searched. */
    @Override
    public int searched() {
        return Math.min(
                order.size(), all().stream().mapToInt(LogSearch::searched).sum());
    }

    @Override
    public int matches() {
        return all().stream().mapToInt(LogSearch::matches).sum();
    }

    @Override
    public int leftOut() {
        return all().stream().mapToInt(LogSearch::leftOut).sum();
    }

    @Override
    public boolean holds(int record) {
        return of(order.file(record)).holds(order.numberInFile(record));
    }
}
