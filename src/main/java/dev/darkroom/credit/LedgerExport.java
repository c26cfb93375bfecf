package dev.darkroom.credit;

import dev.darkroom.system.CsvLines;
import dev.darkroom.system.PagedExport;
import java.nio.file.Path;
import java.util.function.LongConsumer;

/**
 * Writes lines of the ledger as CSV: UTF-8 with a header, page by page, so that only one page is in memory. The ledger is
 * append-only, and the export starts at the line that is newest when it begins, so its content is the ledger at one moment.
 */
public final class LedgerExport {
    private final CreditQueries queries;

    public LedgerExport(CreditQueries queries) {
        this.queries = queries;
    }

    /**
     * Writes the export. The file appears, or replaces an existing one, only when it is complete; interrupting the thread ends
     * the work.
     *
     * @param progress receives the number of lines written so far
     * @return the number of lines
     */
    public long write(LedgerFilter filter, Path target, LongConsumer progress) throws InterruptedException {
        return PagedExport.csv(
                target,
                "id,time,user,kind,amount,balance_after,generation,charge,reason,by,reverses,reversed_by",
                (last, limit) -> queries.ledger(filter, last == null ? null : last.id(), limit),
                LedgerExport::text,
                progress);
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
                line.generation(),
                line.charge(),
                line.reason().english(),
                line.actor(),
                row.reverses().map(LedgerLine.Link::id).orElse(null),
                row.reversedBy().map(LedgerLine.Link::id).orElse(null));
    }
}
