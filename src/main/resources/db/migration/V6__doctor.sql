-- What Doctor found and repaired: the fate of each finding is in the ledger, the timeline and operator_action.

create table doctor_run (
  id          uuid primary key,
  actor       text not null,
  started_at  timestamptz not null,
  finished_at timestamptz not null default clock_timestamp(),
  -- stopped by an operator: unchecked data may be wrong
  stopped     boolean not null
);
create index doctor_run_newest on doctor_run (started_at desc, id);

create table doctor_result (
  run_id uuid not null references doctor_run on delete cascade,
  kind   text not null,
  state  text not null check (state in ('AGREES', 'FOUND', 'STOPPED', 'NOT_RUN')),
  found  bigint not null check (found >= 0),
  -- in credits, bytes, links or millionths of a dollar, depending on the kind
  value  bigint not null,
  looked bigint not null check (looked >= 0),
  -- why the check could not be done
  said   jsonb,
  primary key (run_id, kind),
  constraint not_run_says_why check (state <> 'NOT_RUN' or said is not null)
);

create table doctor_repair (
  id      bigint generated always as identity primary key,
  at      timestamptz not null default clock_timestamp(),
  kind    text not null,
  actor   text not null,
  reason  text not null check (reason <> ''),
  done    bigint not null check (done >= 0),
  skipped bigint not null check (skipped >= 0),
  failed  bigint not null check (failed >= 0),
  -- of everything repaired
  value   bigint not null
);
create index doctor_repair_newest on doctor_repair (kind, id desc);
