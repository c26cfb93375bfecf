package dev.darkroom.system;

import java.io.IOException;
import java.util.List;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** Writes all rows of a query that is read in keyset pages. */
public final class PagedExport {
    private static final int PAGE = 2000;

    private PagedExport() {}

    /** Returns the rows after the given row, or the first ones if it is null; fewer than the limit means there are no more. */
    @FunctionalInterface
    public interface PageQuery<T> {
        List<T> after(@Nullable T last, int limit);
    }

    /** Writes one row. */
    @FunctionalInterface
    public interface RowWriter<T> {
        void write(T row) throws IOException;
    }

    /**
     * Writes all rows; blocks until done.
     *
     * @param progress receives the number of rows written, after each page
     * @return the total number of rows
     */
    public static <T> long write(PageQuery<T> query, RowWriter<T> out, LongConsumer progress)
            throws IOException, InterruptedException {
        long written = 0;
        T last = null;
        List<T> page;
        do {
            page = query.after(last, PAGE);
            for (T row : page) {
                out.write(row);
                last = row;
            }
            written += page.size();
            progress.accept(written);
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        } while (page.size() == PAGE);
        return written;
    }
}
