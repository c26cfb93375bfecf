package dev.darkroom.generation;

import java.util.List;
import org.jdbi.v3.core.Handle;

/**
 * Finished generations by the million, with all that belongs to them: 97 of a hundred completed with one file, two failed and
 * one cancelled, both refunded. All SQL that knows the tables is here; the server needs {@code uuidv7}, PostgreSQL 18.
 */
final class HistoryRows {
    /** Words of prompts: in one of 50,000, in a quarter, in none. */
    static final String RARE = "zeppelin";

    static final String COMMON = "morning mist";
    static final String ABSENT = "xyzzyq";
    private static final int USERS = 10_000;

    private static final List<String> TABLES =
            List.of("generation", "fal_request", "timeline_event", "credit_transaction", "stored_file");

    /** Sessions that write history look nothing up: the rows are made to fit. */
    private static final String UNCHECKED = "set local session_replication_role = replica";

    /** Dropped before and made again after: an index made at once costs a fraction of one that grows row by row. */
    private static final String INDEXES = """
            select i.indexrelid::regclass::text as name, pg_get_indexdef(i.indexrelid) as definition
            from pg_index i
            where i.indrelid = any(cast(:tables as regclass[]))
              and not exists (select from pg_constraint c where c.conindid = i.indexrelid)
            """;

    private static final String ACCOUNTS = """
            insert into account (user_id, balance, version)
            select 'user-' || n, 1000000000, 0 from generate_series(0, :users - 1) n
            """;

    /** Two seconds apart, the last one a minute ago; ids have the order of time. */
    private static final String FINISHED = """
            create temporary table finished on commit drop as
            select uuidv7(age) as id, clock_timestamp() + age as at, n, 'user-' || n % :users as user_id,
                   n / :users as line,
                   case n % 100 when 7 then 'FAILED' when 57 then 'FAILED' when 77 then 'CANCELLED' else 'COMPLETED' end
                     as status,
                   'a heron in the ' || (array['morning mist', 'evening sun', 'snow', 'rain'])[1 + n % 4] || ' over '
                     || md5(n::text) || ', long lens' || case when n % 50000 = 25000 then ', zeppelin' else '' end as prompt,
                   'fal-ai/' || (array['flux/schnell', 'flux/dev', 'flux-pro', 'kling-video'])[1 + n / 7 % 4] as model
            from (select n, (n - cast(:all as bigint)) * interval '2 seconds' - interval '1 minute' as age
                  from generate_series(cast(:from as bigint), cast(:to as bigint) - 1) n) numbered
            """;

    private static final List<String> ROWS =
            List.of("""
            insert into generation (
              id, user_id, model, kind, input, prompt, credits, status, stage, attempt, epoch, refunded, submit_started_at,
              submitted_at, request_id, status_url, response_url, cancel_url, fal_status, rendered_at, result,
              files_expected, files_stored, bytes_stored, media_path, media_url, media_url_expires_at, error_kind, error,
              created_by, created_at, started_at, updated_at, finished_at)
            select id, user_id, model, 'IMAGE',
                   jsonb_build_object('prompt', prompt, 'image_size', 'landscape_4_3', 'seed', n), prompt, 4, status,
                   case status when 'COMPLETED' then 'SIGNING' else 'SUBMITTED' end, 1, 1, status <> 'COMPLETED', at, at,
                   id::text, url || '/status', url, url || '/cancel', 'COMPLETED', at,
                   case status when 'COMPLETED' then cast(:result as jsonb) end, 1,
                   cast(status = 'COMPLETED' as integer), 123456,
                   case status when 'COMPLETED' then user_id || '/' || id || '/0-b.png' end,
                   case status when 'COMPLETED' then 'https://project.supabase.co/storage/v1/object/sign/generations/'
                     || user_id || '/' || id || '/0-b.png?token=abc' end,
                   case status when 'COMPLETED' then at + interval '1 hour' end,
                   case status when 'FAILED' then 'MODEL' end, case status when 'FAILED' then 'The model gave up.' end,
                   'bench', at, at, at + interval '5 seconds', at + interval '5 seconds'
            from finished cross join lateral (
              select 'https://queue.fal.run/' || model || '/requests/' || id as url) as job
            """, "insert into fal_request select id::text, id from finished", """
            insert into timeline_event (generation_id, at, lane, kind, attempt, text, duration_ms, actor)
            select id, at + turn * interval '500 milliseconds', lane, event, 1, text, 500, 'engine 12345678'
            from finished cross join lateral (values
              (1, 'CREDITS', 'DEDUCT', '4 credits deducted, balance 1000 → 996'), (2, 'ENGINE', 'CREATED', 'Created by bench'),
              (3, 'ENGINE', 'CLAIMED', 'Attempt 1 begins'), (4, 'ENGINE', 'SUBMITTING', 'Sending to fal.ai'),
              (5, 'FAL', 'SUBMITTED', 'Submitted, request ' || id), (6, 'FAL', 'RENDERED', 'Result received'),
              (7, 'STORAGE', 'STORING', 'Storing 1 file'), (8, 'STORAGE', 'STORED', 'Stored 1 file'),
              (9, 'ENGINE', status, 'Ended')) as e(turn, lane, event, text)
            order by n, turn
            """, """
            insert into credit_transaction (
              user_id, version, kind, amount, balance_after, generation_id, charge, reason, actor, created_at)
            select user_id, 2 * line + turn, kind, amount, 1000000000, id, 1, model || ', charge 1', 'bench', at
            from finished cross join lateral (
              values (1, 'DEDUCT', -4), (2, 'REFUND', 4)) as l(turn, kind, amount)
            where turn = 1 or status <> 'COMPLETED'
            order by n, turn
            """, """
            insert into stored_file (
              id, generation_id, position, state, name, source_url, bucket, path, content_type, bytes, sha256, width, height,
              created_at, updated_at)
            select gen_random_uuid(), id, 0, 'STORED', 'b.png', 'https://v3.fal.media/files/a/b.png', 'generations',
                   user_id || '/' || id || '/0-b.png', 'image/png', 123456, repeat(md5(n::text), 2), 1024, 768, at, at
            from finished where status = 'COMPLETED'
            """);

    /** The next line of the ledger of each user comes after all of these. */
    private static final String VERSIONS = """
            update account a set version = l.version
            from (select user_id, max(version) as version from credit_transaction group by user_id) l
            where l.user_id = a.user_id
            """;

    private record Index(String name, String definition) {}

    private final long rows;

    HistoryRows(long rows) {
        this.rows = rows;
    }

    static void accounts(Handle handle) {
        handle.createUpdate(ACCOUNTS).bind("users", USERS).execute();
    }

    static void versions(Handle handle) {
        handle.execute(VERSIONS);
    }

    /** Those from number {@code from} up to {@code to}; 0 is the oldest. */
    void write(Handle handle, long from, long to) {
        handle.execute(UNCHECKED);
        handle.createUpdate(FINISHED)
                .bind("users", USERS)
                .bind("all", rows)
                .bind("from", from)
                .bind("to", to)
                .execute();
        for (String insert : ROWS) {
            var statement = handle.createUpdate(insert);
            if (insert.contains(":result")) {
                statement.bind("result", BenchSteps.RESULT);
            }
            statement.execute();
        }
    }

    /** Gives what must be executed when all rows are there. */
    static List<String> dropIndexes(Handle handle) {
        List<Index> indexes = handle.createQuery(INDEXES)
                .bind("tables", TABLES.toArray(String[]::new))
                .map((row, _) -> new Index(row.getString("name"), row.getString("definition")))
                .list();
        indexes.forEach(index -> handle.execute("drop index " + index.name));
        return indexes.stream().map(Index::definition).toList();
    }
}
