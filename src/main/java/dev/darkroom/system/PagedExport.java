package dev.darkroom.system;

import java.io.IOException;
import java.util.List;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** Writes all rows of a list that is read in pages by key. */
public final class PagedExport {
    private static final int PAGE = 2000;

    private PagedExport() {}

    /** Reads the rows behind one, the first ones when it is null; fewer than the limit = there are no more. */
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
     * Blocks.
     *
     * @param progress gets how many rows are written after each page
     * @return how many there are
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
