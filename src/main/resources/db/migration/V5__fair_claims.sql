-- Claims go round the users: one lane for each user and model, the oldest of each lane first.
drop index generation_waiting;
create index generation_lanes on generation (priority desc, user_id, model, next_attempt_at, created_at)
  where status = 'PENDING' and hold is null;

-- What may go on while submitting is paused: fal.ai has it already.
create index generation_resumable on generation (next_attempt_at)
  where status = 'PENDING' and hold is null and request_id is not null;

-- generation_by_status has the same columns.
drop index generation_open;

-- Both are written only together with the row they name, which is never deleted; looking it up once more cost a tenth of
-- everything the database does for a generation.
alter table timeline_event drop constraint timeline_event_generation_id_fkey;
alter table generation drop constraint generation_owner_fkey;

-- How many may be in work at once, over all engines. The name '*' is every user that has no line of its own.
create table run_limit (
  scope   text not null check (scope in ('MODEL', 'USER')),
  name    text not null check (name <> '' and (scope = 'USER' or name <> '*')),
  at_most integer not null check (at_most >= 0),
  primary key (scope, name)
);
