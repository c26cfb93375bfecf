package dev.darkroom.generation;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;

/**
 * Finished generations by the million, with all that belongs to them: 97 of a hundred completed with one file, two failed and
 * one cancelled, both refunded. All SQL of benchmarks that knows the tables is here.
 */
final class HistoryRows {
    /** Words of prompts: in one of 50,000, in a quarter, in the oldest of 25 only, in none. */
    static final String RARE = "zeppelin";

    static final String COMMON = "morning mist";
    static final String OLD = "daguerreotype";
    static final String ABSENT = "xyzzyq";
    private static final int USERS = 10_000;

    private static final List<String> TABLES =
            List.of("generation", "fal_job", "timeline_event", "credit_transaction", "stored_file", "prompt_search");

    private static final String ACCOUNTS = """
            insert into account (user_id, balance, version)
            select 'user-' || n, 1000000000, 0 from generate_series(0, :users - 1) n
            """;

    /** Two seconds apart, the last one a minute ago, with ids as {@link GenerationService} makes them. */
    private static final String FINISHED = """
            create temporary table finished on commit drop as
            select time_ordered_id(clock_timestamp() + age) as id, cast(gen_random_uuid() as text) as request,
                   clock_timestamp() + age as at, n, 'user-' || n % :users as user_id,
                   n / :users as line,
                   case n % 100 when 7 then 'FAILED' when 57 then 'FAILED' when 77 then 'CANCELLED' else 'COMPLETED' end
                     as status,
                   'a ' || animal[1 + n % 13] || ' in the ' || (array['morning mist', 'evening sun', 'snow', 'rain'])[1 + n % 4]
                     || ' over ' || place[1 + n / 5 % 17] || ', ' || style[1 + n / 3 % 11] || ', number ' || n
                     || case when n % 50000 = 25000 then ', zeppelin' else '' end
                     || case when n < :all / 25 then ', daguerreotype' else '' end as prompt,
                   'fal-ai/' || (array['flux/schnell', 'flux/dev', 'flux-pro', 'kling-video'])[1 + n / 7 % 4] as model
            from (select n, (n - cast(:all as bigint)) * interval '2 seconds' - interval '1 minute' as age
                  from generate_series(cast(:from as bigint), cast(:to as bigint) - 1) n) numbered
            cross join (select
              array['heron', 'badger', 'lynx', 'kingfisher', 'otter', 'stag', 'raven', 'hare', 'owl', 'fox', 'boar', 'swan', 'marten']
                as animal,
              array['the old harbour', 'a frozen lake', 'the vineyards', 'Lisbon', 'a glass city', 'the moor', 'two bridges',
                'a lighthouse', 'the salt flats', 'an orchard', 'the fjord', 'Kyoto', 'a quarry', 'the delta', 'a market',
                'the ruins', 'an airfield'] as place,
              array['long lens', 'oil on canvas', 'isometric', 'pencil drawing', 'wide angle, film grain', 'woodcut', 'studio light',
                'watercolour', 'macro', 'pixel art', 'double exposure'] as style) words
            """;

    private static final List<String> ROWS = List.of("""
            insert into generation (
              id, user_id, model, kind, input, prompt, credits, request_hash, status, stage, attempt, max_attempts, epoch,
              refunded, delivered, submit_started_at, submitted_at, request_id, fal_status, fal_changed_at, rendered_at, result,
              files_expected, files_stored, bytes_stored, media_path, media_url, media_url_expires_at, error_kind, error_code, error,
              created_by, created_at, started_at, updated_at, finished_at)
            select id, user_id, model, 'IMAGE',
                   jsonb_build_object('prompt', prompt, 'image_size', 'landscape_4_3', 'seed', n), prompt, 4, null, status,
                   case when completed then 'SIGNING' end, 1, 5, 1, not completed, completed, at, at,
                   request, 'COMPLETED', at, case when completed then at end, case when completed then cast(:result as bytea) end,
                   case when completed then 1 end, cast(completed as integer), case when completed then 123456 else 0 end,
                   case when completed then path end,
                   case when completed then 'https://project.supabase.co/storage/v1/object/sign/generations/' || path || '?token=abc' end,
                   case when completed then at + interval '1 hour' end,
                   case status when 'FAILED' then 'FINAL' end, case status when 'FAILED' then 'model_failed' end,
                   case status when 'FAILED' then 'The model gave up.' end,
                   'bench', at, at, at + interval '5 seconds', at + interval '5 seconds'
            from finished cross join lateral (
              select status = 'COMPLETED' as completed, user_id || '/' || id || '/0-b.png' as path) as kept
            """, """
            insert into fal_job (request_id, generation_id, attempt, status_url, response_url, cancel_url, submitted_at)
            select request, id, 1, url || '/status', url, url || '/cancel', at
            from finished cross join lateral (select 'https://queue.fal.run/' || model || '/requests/' || request as url) as job
            """, """
            insert into timeline_event (generation_id, at, kind, attempt, stage, data, duration_ms, actor)
            select id, at + turn * interval '500 milliseconds', event, 1, step, cast(data as jsonb), 500, 'engine 12345678'
            from finished cross join lateral (values
              (1, 'CREATED', null, '{"credits": 4, "balance": 996}'), (2, 'CLAIMED', 'SUBMITTING', null),
              (3, 'SUBMITTING', 'SUBMITTING', '{}'), (4, 'SUBMITTED', 'SUBMITTED', '{"request": "' || request || '"}'),
              (5, 'RENDERED', 'STORING', '{}'), (6, 'STORING', 'STORING', '{"files": 1}'),
              (7, 'STORED', 'SIGNING', '{"files": 1, "bytes": 123456}'), (8, status, 'SIGNING', '{}')) as e(turn, event, step, data)
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
            select time_ordered_id(at), id, 0, 'STORED', 'b.png', 'https://v3.fal.media/files/a/b.png', 'generations',
                   user_id || '/' || id || '/0-b.png', 'image/png', 123456, repeat(md5(n::text), 2), 1024, 768, at, at
            from finished where status = 'COMPLETED'
            """, """
            insert into prompt_search (generation_id, created_at, words)
            select id, at, user_id || e'\\n' || prompt from finished
            """);

    /** The next line of the ledger of each user comes after all of these. */
    private static final String VERSIONS = """
            update account a set version = l.version
            from (select user_id, max(version) as version from credit_transaction group by user_id) l
            where l.user_id = a.user_id
            """;

    private static final String SEARCH_FILLED = """
            update prompt_search_progress set filled_at = l.created_at, filled_id = l.generation_id
            from (select created_at, generation_id from prompt_search order by created_at desc limit 1) l
            """;

    /** Foreign keys first: the keys they lean on cannot go before them. They come back last, and without a look at all rows. */
    private static final String CONSTRAINTS = """
            select format('alter table %s drop constraint %I', conrelid::regclass, conname) as gone,
                   format('alter table %s add constraint %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid))
                     || case contype when 'f' then ' not valid' else '' end as back
            from pg_constraint
            where contype = 'f' and (conrelid = any(cast(:tables as regclass[])) or confrelid = any(cast(:tables as regclass[])))
               or contype in ('p', 'u') and conrelid = any(cast(:tables as regclass[]))
            order by contype <> 'f', conrelid, conname
            """;

    private static final String INDEXES = """
            select format('drop index %s', i.indexrelid::regclass) as gone, pg_get_indexdef(i.indexrelid) as back
            from pg_index i
            where i.indrelid = any(cast(:tables as regclass[]))
              and not exists (select from pg_constraint c where c.conindid = i.indexrelid)
            order by i.indexrelid
            """;

    private record Rule(String gone, String back) {}

    private final long rows;

    HistoryRows(long rows) {
        this.rows = rows;
    }

    static void accounts(Handle handle) {
        handle.createUpdate(ACCOUNTS).bind("users", USERS).execute();
    }

    /** When all are written and have their indexes again. */
    static void end(Handle handle) {
        handle.execute(VERSIONS);
        handle.execute(SEARCH_FILLED);
    }

    /** Those from number {@code from} up to {@code to}; 0 is the oldest. */
    void write(Handle handle, long from, long to) {
        handle.execute("set local synchronous_commit = off");
        handle.createUpdate(FINISHED)
                .bind("users", USERS)
                .bind("all", rows)
                .bind("from", from)
                .bind("to", to)
                .execute();
        for (String insert : ROWS) {
            var statement = handle.createUpdate(insert);
            if (insert.contains(":result")) {
                statement.bind("result", BenchSteps.RESULT.getBytes(StandardCharsets.UTF_8));
            }
            statement.execute();
        }
    }

    /**
     * Keys and indexes, for one made at once costs a fraction of one that grows row by row. Gives what must be executed when
     * all rows are there.
     */
    static List<String> dropIndexes(Handle handle) {
        List<Rule> constraints = rules(handle, CONSTRAINTS);
        List<Rule> indexes = rules(handle, INDEXES);
        List<String> back = new ArrayList<>();
        for (Rule rule : indexes) {
            handle.execute(rule.gone());
            back.add(rule.back());
        }
        for (Rule rule : constraints) {
            handle.execute(rule.gone());
        }
        constraints.reversed().forEach(rule -> back.add(rule.back()));
        return back;
    }

    private static List<Rule> rules(Handle handle, String sql) {
        return handle.createQuery(sql)
                .bind("tables", TABLES.toArray(String[]::new))
                .map((row, _) -> new Rule(row.getString("gone"), row.getString("back")))
                .list();
    }
}
