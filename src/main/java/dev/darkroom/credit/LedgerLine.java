package dev.darkroom.credit;

import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.mapper.Nested;
import org.jspecify.annotations.Nullable;

/**
 * A line of the ledger with its counterpart.
 *
 * @param reversesAt the time of the earlier line that this one reverses
 * @param reversedById the later line that reverses this one
 */
public record LedgerLine(
        @Nested CreditTransaction line,
        @Nullable Instant reversesAt,
        @Nullable Long reversedById,
        @Nullable Instant reversedAt) {
    /** Another line: its id and its time. */
    public record Link(long id, Instant at) {}

    public long id() {
        return line.id();
    }

    /** Returns the earlier line that this one reverses. */
    public Optional<Link> reverses() {
        return link(line.reverses(), reversesAt);
    }

    /** Returns the later line that reverses this one. */
    public Optional<Link> reversedBy() {
        return link(reversedById, reversedAt);
    }

    private static Optional<Link> link(@Nullable Long id, @Nullable Instant at) {
        return id == null || at == null ? Optional.empty() : Optional.of(new Link(id, at));
    }
}
