-- Everything lives in the schema "darkroom", which Flyway creates and puts first in the search path.
-- The constraints carry the promises: what must never happen cannot be stored. A reference to an account or a generation has
-- no foreign key where the same statement has just locked what it refers to: that would only be looked up once more, and
-- neither is ever deleted or renamed (see refuse_change).

create table account (
  user_id    text primary key check (user_id <> ''),
  balance    bigint not null default 0,
  -- grows by one with each ledger line, so that the chain of lines can be checked without gaps
  version    bigint not null default 0,
  created_at timestamptz not null default clock_timestamp(),
  updated_at timestamptz not null default clock_timestamp(),
  constraint balance_is_never_negative check (balance >= 0)
) with (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.02);

create table engine (
  id           uuid primary key,
  host         text not null,
  process      bigint not null,
  version      text not null,
  capacity     integer not null check (capacity > 0),
  state        text not null check (state in ('RUNNING', 'PAUSED', 'DRAINING', 'STOPPED')),
  in_flight    integer not null default 0,
  started_at   timestamptz not null default clock_timestamp(),
  heartbeat_at timestamptz not null default clock_timestamp(),
  stopped_at   timestamptz
) with (fillfactor = 50);

-- What of the catalog SQL must know; each Darkroom that opens the database brings it up to its own models.
create table model (
  id           text primary key check (id <> ''),
  short_name   text not null,
  kind         text not null check (kind in ('IMAGE', 'VIDEO', 'AUDIO')),
  prompt_field text not null check (prompt_field <> ''),
  -- {"choices": {member: [text, ...]}, "ranges": {member: [least, most]}}
  rules        jsonb not null check (jsonb_typeof(rules) = 'object')
);

create table generation (
  id                   uuid primary key,
  user_id              text not null,
  model                text not null check (model <> ''),
  kind                 text not null check (kind in ('IMAGE', 'VIDEO', 'AUDIO')),
  input                jsonb not null check (jsonb_typeof(input) = 'object'),
  prompt               text not null,
  -- 0 = free: it has no line in the ledger
  credits              bigint not null check (credits >= 0),
  idempotency_key      text,
  -- What was asked for under the key. The input itself will not do: it gets a seed before it is sent, and people edit it.
  request_hash         bytea,
  priority             integer not null default 0,

  status               text not null default 'PENDING',
  -- where the next engine goes on; null while nothing has been begun
  stage                text check (stage in ('SUBMITTING', 'SUBMITTED', 'RENDERED', 'STORING', 'SIGNING')),
  -- why no engine may take a waiting row although its time has come; a person decides
  hold                 text check (hold in ('SUBMIT_UNKNOWN', 'FOREIGN_ORIGIN', 'JOB_REFUSED', 'UNREADABLE')),
  attempt              integer not null default 0 check (attempt >= 0),
  max_attempts         integer not null check (max_attempts > 0),
  next_attempt_at      timestamptz not null default clock_timestamp(),
  -- the service whose outage it waits out
  waits_for            text check (waits_for in ('FAL', 'STORAGE')),
  -- how often in a row an outage has sent it back; no attempt is counted for these, the wait grows with them
  outages              integer not null default 0 check (outages >= 0),

  -- the right to write: an engine, until when, and a number that grows with each claim (fencing token)
  owner                uuid,
  lease_until          timestamptz,
  epoch                bigint not null default 0,

  -- which charge of the ledger pays for the present run, and whether it was given back
  charge               integer not null default 1 check (charge > 0),
  refunded             boolean not null default false,
  -- was COMPLETED once with what it holds now: whatever happens to it later, it stays delivered and paid
  delivered            boolean not null default false,

  -- null: never sent; set without a request id: sent, and the answer is not known
  submit_started_at    timestamptz,
  submitted_at         timestamptz,
  -- the present job; its addresses stand in fal_job. The live state of the job stays here, as it is written with the row.
  request_id           text,
  fal_status           text,
  queue_position       integer,
  fal_started_at       timestamptz,
  -- the last time fal.ai said something new about the request
  fal_changed_at       timestamptz,
  rendered_at          timestamptz,
  -- the bytes that fal.ai sent, whatever they are
  result               bytea,

  files_expected       integer check (files_expected >= 0),
  files_stored         integer not null default 0 check (files_stored >= 0),
  bytes_stored         bigint not null default 0 check (bytes_stored >= 0),
  -- the path is the truth, the signed url a cache of it with an end
  media_path           text,
  media_url            text,
  media_url_expires_at timestamptz,
  -- a code and its arguments, as the class CodedMessage reads it; so are the other columns of sentences
  warning              jsonb,

  error_kind           text,
  error_code           text,
  -- in English, for other programs and for search; windows make their sentence of what is said
  error                text,
  error_said           jsonb,
  error_detail         text,

  cancel_requested_at  timestamptz,
  cancel_reason        text,

  -- why a person should look at it, as the monitor found it or a transition knows it
  attention_cause      text,
  attention_since      timestamptz,
  attention_detail     jsonb,

  created_by           text not null,
  created_at           timestamptz not null default clock_timestamp(),
  started_at           timestamptz,
  updated_at           timestamptz not null default clock_timestamp(),
  finished_at          timestamptz,

  constraint known_status check (status in ('PENDING', 'PROCESSING', 'COMPLETED', 'FAILED', 'CANCELLED')),
  constraint processing_has_an_owner_and_a_lease
    check ((status = 'PROCESSING') = (owner is not null) and (owner is null) = (lease_until is null)),
  constraint processing_has_a_stage check (status <> 'PROCESSING' or stage is not null),
  constraint final_is_finished
    check ((status in ('COMPLETED', 'FAILED', 'CANCELLED')) = (finished_at is not null)),
  constraint only_waiting_is_held check (hold is null or status = 'PENDING'),
  constraint only_waiting_waits_for_a_service check (waits_for is null or status = 'PENDING'),
  constraint submitted_has_a_request
    check (stage is null or stage = 'SUBMITTING' or request_id is not null),
  constraint rendered_has_a_result
    check (stage is null or stage in ('SUBMITTING', 'SUBMITTED') or result is not null or status = 'COMPLETED'),
  constraint failed_says_why check (status <> 'FAILED' or error is not null),
  constraint completed_is_not_refunded check (status <> 'COMPLETED' or not refunded),
  constraint delivered_is_neither_failed_nor_cancelled check (not delivered or status not in ('FAILED', 'CANCELLED')),
  constraint attention_has_a_time check ((attention_cause is null) = (attention_since is null))
  -- A row is rewritten half a dozen times within seconds. With more room left on its page fewer of those rewrites go to
  -- another page, which costs an entry in every index.
) with (fillfactor = 45, autovacuum_vacuum_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.02);

create unique index generation_idempotency on generation (user_id, idempotency_key) where idempotency_key is not null;
-- Claims go round the users: one lane for each user and model, the oldest of each lane first.
create index generation_lanes on generation (priority desc, user_id, model, next_attempt_at, created_at)
  where status = 'PENDING' and hold is null;
-- What may go on while submitting is paused: fal.ai has it already, so it was claimed before, which epoch tells without a
-- column that is written while a run goes on. Queries say request_id is not null beside it.
create index generation_resumable on generation (next_attempt_at)
  where status = 'PENDING' and hold is null and epoch > 0;
create index generation_newest on generation (created_at, id);
-- All but the great mass of what is completed, which the index above serves.
create index generation_by_status on generation (status, created_at, id) include (model) where status <> 'COMPLETED';
-- With the status, as the one above with the model: views of one user or model are counted without a look at the table.
create index generation_by_user on generation (user_id, created_at, id) include (status);
create index generation_by_model on generation (model, created_at, id) include (status);
create index generation_attention on generation (created_at, id) where attention_cause is not null;
-- What must not be, or waits for a person: few rows, wherever they are among millions. The monitor looks here, and says so
-- word by word, so that the planner recognises it.
create index generation_amiss on generation (created_at, id)
  where hold is not null
     or (status = 'COMPLETED' and (media_url is null or media_path is null))
     or (status in ('FAILED', 'CANCELLED') and not refunded);
-- What cost nothing in the end, a few of a hundred, with all that the books ask of it: written when it ends and not before.
create index generation_ended_badly on generation (finished_at, id, charge, refunded, user_id)
  where status in ('FAILED', 'CANCELLED');
-- What runs, by user and by model: claims count it against the quotas. The expression instead of the bare column lets no
-- other index serve the question, so that no plan, whatever the planner knows of the table, reads all that a user ever
-- asked for.
create index generation_running_of_user on generation ((case when status = 'PROCESSING' then user_id end))
  where (case when status = 'PROCESSING' then user_id end) is not null;
create index generation_running_of_model on generation ((case when status = 'PROCESSING' then model end))
  where (case when status = 'PROCESSING' then model end) is not null;

-- One row for each job at fal.ai, written once: every submit that was ever accepted stays known, and no two generations
-- have the same.
create table fal_job (
  request_id    text primary key check (request_id <> ''),
  generation_id uuid not null,
  attempt       integer not null,
  status_url    text not null,
  response_url  text not null,
  cancel_url    text not null,
  submitted_at  timestamptz not null default clock_timestamp()
);

-- One step in a generation's life. What each kind's data holds stands in the class TimelineKind. A row may be written
-- before the generation's own within one transaction, and only ever together with it, so there is no foreign key.
create table timeline_event (
  id            bigint generated always as identity,
  generation_id uuid not null,
  at            timestamptz not null default clock_timestamp(),
  kind          text not null,
  attempt       integer not null default 0,
  stage         text,
  data          jsonb,
  duration_ms   bigint check (duration_ms >= 0),
  actor         text not null,
  -- looked up by its generation only; the number that makes it unique comes from the sequence
  primary key (generation_id, id)
);

create table credit_transaction (
  id              bigint generated always as identity primary key,
  user_id         text not null,
  version         bigint not null,
  kind            text not null check (kind in ('DEDUCT', 'REFUND', 'GRANT', 'ADJUST')),
  amount          bigint not null check (amount <> 0),
  balance_after   bigint not null check (balance_after >= 0),
  generation_id   uuid,
  charge          integer,
  -- the same key twice is the same movement, however often it is asked for
  idempotency_key text,
  -- a person's words, or what a CodedMessage says, as JSON
  reason          text not null,
  actor           text not null,
  reverses        bigint references credit_transaction,
  created_at      timestamptz not null default clock_timestamp(),
  -- An account's lines come in the order of their versions, and are added up without a look at the table.
  constraint one_line_per_account_version unique (user_id, version) include (created_at, amount, kind),
  constraint one_deduction_and_one_refund_per_charge unique (generation_id, charge, kind),
  constraint a_charge_belongs_to_a_generation
    check ((kind in ('DEDUCT', 'REFUND')) = (generation_id is not null) and (generation_id is null) = (charge is null)),
  constraint the_sign_follows_the_kind
    check (kind = 'ADJUST' or (kind = 'DEDUCT') = (amount < 0))
);
-- Also what each user spent since a moment, without a look at the table.
create index credit_transaction_newest on credit_transaction (created_at, id) include (user_id, amount, kind);
create unique index credit_transaction_idempotency on credit_transaction (user_id, idempotency_key)
  where idempotency_key is not null;
-- Which line reverses this one; also spares the check of the foreign key a walk through the ledger.
create index credit_transaction_reverses on credit_transaction (reverses) where reverses is not null;
create index credit_transaction_by_rare_kind on credit_transaction (kind, id) where kind <> 'DEDUCT';
create index credit_transaction_refund on credit_transaction (generation_id, charge) include (id) where kind = 'REFUND';
create index credit_transaction_later_charge on credit_transaction (generation_id) where charge > 1;

create table stored_file (
  id            uuid primary key,
  generation_id uuid not null,
  position      integer not null check (position >= 0),
  state         text not null check (state in ('STORED', 'MISSING')),
  name          text not null,
  source_url    text not null,
  bucket        text not null,
  -- in the order of bytes, which is the one that storage lists its objects in: both are compared page by page
  path          text collate "C" not null,
  content_type  text,
  bytes         bigint check (bytes >= 0),
  sha256        text check (length(sha256) = 64),
  width         integer,
  height        integer,
  seconds       double precision,
  -- what the provider's own safety check says of it; null = it says nothing
  flagged       boolean,
  -- what was odd about it and no failure
  remark        jsonb,
  error         jsonb,
  created_at    timestamptz not null default clock_timestamp(),
  updated_at    timestamptz not null default clock_timestamp(),
  constraint one_row_per_file_position unique (generation_id, position),
  constraint stored_is_described check (state <> 'STORED' or (bytes is not null and sha256 is not null and content_type is not null)),
  constraint missing_says_why check (state <> 'MISSING' or error is not null)
);
create unique index stored_file_path on stored_file (bucket, path);
create index stored_file_newest on stored_file (created_at, id);
create index stored_file_missing on stored_file (created_at, id) where state = 'MISSING';
create index stored_file_largest on stored_file (bytes, id) where bytes is not null;

create table operator_action (
  id            bigint generated always as identity primary key,
  at            timestamptz not null default clock_timestamp(),
  actor         text not null,
  action        text not null,
  generation_id uuid,
  user_id       text,
  -- what else it was about: a model, a cause of failures
  subject       text,
  -- the bulk act it is a part of
  bulk_id       uuid,
  reason        text not null,
  result        text not null default 'DONE' check (result in ('DONE', 'SKIPPED', 'FAILED')),
  -- a code and its arguments
  outcome       jsonb not null,
  before        jsonb,
  after         jsonb
);
-- The parts of a bulk act are listed with their generation and their account; elsewhere the bulk act stands for them.
create index operator_action_newest on operator_action (at, id) where bulk_id is null;
create index operator_action_by_actor on operator_action (actor, at, id) where bulk_id is null;
create index operator_action_by_action on operator_action (action, at, id) where bulk_id is null;
create index operator_action_of_generation on operator_action (generation_id, at, id) where generation_id is not null;
create index operator_action_of_user on operator_action (user_id, at, id) where user_id is not null;

-- A service that refuses or answers nothing: while it is in force nothing new is sent. When one ended stays known: an
-- answer to something asked before then tells nothing about the time after it.
create table pause (
  service    text primary key check (service in ('FAL', 'STORAGE')),
  -- REFUSED: account locked, key, bucket or address not accepted. SILENT: no answer, or only 5xx.
  cause      text not null check (cause in ('REFUSED', 'SILENT')),
  reason     jsonb not null,
  since      timestamptz not null default clock_timestamp(),
  next_probe timestamptz not null,
  ended_at   timestamptz
);

-- How many may be in work at once, over all engines. The name '*' is every user that has no line of its own.
create table run_limit (
  scope   text not null check (scope in ('MODEL', 'USER')),
  name    text not null check (name <> '' and (scope = 'USER' or name <> '*')),
  at_most integer not null check (at_most >= 0),
  primary key (scope, name)
);

-- One act on many generations, decided once by a person and done by the engines in the background.
create table bulk_action (
  id          uuid primary key,
  number      bigint generated always as identity,
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
  -- how many of its items ended how, counted once when it ended; the items themselves may be forgotten
  done        bigint,
  skipped     bigint,
  failed      bigint,
  constraint never_over_budget check (budget is null or spent <= budget),
  constraint ended_is_finished check ((state = 'RUNNING') = (finished_at is null))
);
create index bulk_action_newest on bulk_action (created_at, number);
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
  outcome       jsonb,
  done_at       timestamptz,
  primary key (bulk_id, generation_id),
  constraint ended_says_what check ((state = 'OPEN') = (outcome is null))
);
create index bulk_item_open on bulk_item (bulk_id, generation_id) where state = 'OPEN';
create index bulk_item_by_state on bulk_item (bulk_id, state);

-- How long what has ended is kept, in days; null = for ever. Money is never forgotten: the ledger is not here.
create table retention (
  what       text primary key check (what in ('TIMELINE', 'RESULT', 'BULK_ITEM', 'ENGINE')),
  days       integer check (days between 1 and 36500),
  -- the last generation that the present pass over all of them has come to, and when the pass began
  reached_at timestamptz not null default 'epoch',
  reached_id uuid not null default '00000000-0000-0000-0000-000000000000',
  began_at   timestamptz not null default clock_timestamp()
);
insert into retention (what) values ('TIMELINE'), ('RESULT'), ('BULK_ITEM'), ('ENGINE');

-- What lists are searched for by word, copied beside the generations: an index of trigrams on the generations themselves would
-- be written again with every update of theirs. Engines fill it in the background, in the order of creation, where
-- index_search_words() found what the index needs.
create table prompt_search (
  generation_id uuid primary key,
  created_at    timestamptz not null,
  -- user and prompt in small letters, a line each: they are compared as they stand, in a third of the time
  words         text not null
);

-- How far it is filled: what was created before filled_at is in it. A transaction that is open may commit rows that are older
-- than some that can be seen already. So only what was created before settled_at is copied: that is the barrier_at of a
-- barrier, a transaction up to which all have ended.
create table prompt_search_progress (
  single     boolean primary key default true check (single),
  filled_at  timestamptz not null default 'epoch',
  filled_id  uuid not null default '00000000-0000-0000-0000-000000000000',
  settled_at timestamptz not null default 'epoch',
  barrier_at timestamptz not null default 'epoch',
  barrier    xid8 not null default '0'
) with (fillfactor = 50);
insert into prompt_search_progress default values;
