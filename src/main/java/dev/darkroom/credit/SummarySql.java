package dev.darkroom.credit;

/** The statements behind a {@link CreditSummary}: one snapshot each, so that balance and lines belong together. */
final class SummarySql {
    private static final String MOVED = """
            select coalesce(sum(t.amount), 0)::bigint as computed,
                   count(*) as lines,
                   coalesce(-sum(t.amount) filter (where t.kind = 'DEDUCT' and t.created_at >= now() - interval '30 days'), 0)::bigint
                     as spent,
                   count(distinct t.generation_id) filter (where t.kind = 'DEDUCT' and t.created_at >= now() - interval '30 days')
                     as generations,
                   coalesce(sum(t.amount) filter (where t.kind = 'REFUND' and t.created_at >= now() - interval '30 days'), 0)::bigint
                     as refunded
            from credit_transaction t
            """;
    private static final String HELD = """
            select coalesce(sum(g.credits), 0)::bigint as held from generation g where g.status in ('PENDING', 'PROCESSING')
            """;
    private static final String FAILED = """
            select count(*) as failures, count(*) filter (where not g.refunded) as unrefunded from generation g
            where g.status in ('FAILED', 'CANCELLED') and g.finished_at >= now() - interval '30 days'
            """;

    static final String OF_ONE = """
            select a.balance, h.held, m.spent, m.generations, m.refunded, f.failures, f.unrefunded, m.computed,
                   a.version - m.lines as gaps
            from account a
            cross join lateral (%s where t.user_id = a.user_id) m
            cross join lateral (%s and g.user_id = a.user_id) h
            cross join lateral (%s and g.user_id = a.user_id) f
            where a.user_id = :user
            """.formatted(MOVED, HELD, FAILED);

    static final String OF_ALL = """
            select a.balance, h.held, m.spent, m.generations, m.refunded, f.failures, f.unrefunded, m.computed,
                   a.versions - m.lines as gaps
            from (select coalesce(sum(balance), 0)::bigint as balance, coalesce(sum(version), 0)::bigint as versions
                  from account) a
            cross join (%s) m cross join (%s) h cross join (%s) f
            """.formatted(MOVED, HELD, FAILED);

    private SummarySql() {}
}
