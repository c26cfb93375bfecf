package dev.darkroom.credit;

import dev.darkroom.database.DatabaseReader;
import dev.darkroom.database.WhereClause;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The console's queries about credits. All of them block, and are paged by keyset or counted up to a limit. */
public final class CreditQueries {
    /** Sums up all accounts only where that decides the order: for a page it is cheaper one by one. */
    private static final String SPENT_OF_ALL = """
            select user_id, (-sum(amount))::bigint as credits from credit_transaction
            where created_at >= :since and kind = 'DEDUCT' group by user_id
            """;

    /** Sums up from the account's newest line back to the first of the period, with an index-only scan. */
    private static final String SPENT_OF_ONE = """
            (select coalesce(-sum(t.amount), 0)::bigint from credit_transaction t
             where t.user_id = p.user_id and t.kind = 'DEDUCT'
               and t.version > coalesce(
                 (select b.version from credit_transaction b where b.user_id = p.user_id and b.created_at < :since
                  order by b.version desc limit 1), 0))
            """;

    private final DatabaseReader database;

    public CreditQueries(DatabaseReader database) {
        this.database = database;
    }

    /** Returns the lines of one generation, oldest first. */
    public List<CreditTransaction> ofGeneration(UUID generation) {
        return database.read(handle -> handle.createQuery(
                        "select * from credit_transaction where generation_id = :generation order by id")
                .bind("generation", generation)
                .mapTo(CreditTransaction.class)
                .list());
    }

    /** Returns accounts whose id contains {@code search}, with what they spent since the first line of the ledger. */
    public List<CreditAccountLine> accounts(
            String search, AccountOrder order, @Nullable CreditAccountLine after, int limit) {
        return accounts(search, order, Instant.EPOCH, after, limit);
    }

    /**
     * Returns accounts whose id contains {@code search}.
     *
     * @param spentSince the start of the period for which spent credits are summed up
     * @param after the last account of the previous page, null for the first page
     */
    public List<CreditAccountLine> accounts(
            String search, AccountOrder order, Instant spentSince, @Nullable CreditAccountLine after, int limit) {
        WhereClause where = new WhereClause();
        if (!search.isBlank()) {
            where.and("a.user_id ilike :search", "search", WhereClause.containing(search.strip()));
        }
        if (after != null) {
            where.and(order.afterCondition(), "key", order.keyOf(after)).and("true", "after", after.userId());
        }
        boolean bySpent = order.key() == AccountOrder.Key.SPENT;
        return database.read(handle -> where.bind(handle.createQuery("""
                        with open as (
                          select user_id, sum(credits)::bigint as credits from generation
                          where status in ('PENDING', 'PROCESSING')
                          group by user_id),
                        spent as (%s),
                        page as (
                          select a.*, coalesce(o.credits, 0) as held, coalesce(s.credits, 0) as spent
                          from account a left join open o on o.user_id = a.user_id left join spent s on s.user_id = a.user_id
                          %s order by %s limit :limit)
                        select p.user_id, p.balance, p.held, %s as spent,
                               coalesce(l.created_at, p.updated_at) as last_activity,
                               p.balance <> coalesce(l.balance_after, 0) or p.version <> coalesce(l.version, 0) as drifts
                        from page p
                        left join lateral (
                          select * from credit_transaction t where t.user_id = p.user_id
                          order by t.version desc limit 1) l on true
                        order by %s
                        """.formatted(
                                bySpent ? SPENT_OF_ALL : "select ''::text as user_id, 0::bigint as credits where false",
                                where.sql(),
                                order.sql(),
                                bySpent ? "p.spent" : SPENT_OF_ONE,
                                order.ofPage())))
                .bind("limit", limit)
                .bind("since", spentSince)
                .mapTo(CreditAccountLine.class)
                .list());
    }

    /** Counts accounts and cheap drift marks among the first {@code bound} accounts. */
    public AccountTotals totals(int bound) {
        return database.read(handle -> handle.createQuery("""
                        select count(*) as accounts,
                               count(*) filter (where a.balance <> coalesce(l.balance_after, 0)
                                                   or a.version <> coalesce(l.version, 0)) as drifting
                        from (select * from account order by user_id limit :bound) a
                        left join lateral (
                          select * from credit_transaction t where t.user_id = a.user_id
                          order by t.version desc limit 1) l on true
                        """)
                .bind("bound", bound)
                .mapTo(AccountTotals.class)
                .one());
    }

    /** Returns everything about one account, including its whole chain of lines. Empty when there is no such account. */
    public Optional<CreditSummary> summary(String user) {
        return database.read(handle -> handle.createQuery(SummarySql.OF_ONE)
                .bind("user", user)
                .mapTo(CreditSummary.class)
                .findOne());
    }

    /** Returns the user whose credits paid for a generation. */
    public Optional<String> userOf(UUID generation) {
        return database.read(handle -> handle.createQuery("select user_id from generation where id = :id")
                .bind("id", generation)
                .mapTo(String.class)
                .findOne());
    }

    /**
     * Returns the version of an account's newest line, 0 when it has none: the number of its lines, unless some are missing.
     */
    public long lastVersion(String user) {
        return database.read(handle -> handle.createQuery(
                        "select coalesce(max(version), 0) from credit_transaction where user_id = :user")
                .bind("user", user)
                .mapTo(Long.class)
                .one());
    }

    /** Returns the summary of all accounts together. */
    public CreditSummary summary() {
        return database.read(handle ->
                handle.createQuery(SummarySql.OF_ALL).mapTo(CreditSummary.class).one());
    }

    /** Returns lines, newest first; {@code before} as in {@link #ledger(LedgerFilter, boolean, Long, int)}. */
    public List<LedgerLine> ledger(LedgerFilter filter, @Nullable Long before, int limit) {
        return ledger(filter, false, before, limit);
    }

    /**
     * Returns lines by time.
     *
     * @param last the last line of the previous page, null for the first page
     */
    public List<LedgerLine> ledger(LedgerFilter filter, boolean oldestFirst, @Nullable Long last, int limit) {
        String direction = oldestFirst ? "" : " desc";
        // The lines of one account are also in the order of their versions, for which there is an index. A small view
        // is sorted, as in index order the planner would search the whole ledger for its lines.
        String key = filter.user().isPresent() ? "version" : "id";
        String sortKey = filter.view().isSelective() ? key + " + 0" : key;
        return database.read(handle -> {
            WhereClause where = filter.where(handle);
            if (last != null) {
                String comparison = oldestFirst ? ">" : "<";
                where.and(
                        "t.%s %s (select l.%1$s from credit_transaction l where l.id = :last)"
                                .formatted(key, comparison),
                        "last",
                        last);
            }
            return where.bind(handle.createQuery("""
                        select t.*, r.created_at as reverses_at, b.id as reversed_by_id, b.created_at as reversed_at
                        from (select t.* from credit_transaction t %s order by t.%s%s limit :limit) t
                        left join credit_transaction r on r.id = t.reverses
                        left join lateral (
                          select id, created_at from credit_transaction x where x.reverses = t.id
                          order by x.id limit 1) b on true
                        order by t.id%s
                        """.formatted(where.sql(), sortKey, direction, direction)))
                    .bind("limit", limit)
                    .mapTo(LedgerLine.class)
                    .list();
        });
    }

    /** Counts the lines that match the filter, up to {@code bound}. */
    public long count(LedgerFilter filter, long bound) {
        return database.read(handle -> {
            WhereClause where = filter.where(handle);
            return where.bind(handle.createQuery(
                            "select count(*) from (select from credit_transaction t %s limit :bound) t"
                                    .formatted(where.sql())))
                    .bind("bound", bound)
                    .mapTo(Long.class)
                    .one();
        });
    }

    /** Returns the balance after the account's last line before this moment; 0 when there was none. */
    public long balanceBefore(String user, Instant moment) {
        return database.read(handle -> handle.createQuery("""
                        select balance_after from credit_transaction
                        where user_id = :user and created_at < :moment order by version desc limit 1
                        """)
                .bind("user", user)
                .bind("moment", moment)
                .mapTo(Long.class)
                .findOne()
                .orElse(0L));
    }

    /** Returns the lines of an account in the order of its balances, after the version {@code last}. */
    List<CreditTransaction> statement(String user, Instant from, Instant until, long last, int limit) {
        return database.read(handle -> handle.createQuery("""
                        select * from credit_transaction
                        where user_id = :user and version > :last and created_at >= :from and created_at < :until
                        order by version limit :limit
                        """)
                .bind("user", user)
                .bind("last", last)
                .bind("from", from)
                .bind("until", until)
                .bind("limit", limit)
                .mapTo(CreditTransaction.class)
                .list());
    }

    /** Returns the id of the newest line, 0 when there is none: cheap enough to poll each second. */
    public long newestLine() {
        return database.read(handle -> handle.createQuery("select coalesce(max(id), 0) from credit_transaction")
                .mapTo(Long.class)
                .one());
    }

    /** The statements behind a {@link CreditSummary}: one snapshot each, so that balance and lines belong together. */
    private static final class SummarySql {
        /** The start time is a subquery, evaluated once: computed for each line it took a third of the total time. */
        private static final String MOVED = """
                select coalesce(sum(t.amount), 0)::bigint as computed,
                       count(*) as lines,
                       coalesce(-sum(t.amount) filter (where t.kind = 'DEDUCT' and t.created_at >= (select now() - interval '30 days')), 0)::bigint
                         as spent,
                       count(*) filter (where t.kind = 'DEDUCT' and t.created_at >= (select now() - interval '30 days')) as charges,
                       coalesce(sum(t.amount) filter (where t.kind = 'REFUND' and t.created_at >= (select now() - interval '30 days')), 0)::bigint
                         as refunded
                from credit_transaction t
                """;

        /** Counts several charges of a generation once: subtracts those with an earlier one in the same period. */
        private static final String AGAIN = """
                select count(*) as again from credit_transaction t
                where t.charge > 1 and t.kind = 'DEDUCT' and t.created_at >= now() - interval '30 days'
                  and exists (select from credit_transaction e
                              where e.generation_id = t.generation_id and e.charge < t.charge and e.kind = 'DEDUCT'
                                and e.created_at >= now() - interval '30 days')
                """;

        private static final String HELD = """
                select coalesce(sum(g.credits), 0)::bigint as held from generation g where g.status in ('PENDING', 'PROCESSING')
                """;
        private static final String FAILED = """
                select count(*) as failures, count(*) filter (where not g.refunded) as unrefunded from generation g
                where g.status in ('FAILED', 'CANCELLED') and g.finished_at >= now() - interval '30 days'
                """;

        static final String OF_ONE = """
                select a.balance, h.held, m.spent, m.charges - n.again as generations, m.refunded, f.failures, f.unrefunded, m.computed,
                       a.version - m.lines as gaps
                from account a
                cross join lateral (%s where t.user_id = a.user_id) m
                cross join lateral (%s and t.user_id = a.user_id) n
                cross join lateral (%s and g.user_id = a.user_id) h
                cross join lateral (%s and g.user_id = a.user_id) f
                where a.user_id = :user
                """.formatted(MOVED, AGAIN, HELD, FAILED);

        static final String OF_ALL = """
                select a.balance, h.held, m.spent, m.charges - n.again as generations, m.refunded, f.failures, f.unrefunded, m.computed,
                       a.versions - m.lines as gaps
                from (select coalesce(sum(balance), 0)::bigint as balance, coalesce(sum(version), 0)::bigint as versions
                      from account) a
                cross join (%s) m cross join (%s) n cross join (%s) h cross join (%s) f
                """.formatted(MOVED, AGAIN, HELD, FAILED);

        private SummarySql() {}
    }

    /** The number of accounts, counted up to a limit, and how many of those counted drift. */
    public record AccountTotals(long accounts, long drifting) {}

    /**
     * One account, or all of them together, checked against the whole ledger.
     *
     * @param held credits of generations that have not ended yet
     * @param spent credits deducted in the last 30 days
     * @param generations the number of generations they paid for
     * @param refunded credits refunded in the last 30 days
     * @param failures generations that failed or were cancelled in the last 30 days
     * @param unrefunded how many of those were not refunded
     * @param computed the sum of all lines
     * @param gaps lines that are missing from the chain of versions, or too many in it
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
}
