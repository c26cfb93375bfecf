package dev.darkroom.logfile;

import java.io.IOException;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;

/** A search through the files of a {@link MergedLog}, one after the other. */
final class MergedSearch extends LogSearch {
    private final MergedOrder order;
    private final List<LogSearch> searches;

    MergedSearch(Pattern pattern, MergedOrder order, List<LogSearch> searches) {
        super(pattern);
        this.order = order;
        this.searches = searches;
    }

    boolean searches(MergedOrder other) {
        return order == other;
    }

    LogSearch of(int file) {
        return searches.get(file);
    }

    @Override
    public void run(BooleanSupplier cancelled, Runnable progress) throws IOException {
        for (LogSearch search : searches) {
            search.run(cancelled, progress);
        }
    }

    /** All files together: what was searched is not the beginning of the whole before all is. */
    @Override
    public int searched() {
        return Math.min(
                order.size(), searches.stream().mapToInt(LogSearch::searched).sum());
    }

    @Override
    public int matches() {
        return searches.stream().mapToInt(LogSearch::matches).sum();
    }

    @Override
    public boolean holds(int record) {
        return searches.get(order.file(record)).holds(order.numberInFile(record));
    }
}
