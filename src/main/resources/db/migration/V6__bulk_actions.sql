-- One act on many generations, decided once by a person and done by the engines in the background.
create table bulk_action (
  id          uuid primary key,
  act         text not null check (act in ('RETRY', 'CANCEL', 'RECOVER', 'REFUND', 'MARK_FAILED')),
  reason      text not null check (reason <> ''),
  actor       text not null,
  -- in words: what was chosen
  what        text not null,
  -- credits that may be deducted for all of it, null = no ceiling
  budget      bigint check (budget >= 0),
  spent       bigint not null default 0 check (spent >= 0),
  state       text not null default 'RUNNING' check (state in ('RUNNING', 'STOPPED', 'DONE')),
  created_at  timestamptz not null default clock_timestamp(),
  finished_at timestamptz,
  constraint never_over_budget check (budget is null or spent <= budget),
  constraint ended_is_finished check ((state = 'RUNNING') = (finished_at is null))
);
create index bulk_action_newest on bulk_action (created_at desc);
create index bulk_action_running on bulk_action (created_at) where state = 'RUNNING';

-- The outcome of an item is written in the transaction of its act: each is done exactly once, whatever is killed.
create table bulk_item (
  bulk_id       uuid not null references bulk_action,
  generation_id uuid not null references generation,
  -- the state it was decided on
  status        text not null,
  epoch         bigint not null,
  hold          text,
  state         text not null default 'OPEN' check (state in ('OPEN', 'DONE', 'SKIPPED', 'FAILED')),
  outcome       text not null default '',
  done_at       timestamptz,
  primary key (bulk_id, generation_id),
  constraint ended_says_what check ((state = 'OPEN') = (outcome = ''))
);
create index bulk_item_open on bulk_item (bulk_id, generation_id) where state = 'OPEN';
create index bulk_item_by_state on bulk_item (bulk_id, state);
