package dev.darkroom.credit;

import dev.darkroom.message.CodedIoException;
import dev.darkroom.message.CodedMessage;
import dev.darkroom.system.CsvLines;
import dev.darkroom.system.PartFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes lines of the ledger as CSV: UTF-8 with a header, page by page, so that no more than a page is in memory. The ledger
 * only grows, and the export begins at the newest line of its start, so what it holds is one moment's ledger.
 */
public final class LedgerExport {
    private static final int PAGE = 2000;

    private final CreditQueries queries;

    public LedgerExport(CreditQueries queries) {
        this.queries = queries;
    }

    /**
     * The file appears, or replaces the one before, only when all is written; interrupting the thread ends the work.
     *
     * @param progress gets the number of lines written so far
     * @return the number of lines
     */
    public long write(LedgerFilter filter, Path target, LongConsumer progress) throws InterruptedException {
        try {
            return PartFiles.replace(target, part -> writePart(filter, part, progress));
        } catch (IOException exception) {
            throw new UncheckedIOException(
                    new CodedIoException(CodedMessage.of("file.unwritten", target, exception.getMessage()), exception));
        }
    }

    private long writePart(LedgerFilter filter, Path part, LongConsumer progress)
            throws IOException, InterruptedException {
        long written = 0;
        try (Writer out = Files.newBufferedWriter(part, StandardCharsets.UTF_8)) {
            out.write(CsvLines.line(
                    "id",
                    "time",
                    "user",
                    "kind",
                    "amount",
                    "balance_after",
                    "generation",
                    "charge",
                    "reason",
                    "by",
                    "reverses",
                    "reversed_by"));
            Long before = null;
            List<LedgerLine> page;
            do {
                page = queries.ledger(filter, before, PAGE);
                for (LedgerLine line : page) {
                    out.write(text(line));
                    before = line.id();
                }
                written += page.size();
                progress.accept(written);
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
            } while (page.size() == PAGE);
        }
        return written;
    }

    private static String text(LedgerLine row) {
        CreditTransaction line = row.line();
        return CsvLines.line(
                line.id(),
                line.createdAt(),
                line.userId(),
                line.kind(),
                line.amount(),
                line.balanceAfter(),
                orEmpty(line.generation()),
                orEmpty(line.charge()),
                line.reason().english(),
                line.actor(),
                row.reverses().<Object>map(LedgerLine.Link::id).orElse(""),
                row.reversedBy().<Object>map(LedgerLine.Link::id).orElse(""));
    }

    private static Object orEmpty(@Nullable Object value) {
        return value == null ? "" : value;
    }
}
