package dev.darkroom.credit;

import java.time.Instant;

/**
 * An account as shown in lists.
 *
 * @param held credits of generations that have not ended yet
 * @param spent credits deducted since the requested time, without subtracting refunds
 * @param drifts whether the balance or the version differs from the account's last line; {@link CreditQueries#summary(String)}
 *     checks the whole chain
 */
public record CreditAccountLine(
        String userId, long balance, long held, long spent, Instant lastActivity, boolean drifts) {}
