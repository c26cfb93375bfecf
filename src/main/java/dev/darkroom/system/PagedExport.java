package dev.darkroom.system;

import dev.darkroom.message.CodedIoException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
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

    /** Writes the content of an export and returns the number of rows. */
    @FunctionalInterface
    public interface ContentWriter {
        long write(Writer out) throws IOException, InterruptedException;
    }

    /**
     * Writes an export in UTF-8. The file appears, or replaces an existing one, only when it is complete; interrupting the
     * thread ends the work.
     *
     * @return the number of rows
     * @throws UncheckedIOException with a sentence if the file cannot be written
     */
    public static long toFile(Path target, ContentWriter content) throws InterruptedException {
        try {
            return PartFiles.replace(target, part -> {
                try (Writer out = Files.newBufferedWriter(part, StandardCharsets.UTF_8)) {
                    return content.write(out);
                }
            });
        } catch (IOException exception) {
            throw CodedIoException.unwritten(target, exception);
        }
    }

    /** Writes an export of all rows as CSV, as {@link #toFile} and {@link #write} do. */
    public static <T> long csv(
            Path target, String header, PageQuery<T> query, Function<T, String> line, LongConsumer progress)
            throws InterruptedException {
        return toFile(target, out -> {
            out.write(header + "\r\n");
            return write(query, row -> out.write(line.apply(row)), progress);
        });
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
