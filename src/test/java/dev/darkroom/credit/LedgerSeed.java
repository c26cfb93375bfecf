package dev.darkroom.credit;

import dev.darkroom.database.Database;

/**
 * Fills a database with accounts, generations and a correct ledger by plain SQL: user-001 and so on, each with a grant of
 * 1,000,000 and then one deduction of 10 credits per generation, every tenth of which failed and was refunded.
 */
public final class LedgerSeed {
    private static final String ACCOUNTS = """
            insert into account (user_id) select 'user-' || lpad(u::text, 3, '0') from generate_series(1, :users) u
            """;
    private static final String GENERATIONS = """
            insert into generation (id, user_id, model, kind, input, prompt, credits, status, error, refunded, created_by,
                                    created_at, finished_at)
            select md5(u || '-' || n)::uuid, 'user-' || lpad(u::text, 3, '0'), 'fal-ai/flux/dev', 'IMAGE', '{}',
                   'a ridge at dawn', 10, case when n % 10 = 0 then 'FAILED' else 'COMPLETED' end,
                   case when n % 10 = 0 then 'prompt refused' end, n % 10 = 0, 'web app',
                   now() - make_interval(mins => (:each - n)::int), now() - make_interval(mins => (:each - n)::int)
            from generate_series(1, :users) u, generate_series(1, :each) n
            """;
    private static final String LINES = """
            insert into credit_transaction (id, user_id, version, kind, amount, balance_after, generation_id, charge, reason,
                                            actor, reverses, created_at)
            overriding system value
            select id, user_id, version, kind, amount, sum(amount) over chain, generation_id, charge, reason, actor,
                   case when kind = 'REFUND' then lag(id) over chain end, created_at
            from (
              select row_number() over (order by k, u) as id, row_number() over (partition by u order by k) as version,
                     'user-' || lpad(u::text, 3, '0') as user_id, k, kind, amount,
                     case when n > 0 then md5(u || '-' || n)::uuid end as generation_id,
                     case when n > 0 then 1 end as charge, reason, actor,
                     now() - make_interval(mins => (:each - n)::int) as created_at
              from generate_series(1, :users) u cross join lateral (
                select 0 as k, 0 as n, 'GRANT' as kind, 1000000 as amount, 'plan renewal' as reason, 'billing' as actor
                union all
                select 2 * n, n, 'DEDUCT', -10, 'flux/dev, charge 1', 'web app' from generate_series(1, :each) n
                union all
                select 2 * n + 1, n, 'REFUND', 10, 'prompt refused', 'engine-1'
                from generate_series(1, :each) n where n % 10 = 0) moves) lines
            window chain as (partition by user_id order by version)
            """;
    private static final String BALANCES = """
            update account a set balance = l.balance_after, version = l.version
            from (select distinct on (user_id) * from credit_transaction order by user_id, version desc) l
            where l.user_id = a.user_id
            """;

    private LedgerSeed() {}

    public static void fill(Database database, int users, int each) {
        database.useTransaction(handle -> {
            handle.createUpdate(ACCOUNTS).bind("users", users).execute();
            handle.createUpdate(GENERATIONS)
                    .bind("users", users)
                    .bind("each", each)
                    .execute();
            handle.createUpdate(LINES).bind("users", users).bind("each", each).execute();
            handle.execute(BALANCES);
            handle.execute(
                    "select setval(pg_get_serial_sequence('credit_transaction', 'id'), (select max(id) from credit_transaction))");
            handle.execute("analyze");
        });
    }
}
