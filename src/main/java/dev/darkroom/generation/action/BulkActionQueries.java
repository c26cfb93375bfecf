package dev.darkroom.generation.action;

import dev.darkroom.database.DatabaseReader;
import dev.darkroom.generation.GenerationRow;
import dev.darkroom.generation.query.FilterNameResolver;
import dev.darkroom.generation.query.GenerationFilter;
import dev.darkroom.generation.query.GenerationSql;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Reads the progress of bulk actions and the outcome for each of their generations. Blocks. */
public final class BulkActionQueries {
    private static final String PROGRESS = """
            select b.id, b.act, b.reason, b.actor, b.what, b.budget, b.spent, b.state, b.created_at, b.finished_at, c.open,
                   coalesce(b.done, c.done) as done, coalesce(b.skipped, c.skipped) as skipped,
                   coalesce(b.failed, c.failed) as failed
            from bulk_action b cross join lateral (
              select count(*) filter (where i.state = 'OPEN') as open, count(*) filter (where i.state = 'DONE') as done,
                     count(*) filter (where i.state = 'SKIPPED') as skipped,
                     count(*) filter (where i.state = 'FAILED') as failed
              from bulk_item i where b.done is null and i.bulk_id = b.id) c
            """;

    private final DatabaseReader database;

    public BulkActionQueries(DatabaseReader database) {
        this.database = database;
    }

    public Optional<BulkAction> find(UUID bulk) {
        return database.read(handle -> handle.createQuery(PROGRESS + "where b.id = :id")
                .bind("id", bulk)
                .mapTo(BulkAction.class)
                .findOne());
    }

    /** Estimates an action on everything that matches now, without reading the generations one by one. */
    public BulkActionEstimate estimate(GenerationFilter filter) {
        return database.read(handle -> {
            GenerationSql.Resolved resolved = FilterNameResolver.resolve(handle, filter);
            if (resolved.isImpossible()) {
                return new BulkActionEstimate(List.of());
            }
            GenerationSql select = new GenerationSql(filter, resolved, true);
            return new BulkActionEstimate(select.bind(handle.createQuery(
                            "select m.model, m.credits, m.refunded, m.refused, count(*) as generations from ("
                                    + select.all() + ") m group by m.model, m.credits, m.refunded, m.refused"))
                    .mapTo(BulkActionEstimate.Share.class)
                    .list());
        });
    }

    /** Returns all running bulk actions and these others, newest first. */
    public List<BulkAction> runningOr(Collection<UUID> others) {
        return database.read(handle -> handle.createQuery(PROGRESS
                        + "where b.state = 'RUNNING' or b.id = any(:others) order by b.created_at desc, b.number desc")
                .bind("others", others.toArray(UUID[]::new))
                .mapTo(BulkAction.class)
                .list());
    }

    /** Returns the items with their outcomes, failed ones first. */
    public List<BulkAction.Item> items(UUID bulk, int limit) {
        return database.read(handle -> handle.createQuery("""
                        select i.generation_id as generation, g.model, g.user_id, i.state, i.outcome
                        from bulk_item i join generation g on g.id = i.generation_id
                        where i.bulk_id = :bulk
                        order by array_position(array['FAILED', 'SKIPPED', 'DONE', 'OPEN'], i.state), i.generation_id
                        limit :most
                        """)
                .bind("bulk", bulk)
                .bind("most", limit)
                .mapTo(BulkAction.Item.class)
                .list());
    }

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
}
