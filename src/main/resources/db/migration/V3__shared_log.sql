-- The log records of all processes on a shared connection, for viewing them together. One partition per UTC day, created in
-- advance and dropped as a whole.
create table log_record (
  -- by the clock of the machine that wrote it
  at         timestamptz not null,
  engine     text not null,
  -- numbers the records of one process
  number     bigint not null,
  level      text not null,
  category   text,
  generation text,
  -- the record as in the log files of that machine, including its stack trace, without the last newline
  line       text not null,
  -- the transaction that wrote it: a reader requests those that its last query could not see
  written    xid8 not null default pg_current_xact_id(),
  -- a batch whose commit was never answered is sent again, and cannot be stored twice
  primary key (at, engine, number)
) partition by range (at);
create index log_record_written on log_record (written);
create index log_record_of_generation on log_record (generation, at) where generation is not null;

-- Takes records with a wrong clock, or of a day that is already dropped.
create table log_record_other partition of log_record default;

-- How long records are kept, the same for all engines.
create table log_keeping (
  one  boolean primary key default true check (one),
  days integer not null default 7 check (days between 1 and 3650)
);
insert into log_keeping default values;

-- Creates the partitions of the next days and drops those beyond the retention. A concurrent second call has nothing to do.
-- Partitions locked by a reader are left for the next time: nobody waits behind this.
create function tidy_log_records(p_now timestamptz default clock_timestamp()) returns void
language plpgsql set search_path = darkroom, pg_temp set lock_timeout = '1s' as $$
declare
  today date := (p_now at time zone 'UTC')::date;
  keep  integer := (select days from log_keeping);
  name  text;
begin
  if not pg_try_advisory_xact_lock(5108212374911) then
    return;
  end if;
  for n in -1..3 loop
    name := 'log_record_' || to_char(today + n, 'YYYYMMDD');
    continue when to_regclass(name) is not null;
    begin
      -- attached instead of created in place: that would block all writers
      execute format('create table %I (like log_record including defaults including constraints)', name);
      execute format('alter table log_record attach partition %I for values from (%L) to (%L)',
                     name, to_char(today + n, 'YYYY-MM-DD') || ' 00:00:00+00',
                     to_char(today + n + 1, 'YYYY-MM-DD') || ' 00:00:00+00');
    exception when lock_not_available or check_violation then
      -- a check is violated when records of that day are in the default partition; later ones join them there
      null;
    end;
  end loop;
  for name in
    select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid
    where i.inhparent = 'log_record'::regclass and c.relname ~ '^log_record_\d{8}$'
      and to_date(right(c.relname, 8), 'YYYYMMDD') < today - keep
  loop
    begin
      execute format('drop table %I', name);
    exception when lock_not_available then
      null;
    end;
  end loop;
  delete from log_record_other where at not between p_now - keep * interval '1 day' and p_now + keep * interval '1 day';
end $$;

revoke all on all functions in schema darkroom from public;
