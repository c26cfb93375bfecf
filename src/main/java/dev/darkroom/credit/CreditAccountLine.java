package dev.darkroom.credit;

import java.time.Instant;

/**
 * An account as lists show it.
 *
 * @param held credits of generations that have not ended yet
 * @param spent credits deducted since the moment that was asked for; refunds are not taken off
 * @param drifts the balance or the version is not that of the account's last line; the whole chain is checked by {@link
 *     CreditQueries#summary(String)}
 */
public record CreditAccountLine(
        String userId, long balance, long held, long spent, Instant lastActivity, boolean drifts) {}
