-- What happened, rolled up by the engines: minutes for a day, hours for 90 days, days forever. All displayed figures come from
-- these tables, never from the history. Times are the start of each interval, in UTC.

-- Finds the timeline lines of a time range; they are written in time order, so a BRIN index suffices.
create index timeline_event_at on timeline_event using brin (at) with (pages_per_range = 32, autosummarize = on);

-- Runs that ended: an end that was retried counts, and so does the next one, with what it was charged and rendered anew.
create table outcome_metric (
  grain          text not null check (grain in ('MINUTE', 'HOUR', 'DAY')),
  at             timestamptz not null,
  model          text not null,
  outcome        text not null check (outcome in ('COMPLETED', 'FAILED', 'CANCELLED')),
  count          bigint not null,
  -- the price of these runs for their users, and the part of it that the provider had rendered and bills
  credits        bigint not null,
  billed_credits bigint not null,
  primary key (grain, at, model, outcome)
);

-- Durations of completed runs by phase. A bucket ends at 2 to the power of a quarter of its number, in milliseconds, so those
-- of two time ranges can be added.
create table latency_metric (
  grain  text not null check (grain in ('MINUTE', 'HOUR', 'DAY')),
  at     timestamptz not null,
  model  text not null,
  phase  text not null check (phase in ('TOTAL', 'WAITING', 'FAL', 'STORING')),
  bucket smallint not null,
  count  bigint not null,
  sum_ms bigint not null,
  primary key (grain, at, model, phase, bucket)
);

-- Credits charged and refunded for generations, by the ledger.
create table credit_metric (
  grain    text not null check (grain in ('MINUTE', 'HOUR', 'DAY')),
  at       timestamptz not null,
  model    text not null,
  charged  bigint not null,
  refunded bigint not null,
  primary key (grain, at, model)
);

-- Failures of one cause and model. The fingerprint is derived from the code and from the message without its variable parts.
create table error_group (
  fingerprint text not null,
  model       text not null,
  code        text not null,
  -- the most recent message: a coded message as JSON, or words
  message     text not null,
  first_seen  timestamptz not null,
  last_seen   timestamptz not null,
  -- who marked it as known, and when; whether a later failure counts as news is up to the reader
  known_by    text,
  known_at    timestamptz,
  primary key (fingerprint, model),
  check ((known_by is null) = (known_at is null))
);
create index error_group_latest on error_group (last_seen);

create table error_metric (
  grain       text not null check (grain in ('MINUTE', 'HOUR', 'DAY')),
  at          timestamptz not null,
  model       text not null,
  fingerprint text not null,
  count       bigint not null,
  primary key (grain, at, model, fingerprint)
);

-- The load in each minute, the maximum observed and at most 10,000; kept as long as minutes are. Generations that need an
-- operator's attention are counted as such and as nothing else.
create table load_metric (
  at        timestamptz primary key,
  in_flight integer not null,
  waiting   integer not null,
  attention integer not null
);

-- Roll-up progress: the minutes before final_until will not change any more. See prompt_search_progress for the barrier.
create table metric_progress (
  single      boolean primary key default true check (single),
  final_until timestamptz,
  summed_at   timestamptz not null default 'epoch',
  -- how long that took: the pause is twenty times as long, so that a busy database spends little on its own figures
  took        interval not null default '0',
  settled_at  timestamptz not null default 'epoch',
  barrier_at  timestamptz not null default 'epoch',
  barrier     xid8 not null default '0'
) with (fillfactor = 50);
insert into metric_progress default values;

create function latency_bucket(took interval) returns smallint language sql immutable as $$
  select cast(least(200, greatest(0, ceil(4 * ln(greatest(1, extract(epoch from took) * 1000)) / ln(2)))) as smallint)
$$;

-- For a coded message only the codes count, which tell what happened; their arguments differ between failures of one cause. For
-- words, everything but ids, numbers, addresses and quoted text.
create function error_fingerprint(code text, said jsonb, message text) returns text language sql immutable as $$
  select left(md5(code || ' ' || case when jsonb_typeof(said) = 'array' and said ->> 0 <> 'quote'
    then (select string_agg(part #>> '{}', ' ') from jsonb_path_query(said, 'strict $.** ? (@.type() == "array")[0]') part)
    else regexp_replace(regexp_replace(regexp_replace(coalesce(said ->> 1, message),
      'https?://\S+', '@', 'g'), '"[^"]*"|''[^'']*''', '?', 'g'), '[0-9a-f]{8,}(-[0-9a-f]{4,})*|[0-9]+([.,:][0-9]+)*', '#', 'gi')
    end), 16)
$$;

-- One step: rolls up the next range of minutes, and recomputes the hours and days that contain it. True when there is more to
-- roll up now.
create function sum_metrics(stretch interval default '6 hours', rest interval default '5 seconds',
                            margin interval default '10 seconds')
returns boolean language plpgsql set search_path = darkroom, pg_temp set timezone = 'UTC' as $$
declare
  progress metric_progress;
  since    timestamptz;
  until    timestamptz;
  began    timestamptz := clock_timestamp();
begin
  update metric_progress set
    settled_at = case when barrier < pg_snapshot_xmin(pg_current_snapshot()) then barrier_at else settled_at end,
    barrier_at = clock_timestamp(), barrier = pg_current_xact_id()
  where barrier < pg_snapshot_xmin(pg_current_snapshot()) or barrier > pg_current_xact_id();
  select * into strict progress from metric_progress;
  since := coalesce(progress.final_until, date_trunc('minute', (select min(created_at) from generation)));
  if since is null
     or clock_timestamp() < progress.summed_at + greatest(rest, 20 * progress.took * sign(extract(epoch from rest))) and clock_timestamp() < since + stretch then
    return false;
  end if;
  until := date_trunc('minute', least(since + stretch, clock_timestamp())) + interval '1 minute';

  delete from outcome_metric where grain = 'MINUTE' and at >= since and at < until;
  delete from latency_metric where grain = 'MINUTE' and at >= since and at < until;
  delete from credit_metric where grain = 'MINUTE' and at >= since and at < until;
  delete from error_metric where grain = 'MINUTE' and at >= since and at < until;

  with ended as materialized (
    select date_trunc('minute', e.at) as minute, e.at, e.data, g.model, g.credits, g.rendered_at, g.finished_at,
           coalesce(retry.at, g.created_at) as begun, g.status,
           -- what was sent in an earlier run tells nothing of the times of this one
           case when retry.at is null or g.submit_started_at >= retry.at then g.submit_started_at end as sent,
           case e.kind when 'MARKED_FAILED' then 'FAILED' else e.kind end as outcome,
           case when e.kind in ('FAILED', 'MARKED_FAILED') then coalesce(e.data ->> 'code', g.error_code, g.error_kind, 'UNKNOWN') end as code,
           -- a message too long to be kept whole could no longer be read as a coded message
           case when length(e.data ->> 'message') <= 2000 then e.data -> 'message' end as said, coalesce(g.error, '') as error,
           -- what was delivered is repaired without a new charge, and a saved result is stored without a new rendering
           e.kind = 'COMPLETED' and previous.kind is not distinct from 'COMPLETED' as repaired,
           previous.at is null or coalesce(g.rendered_at > previous.at, false) as fresh
    from timeline_event e join generation g on g.id = e.generation_id
    left join lateral (
      select p.at, p.kind from timeline_event p
      where p.generation_id = e.generation_id and p.id < e.id and p.kind in ('COMPLETED', 'FAILED', 'MARKED_FAILED', 'CANCELLED')
      order by p.id desc limit 1) previous on true
    left join lateral (
      select p.at from timeline_event p
      where p.generation_id = e.generation_id and p.id < e.id and p.kind in ('RETRIED', 'EDITED')
      order by p.id desc limit 1) retry on true
    where e.at >= since and e.at < until and e.kind in ('COMPLETED', 'FAILED', 'MARKED_FAILED', 'CANCELLED')),
  outcomes as (
    insert into outcome_metric (grain, at, model, outcome, count, credits, billed_credits)
    select 'MINUTE', minute, model, outcome, count(*), coalesce(sum(credits) filter (where not repaired), 0),
           coalesce(sum(credits) filter (where fresh and rendered_at <= at), 0)
    from ended group by 2, 3, 4),
  latencies as (
    insert into latency_metric (grain, at, model, phase, bucket, count, sum_ms)
    select 'MINUTE', minute, model, p.phase, latency_bucket(p.took), count(*),
           sum(cast(extract(epoch from greatest(p.took, interval '0')) * 1000 as bigint))
    from ended cross join lateral (values
      ('TOTAL', finished_at - begun),
      ('WAITING', sent - begun),
      ('FAL', rendered_at - sent),
      ('STORING', finished_at - rendered_at)) p (phase, took)
    where outcome = 'COMPLETED' and status = 'COMPLETED' and fresh and p.took is not null
      and abs(extract(epoch from finished_at - at)) < 60
    group by 2, 3, 4, 5),
  failures as materialized (
    select minute, at, model, code, coalesce(said #>> '{}', left(error, 500)) as message,
           error_fingerprint(code, said, error) as fingerprint
    from ended where outcome = 'FAILED'),
  groups as (
    insert into error_group (fingerprint, model, code, message, first_seen, last_seen)
    select fingerprint, model, (array_agg(code order by at desc))[1], (array_agg(message order by at desc))[1], min(at), max(at)
    from failures group by fingerprint, model
    on conflict (fingerprint, model) do update set
      message = case when excluded.last_seen >= error_group.last_seen then excluded.message else error_group.message end,
      first_seen = least(error_group.first_seen, excluded.first_seen),
      last_seen = greatest(error_group.last_seen, excluded.last_seen))
  insert into error_metric (grain, at, model, fingerprint, count)
  select 'MINUTE', minute, model, fingerprint, count(*) from failures group by 2, 3, 4;

  insert into credit_metric (grain, at, model, charged, refunded)
  select 'MINUTE', date_trunc('minute', t.created_at), g.model,
         coalesce(-sum(t.amount) filter (where t.kind = 'DEDUCT'), 0), coalesce(sum(t.amount) filter (where t.kind = 'REFUND'), 0)
  from credit_transaction t join generation g on g.id = t.generation_id
  where t.created_at >= since and t.created_at < until
  group by 2, 3;

  perform sum_coarser_metrics('MINUTE', 'HOUR', date_trunc('hour', since), until);
  perform sum_coarser_metrics('HOUR', 'DAY', date_trunc('day', since), until);
  -- A transaction that stays open for hours, even in another database of the server, must not stop the figures of now: what is
  -- that old counts as settled, although it may still add to it.
  since := least(until, greatest(since, date_trunc('minute',
    greatest(progress.settled_at - margin, clock_timestamp() - stretch * 5 / 6))));
  perform forget_metrics('MINUTE', least(date_trunc('hour', since), clock_timestamp() - interval '25 hours'));
  perform forget_metrics('HOUR', least(date_trunc('day', since), clock_timestamp() - interval '90 days'));
  perform note_load();
  update metric_progress set final_until = since, summed_at = clock_timestamp(), took = clock_timestamp() - began;
  return until < clock_timestamp();
end $$;

-- Rolls up the finer intervals starting at since (the start of a coarser one).
create function sum_coarser_metrics(finer text, coarser text, since timestamptz, until timestamptz) returns void
language plpgsql set search_path = darkroom, pg_temp set timezone = 'UTC' as $$
begin
  delete from outcome_metric where grain = coarser and at >= since and at < until;
  delete from latency_metric where grain = coarser and at >= since and at < until;
  delete from credit_metric where grain = coarser and at >= since and at < until;
  delete from error_metric where grain = coarser and at >= since and at < until;
  insert into outcome_metric (grain, at, model, outcome, count, credits, billed_credits)
    select coarser, date_trunc(coarser, at), model, outcome, sum(count), sum(credits), sum(billed_credits)
    from outcome_metric where grain = finer and at >= since and at < until group by 2, 3, 4;
  insert into latency_metric (grain, at, model, phase, bucket, count, sum_ms)
    select coarser, date_trunc(coarser, at), model, phase, bucket, sum(count), sum(sum_ms)
    from latency_metric where grain = finer and at >= since and at < until group by 2, 3, 4, 5;
  insert into credit_metric (grain, at, model, charged, refunded)
    select coarser, date_trunc(coarser, at), model, sum(charged), sum(refunded)
    from credit_metric where grain = finer and at >= since and at < until group by 2, 3;
  insert into error_metric (grain, at, model, fingerprint, count)
    select coarser, date_trunc(coarser, at), model, fingerprint, sum(count)
    from error_metric where grain = finer and at >= since and at < until group by 2, 3, 4;
end $$;

create function note_load() returns void
language plpgsql set search_path = darkroom, pg_temp as $$
begin
  insert into load_metric (at, in_flight, waiting, attention)
  select date_trunc('minute', clock_timestamp()),
         (select count(*) from (select from generation where status = 'PROCESSING' and attention_cause is null limit 10000) x),
         (select count(*) from (select from generation where status = 'PENDING' and attention_cause is null limit 10000) x),
         (select count(*) from (select from generation where attention_cause is not null limit 10000) x)
  on conflict (at) do update set
    in_flight = greatest(load_metric.in_flight, excluded.in_flight),
    waiting = greatest(load_metric.waiting, excluded.waiting),
    attention = greatest(load_metric.attention, excluded.attention);
  delete from load_metric where at < clock_timestamp() - interval '25 hours';
end $$;

create function forget_metrics(old text, before timestamptz) returns void
language plpgsql set search_path = darkroom, pg_temp as $$
begin
  delete from outcome_metric where grain = old and at < before;
  delete from latency_metric where grain = old and at < before;
  delete from credit_metric where grain = old and at < before;
  delete from error_metric where grain = old and at < before;
end $$;

revoke all on all functions in schema darkroom from public;
-- Lists filter by it, also for a role that may only read; it reads no table.
grant execute on function error_fingerprint to public;
