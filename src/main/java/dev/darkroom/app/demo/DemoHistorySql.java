package dev.darkroom.app.demo;

import java.util.List;

/** The statements of {@link DemoHistoryRows}, which depend on all tables. */
final class DemoHistorySql {
    /** From 0 to below 1, deterministic for a number and a turn. */
    static final String CHANCE = """
            create or replace function pg_temp.chance(n bigint, turn bigint) returns double precision language sql immutable as $$
              select (pg_catalog.hashint8extended(n, turn) & 16777215) / cast(16777216 as double precision)
            $$
            """;

    static final String OFFERS = """
            create temporary table offer as
            select * from jsonb_to_recordset(cast(:models as jsonb)) as o(
              model text, kind text, price bigint, usual double precision, field text, input jsonb,
              above double precision, below double precision)
            """;

    static final String ACCOUNTS = """
            insert into account (user_id, created_at, updated_at)
            select 'user-' || n, :begun, :begun from generate_series(0, :users - 1) n
            """;

    /**
     * The outcome of each generation, with its times. A tenth of the users place a third of all orders. In one of 391 hours,
     * fal.ai fails more often than not; occasionally a run needs a second attempt, or one of several files is lost. Before the
     * open ones a few are cancelled together. Ids have the same form as the program's.
     */
    private static final String DRAWN = """
            create temporary table drawn on commit drop as
            with placed as (
              select n, 'user-' || cast(floor(:users * power(pg_temp.chance(n, 2), 2)) as bigint) as user_id,
                     :end - make_interval(secs => :span * (1 - part - sin(2 * pi() * :days * part) / (4 * pi() * :days))) as at
              from generate_series(cast(:from as bigint), cast(:to as bigint) - 1) n
              cross join lateral (select (n + pg_temp.chance(n, 1)) / :all as part) p),
            fated as (
              select p.*, o.*, time_ordered_id(at) as id, cast(gen_random_uuid() as text) as request,
                     case when o.kind = 'IMAGE' and pg_temp.chance(n, 4) < 0.12
                          then 2 + cast(floor(pg_temp.chance(n, 5) * 3) as integer) else 1 end as files,
                     case when pg_temp.chance(n, 7) < 0.03 then 2 else 1 end as attempt,
                     n >= :all - :open * 5 / 4 and n < :all - :open as bulk,
                     case when n >= :all - :open then case when n % 3 = 0 then 'HELD' else 'PENDING' end
                          when n >= :all - :open * 5 / 4 then 'CANCELLED'
                          when cast(extract(epoch from at) as bigint) / 3600 % 391 = 5 and pg_temp.chance(n, 6) < 0.6
                            then 'FAILED'
                          when pg_temp.chance(n, 6) < 0.035 then 'FAILED'
                          when pg_temp.chance(n, 6) < 0.050 then 'CANCELLED'
                          else 'COMPLETED' end as fate
              from placed p join offer o on pg_temp.chance(n, 3) >= o.above and pg_temp.chance(n, 3) < o.below),
            caused as (
              select f.*, case when fate <> 'FAILED' then 0
                               when pg_temp.chance(n, 6) >= 0.035 then 3
                               when pg_temp.chance(n, 8) < 0.40 then 1
                               when pg_temp.chance(n, 8) < 0.55 then 2
                               when pg_temp.chance(n, 8) < 0.70 then 3
                               when pg_temp.chance(n, 8) < 0.80 then 4
                               when pg_temp.chance(n, 8) < 0.90 then 5
                               else 6 end as cause
              from fated f),
            timed as (
              select c.*, at + make_interval(secs => 0.05 + 25 * power(pg_temp.chance(n, 9), 8) + 20 * (attempt - 1)) as claimed_at
              from caused c),
            rendered as (
              select t.*, claimed_at + interval '60 ms' as submitted_at,
                     claimed_at + make_interval(secs => 0.1 + usual * (0.6 + 0.8 * pg_temp.chance(n, 10)
                       + 4 * power(pg_temp.chance(n, 11), 12))) as rendered_at
              from timed t)
            select r.n, r.at, r.id, r.user_id, r.model, r.kind, r.field, r.request, r.files, r.attempt, r.fate, r.cause, r.claimed_at,
                   r.submitted_at, r.rendered_at, price * files as credits,
                   case when r.files > 1 then input || jsonb_build_object('num_images', files) else input end as input,
                   bulk, case when bulk then 'kim' else 'backend' end as ended_by,
                   case when bulk then 'ordered by mistake' else 'the user asked for it' end as why,
                   case when fate = 'HELD' then case when n % 2 = 0 then 'SUBMIT_UNKNOWN' else 'JOB_REFUSED' end end as hold,
                   case when n % 2 = 0 then '["failed.lost", ["history.none"]]' else '["job.refused"]' end as held,
                   fate in ('COMPLETED', 'FAILED') or fate = 'HELD' and n % 2 = 1 as known,
                   case when fate <> 'COMPLETED' then 0 when files > 1 and pg_temp.chance(n, 13) < 0.05 then files - 1 else files end
                     as stored,
                   fate = 'COMPLETED' and r.kind = 'IMAGE' and pg_temp.chance(n, 14) < 0.01 as flagged,
                   case when bulk then :end
                        when fate = 'CANCELLED' then at + make_interval(secs => 1 + 20 * pg_temp.chance(n, 12))
                        when fate = 'HELD' then claimed_at + interval '90 s'
                        when fate <> 'PENDING' then rendered_at + make_interval(secs => 0.3 + 1.5 * pg_temp.chance(n, 12)) end as ended_at,
                   case when kind = 'VIDEO' then 'mp4' when kind = 'AUDIO' then 'mp3' else 'png' end as suffix,
                   'a ' || animal[1 + n % 13] || ' in the ' || (array['morning mist', 'evening sun', 'snow', 'rain'])[1 + n % 4]
                     || ' over ' || place[1 + n / 5 % 17] || ', ' || style[1 + n / 3 % 11] || ', number ' || n
                     || case when n % 50000 = 25000 then ', zeppelin' else '' end
                     || case when n < :all / 25 then ', daguerreotype' else '' end as prompt,
                   (array['content_policy_violation', 'generation_timeout', 'downstream_service_error', 'no_media_generated',
                          'file_download_error', 'file_gone'])[cause] as code,
                   (array['The model refused the prompt: it breaks the content policy. Change the prompt.',
                          'The model did not finish in time.',
                          'The model broke down at fal.ai (downstream_service_error).',
                          'The model made nothing from this prompt. Change the prompt.',
                          'The model could not load a file of the input. Check its address.',
                          'No stored file is left to sign.'])[cause] as error,
                   (array['["job.content_policy_violation"]', '["job.generation_timeout"]',
                          '["job.broke", "downstream_service_error"]', '["job.no_media_generated"]',
                          '["job.file_download_error"]', '["failed.none.to.sign"]'])[cause] as said,
                   'engine-' || substr(md5(cast(n / 100000 as text)), 1, 4) as engine
            from rendered r
            cross join (select
              array['heron', 'badger', 'lynx', 'kingfisher', 'otter', 'stag', 'raven', 'hare', 'owl', 'fox', 'boar', 'swan', 'marten']
                as animal,
              array['the old harbour', 'a frozen lake', 'the vineyards', 'Lisbon', 'a glass city', 'the moor', 'two bridges',
                'a lighthouse', 'the salt flats', 'an orchard', 'the fjord', 'Kyoto', 'a quarry', 'the delta', 'a market',
                'the ruins', 'an airfield'] as place,
              array['long lens', 'oil on canvas', 'isometric', 'pencil drawing', 'wide angle, film grain', 'woodcut', 'studio light',
                'watercolour', 'macro', 'pixel art', 'double exposure'] as style) words
            """;

    /** Users with too few credits for a batch get a grant at its start. Ids are in order of time. */
    private static final String MOVED = """
            create temporary table moved on commit drop as
            select nextval(pg_get_serial_sequence('darkroom.credit_transaction', 'id')) as line, o.* from (
              select m.*, a.balance + sum(amount) over in_order as balance_after, a.version + row_number() over in_order as version
              from (
                select d.user_id, min(n) as n, 0 as turn, 'GRANT' as kind, min(at) - interval '1 s' as at,
                       cast((ceil((sum(credits) - a.balance) / 1000.0) + 1) * 1000 as bigint) as amount
                from drawn d join account a using (user_id)
                group by d.user_id, a.balance having sum(credits) > a.balance
                union all
                select user_id, n, 1, 'DEDUCT', at, -credits from drawn where credits > 0
                union all
                select user_id, n, 2, 'REFUND', ended_at, credits from drawn where fate in ('FAILED', 'CANCELLED') and credits > 0) m
              join account a using (user_id)
              window in_order as (partition by user_id order by m.at, n, turn)
              order by m.at, n, turn) o
            """;

    private static final String LEDGER = """
            insert into credit_transaction (
              id, user_id, version, kind, amount, balance_after, generation_id, charge, reason, actor, reverses, created_at)
            overriding system value
            select m.line, m.user_id, m.version, m.kind, m.amount, m.balance_after, case when m.turn > 0 then d.id end,
                   case when m.turn > 0 then 1 end,
                   case m.kind when 'GRANT' then 'monthly credits' when 'DEDUCT' then d.model
                        else coalesce(d.said, cast(jsonb_build_array('ledger.cancelled', d.why) as text)) end,
                   case m.kind when 'GRANT' then 'billing' when 'DEDUCT' then 'backend'
                        else case d.fate when 'FAILED' then d.engine else d.ended_by end end,
                   paid.line, m.at
            from moved m join drawn d using (n)
            left join moved paid on paid.n = m.n and m.turn = 2 and paid.turn = 1
            order by m.line
            """;

    private static final String BALANCES = """
            update account a set balance = l.balance_after, version = l.version, updated_at = l.at
            from (select distinct on (user_id) user_id, balance_after, version, at from moved order by user_id, version desc) l
            where l.user_id = a.user_id
            """;

    private static final String GRANTS = """
            insert into operator_action (at, actor, action, user_id, reason, outcome, before, after)
            select at, 'billing', 'GRANT', user_id, 'monthly credits', jsonb_build_array('done.balance', balance_after - amount, balance_after),
                   jsonb_build_object('balance', balance_after - amount), jsonb_build_object('balance', balance_after)
            from moved where kind = 'GRANT' order by line
            """;

    private static final String GENERATIONS = """
            insert into generation (
              id, user_id, model, kind, input, prompt, credits, status, stage, hold, attempt, max_attempts, next_attempt_at, epoch,
              refunded, delivered, submit_started_at, submitted_at, request_id, fal_status, fal_started_at, fal_changed_at,
              rendered_at, result, files_expected, files_stored, bytes_stored, media_path, media_url, media_url_expires_at,
              warning, error_kind, error_code, error, error_said, cancel_requested_at, cancel_reason,
              attention_cause, attention_since, attention_detail, created_by, created_at, started_at, updated_at, finished_at)
            select id, user_id, model, kind,
                   jsonb_build_object(field, prompt) || input || jsonb_build_object('seed', n), prompt, credits,
                   case fate when 'HELD' then 'PENDING' else fate end,
                   case when completed then 'SIGNING' when cause = 6 then 'STORING' when hold = 'JOB_REFUSED' then 'SUBMITTED'
                        when waits then 'SUBMITTING' end,
                   hold,
                   case when sent then attempt else 0 end, 5, at, case when sent then attempt when fate = 'CANCELLED' then 1 else 0 end,
                   fate in ('FAILED', 'CANCELLED'), completed, case when sent then submitted_at end,
                   case when known then submitted_at end, case when known then request end,
                   case when known then case when waits then 'IN_PROGRESS' else 'COMPLETED' end end,
                   case when known then submitted_at + interval '200 ms' end,
                   case when known and not waits then rendered_at end, case when made then rendered_at end,
                   case when made then convert_to(answer, 'UTF8') end,
                   case when made then files end, stored, stored * bytes, case when completed then path end,
                   case when completed then 'https://project.supabase.co/storage/v1/object/sign/generations/' || path || '?token=abc' end,
                   case when completed then ended_at + interval '1 hour' end,
                   case when stored between 1 and files - 1 then jsonb_build_array('warning.partial', stored, files, cast(lost as jsonb))
                        when flagged then jsonb_build_array('warning.flagged', 1, files) end,
                   case when cause > 0 then 'FINAL' when waits then 'UNKNOWN' end, case when waits then lower(hold) else code end,
                   case hold when 'SUBMIT_UNKNOWN' then 'The answer to the submit was lost.'
                             when 'JOB_REFUSED' then 'The model refused the job.' else error end,
                   cast(case when waits then held else said end as jsonb),
                   case fate when 'CANCELLED' then ended_at end, case fate when 'CANCELLED' then why end,
                   hold, case when waits then ended_at end,
                   case when waits then jsonb_build_object('code', lower(hold), 'hold', hold, 'message', cast(held as jsonb)) end,
                   'backend', at, case when sent then claimed_at end, coalesce(ended_at, at),
                   case when fate in ('COMPLETED', 'FAILED', 'CANCELLED') then ended_at end
            from drawn cross join lateral (
              select fate = 'COMPLETED' as completed, fate = 'HELD' as waits, fate in ('COMPLETED', 'FAILED', 'HELD') as sent,
                     fate = 'COMPLETED' or cause = 6 as made,
                     user_id || '/' || id || '/0-out.' || suffix as path,
                     100000 + n % 1900000 * case kind when 'VIDEO' then 8 else 1 end as bytes,
                     '["file.missing", "out.png", ["file.gone", "out.png", "404"]]' as lost,
                     case kind when 'VIDEO' then '{"video": {"url": "' || url || '"}}'
                               when 'AUDIO' then '{"audio": {"url": "' || url || '"}}'
                               else '{"images": [{"url": "' || url || '", "width": 1024, "height": 768}], "seed": ' || n || '}' end as answer
              from (select 'https://v3.fal.media/files/' || request || '/out.' || suffix as url) u) as x
            """;

    private static final String JOBS = """
            insert into fal_job (request_id, generation_id, attempt, status_url, response_url, cancel_url, submitted_at)
            select request, id, attempt, url || '/status', url, url || '/cancel', submitted_at
            from drawn cross join lateral (select 'https://queue.fal.run/' || model || '/requests/' || request as url) as job
            where known
            """;

    private static final String FILES = """
            insert into stored_file (
              id, generation_id, position, state, name, source_url, bucket, path, content_type, bytes, sha256, width, height, seconds,
              flagged, error, created_at, updated_at)
            select time_ordered_id(ended_at), id, p, case when there then 'STORED' else 'MISSING' end, 'out.' || suffix,
                   'https://v3.fal.media/files/' || request || '/out.' || suffix, 'generations',
                   user_id || '/' || id || '/' || p || '-out.' || suffix,
                   case kind when 'VIDEO' then 'video/mp4' when 'AUDIO' then 'audio/mpeg' else 'image/png' end,
                   case when there then 100000 + n % 1900000 * case kind when 'VIDEO' then 8 else 1 end end,
                   case when there then repeat(md5(n || '-' || p), 2) end,
                   case when there and kind <> 'AUDIO' then 1024 end, case when there and kind <> 'AUDIO' then 768 end,
                   case when kind <> 'IMAGE' then 6 end, case when there and kind = 'IMAGE' then flagged and p = 0 end,
                   case when not there then cast('["file.gone", "out.png", "404"]' as jsonb) end, ended_at, ended_at
            from drawn cross join lateral (select p, p < stored as there from generate_series(0, files - 1) p) as x
            where fate = 'COMPLETED' order by ended_at
            """;

    private static final String TIMELINE = """
            insert into timeline_event (generation_id, at, kind, attempt, stage, data, duration_ms, actor)
            select e.* from (
              select d.id, e.at, e.event, e.attempt, e.stage, e.data, cast(e.seconds * 1000 as bigint), e.actor
              from drawn d
              left join moved paid on paid.n = d.n and paid.turn = 1
              left join moved back on back.n = d.n and back.turn = 2
              cross join lateral (
                select fate in ('COMPLETED', 'FAILED', 'HELD') as sent, fate = 'COMPLETED' or cause = 6 as made) as x
              cross join lateral (values
                ('CREATED', d.at, true, 0, null, jsonb_build_object('credits', credits, 'balance', paid.balance_after), null, 'backend'),
                ('CLAIMED', claimed_at - interval '20 s', sent and d.attempt > 1, 1, 'SUBMITTING', null, null, engine),
                ('RETRY_SCHEDULED', claimed_at - interval '19 s', sent and d.attempt > 1, 1, 'SUBMITTING',
                  '{"code": "http_503", "message": ["job.broke", "http_503"], "wait_ms": 19000}', 1, engine),
                ('CLAIMED', claimed_at, sent, d.attempt, 'SUBMITTING', null, null, engine),
                ('SUBMITTING', claimed_at + interval '2 ms', sent, d.attempt, 'SUBMITTING', '{}', null, engine),
                ('HELD', ended_at, fate = 'HELD', d.attempt, case when known then 'SUBMITTED' else 'SUBMITTING' end,
                  jsonb_build_object('code', lower(hold), 'hold', hold, 'message', cast(held as jsonb)), null, engine),
                ('SUBMITTED', submitted_at, known, d.attempt, 'SUBMITTED', jsonb_build_object('request', request), 0.06, engine),
                ('IN_PROGRESS', submitted_at + interval '200 ms', known, d.attempt, 'SUBMITTED', null, null, engine),
                ('RENDERED', rendered_at, made, d.attempt, 'STORING', '{}', extract(epoch from rendered_at - submitted_at), engine),
                ('STORING', rendered_at, made, d.attempt, 'STORING', jsonb_build_object('files', files), null, engine),
                ('STORED', ended_at, fate = 'COMPLETED', d.attempt, 'SIGNING',
                  jsonb_build_object('files', stored, 'bytes', stored * (100000 + d.n % 1900000 * case d.kind when 'VIDEO' then 8 else 1 end)),
                  extract(epoch from ended_at - rendered_at), engine),
                ('COMPLETED', ended_at, fate = 'COMPLETED', d.attempt, 'SIGNING', '{}', extract(epoch from ended_at - claimed_at), engine),
                ('FAILED', ended_at, fate = 'FAILED', d.attempt, null,
                  jsonb_build_object('code', code, 'message', cast(said as jsonb), 'balance', back.balance_after),
                  extract(epoch from ended_at - claimed_at), engine),
                ('CANCELLED', ended_at, fate = 'CANCELLED', 0, null, jsonb_build_object('reason', why), null, ended_by),
                ('REFUNDED', ended_at, fate in ('FAILED', 'CANCELLED'), 0, null,
                  jsonb_build_object('credits', credits, 'balance', back.balance_after), null,
                  case fate when 'FAILED' then engine else ended_by end)) as e(event, at, happens, attempt, stage, data, seconds, actor)
              where e.happens) e
            order by at
            """;

    private static final String SEARCH = """
            insert into prompt_search (generation_id, created_at, words)
            select id, at, lower(user_id || e'\\n' || prompt) from drawn
            """;

    private static final String BULK = """
            insert into bulk_action (id, act, reason, actor, what, state, created_at, finished_at, done, skipped, failed)
            select cast(md5('bulk') as uuid), 'CANCEL', why, ended_by, 'those waiting', 'DONE',
                   ended_at - interval '1 s', ended_at, :open / 4, 0, 0
            from drawn where bulk limit 1
            on conflict do nothing
            """;

    private static final String BULK_ITEMS = """
            insert into bulk_item (bulk_id, generation_id, status, epoch, state, outcome, done_at)
            select cast(md5('bulk') as uuid), id, 'PENDING', 0, 'DONE', jsonb_build_array('done.cancel', credits), ended_at
            from drawn where bulk
            """;

    private static final String BULK_RECORDED = """
            insert into operator_action (at, actor, action, generation_id, user_id, bulk_id, reason, outcome)
            select ended_at, ended_by, 'CANCEL', id, user_id, cast(md5('bulk') as uuid), why, jsonb_build_array('done.cancel', credits)
            from drawn where bulk
            """;

    static final List<String> STRIDE = List.of(
            DRAWN,
            "analyze drawn",
            MOVED,
            "analyze moved",
            LEDGER,
            BALANCES,
            GRANTS,
            GENERATIONS,
            JOBS,
            FILES,
            TIMELINE,
            SEARCH,
            BULK,
            BULK_ITEMS,
            BULK_RECORDED);

    /** Movements by hand, with the keys and indexes in place: goodwill, and a grant to the wrong user, taken back. */
    static final List<String> BY_HAND = List.of(
            "select move_credits('user-1', 'ADJUST', 250, 'goodwill after a slow evening', 'kim', null)",
            "select move_credits('user-2', 'GRANT', 1000, 'campaign', 'kim', null)",
            "select reverse_line(max(id), 'entered for the wrong user', 'kim') from credit_transaction where user_id = 'user-2'");

    static final String SEARCH_FILLED = """
            update prompt_search_progress set filled_at = l.created_at, filled_id = l.generation_id
            from (select created_at, generation_id from prompt_search order by created_at desc, generation_id desc limit 1) l
            """;

    /** Foreign keys are dropped before the keys they depend on, and recreated last, without validating existing rows. */
    static final String CONSTRAINTS = """
            select format('alter table %s drop constraint %I', conrelid::regclass, conname) as gone,
                   format('alter table %s add constraint %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid))
                     || case contype when 'f' then ' not valid' else '' end as back
            from pg_constraint
            where contype = 'f' and (conrelid = any(cast(:tables as regclass[])) or confrelid = any(cast(:tables as regclass[])))
               or contype in ('p', 'u') and conrelid = any(cast(:tables as regclass[]))
            order by contype <> 'f', conrelid, conname
            """;

    static final String INDEXES = """
            select format('drop index %s', i.indexrelid::regclass) as gone, pg_get_indexdef(i.indexrelid) as back
            from pg_index i
            where i.indrelid = any(cast(:tables as regclass[]))
              and not exists (select from pg_constraint c where c.conindid = i.indexrelid)
            order by i.indexrelid
            """;

    private DemoHistorySql() {}
}
