package dev.darkroom.credit;

import java.time.Instant;
import java.util.Optional;

/**
 * A line of the ledger with its counterpart.
 *
 * @param reverses the earlier line that this one reverses
 * @param reversedBy the later line that reverses this one
 */
public record LedgerLine(CreditTransaction line, Optional<Link> reverses, Optional<Link> reversedBy) {
    /** Another line: its id and its time. */
    public record Link(long id, Instant at) {}

    public long id() {
        return line.id();
    }
}
