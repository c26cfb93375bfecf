package dev.darkroom.generation.action;

import dev.darkroom.generation.GenerationRow;
import java.util.Collection;
import java.util.List;

/** The scope of a planned bulk action: how many generations at which price, and how many of them were refused. */
public record BulkActionEstimate(List<Share> shares) {
    /**
     * Generations for which an action costs the same.
     *
     * @param credits the price of each of them
     * @param refused whether fal.ai's content check has refused their prompts
     */
    public record Share(String model, long credits, boolean refunded, boolean refused, long generations) {}

    public BulkActionEstimate {
        shares = List.copyOf(shares);
    }

    public static BulkActionEstimate of(Collection<GenerationRow> rows) {
        return new BulkActionEstimate(rows.stream()
                .map(row -> new Share(
                        row.model(),
                        row.credits(),
                        row.refunded(),
                        row.failure() != null && row.failure().isRefusedPrompt(),
                        1))
                .toList());
    }

    public long generations() {
        return shares.stream().mapToLong(Share::generations).sum();
    }

    public long refused() {
        return generations() - withoutRefused().generations();
    }

    /** Returns the credits of the generations that were refunded, or of those that were not. */
    public long credits(boolean refunded) {
        return shares.stream()
                .filter(share -> share.refunded() == refunded)
                .mapToLong(share -> share.credits() * share.generations())
                .sum();
    }

    public BulkActionEstimate withoutRefused() {
        return new BulkActionEstimate(
                shares.stream().filter(share -> !share.refused()).toList());
    }
}
