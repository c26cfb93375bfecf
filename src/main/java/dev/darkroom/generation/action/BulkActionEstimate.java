package dev.darkroom.generation.action;

import dev.darkroom.generation.GenerationRow;
import java.util.Collection;
import java.util.List;

/** What a bulk action would be about, summed up: how many generations of which price, and which of them were refused. */
public record BulkActionEstimate(List<Share> shares) {
    /**
     * Generations that are alike in what an action on them costs.
     *
     * @param credits of each of them
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

    /** Of those whose credits were given back, or of those whose credits were not. */
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
