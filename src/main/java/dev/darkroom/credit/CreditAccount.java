package dev.darkroom.credit;

import java.time.Instant;

/** A user's balance; {@code held} are the credits of generations that have not ended yet. */
public record CreditAccount(String userId, long balance, long held, long computed, Instant updatedAt) {
    /** Whether the balance is what the ledger adds up to. */
    public boolean drifts() {
        return balance != computed;
    }
}
