package dev.darkroom.credit;

/**
 * One account, or all of them together, checked against the whole ledger.
 *
 * @param held credits of generations that have not ended yet
 * @param spent credits deducted in the last 30 days
 * @param generations how many generations those were for
 * @param refunded credits given back in the last 30 days
 * @param failures generations that failed or were cancelled in the last 30 days
 * @param unrefunded how many of those were not given back
 * @param computed what all lines add up to
 * @param gaps lines that are missing from or too many in the chain of versions
 */
public record CreditSummary(
        long balance,
        long held,
        long spent,
        long generations,
        long refunded,
        long failures,
        long unrefunded,
        long computed,
        long gaps) {
    public boolean drifts() {
        return balance != computed || gaps != 0;
    }
}
