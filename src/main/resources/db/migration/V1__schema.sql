-- All objects live in the schema "darkroom", which Flyway creates and puts first in the search path.
-- The constraints enforce the guarantees: an invalid state cannot be stored. A reference to an account or a generation has no
-- foreign key where the same statement has just locked the referenced row: that would only look it up once more, and neither is
-- ever deleted or given another key (see refuse_removal).

create table account (
  user_id    text primary key check (user_id <> ''),
  balance    bigint not null default 0,
  -- incremented with each ledger line, so that the chain of lines can be checked for gaps
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

-- The part of the catalog that SQL needs; each Darkroom that opens the database updates it to its own models.
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
  -- 0 = free: no line in the ledger
  credits              bigint not null check (credits >= 0),
  idempotency_key      text,
  -- The request made under the key. The input itself will not do: it gets a seed before it is sent, and people edit it.
  request_hash         bytea,
  priority             integer not null default 0,

  status               text not null default 'PENDING',
  -- where the next engine resumes; null while nothing has begun
  stage                text check (stage in ('SUBMITTING', 'SUBMITTED', 'RENDERED', 'STORING', 'SIGNING')),
  -- why no engine may take a waiting row although it is due; an operator decides
  hold                 text check (hold in ('SUBMIT_UNKNOWN', 'FOREIGN_ORIGIN', 'JOB_REFUSED', 'UNREADABLE')),
  attempt              integer not null default 0 check (attempt >= 0),
  max_attempts         integer not null check (max_attempts > 0),
  next_attempt_at      timestamptz not null default clock_timestamp(),
  -- the service whose outage it waits for
  waits_for            text check (waits_for in ('FAL', 'STORAGE')),
  -- consecutive outages that have sent it back; they do not count as attempts, but lengthen the wait
  outages              integer not null default 0 check (outages >= 0),
  -- failed attempts to store the present result, whoever was to blame
  store_failures       integer not null default 0 check (store_failures >= 0),

  -- the right to write: an engine, the end of its lease, and a number that grows with each claim (fencing token)
  owner                uuid,
  lease_until          timestamptz,
  epoch                bigint not null default 0,

  -- the ledger charge that pays for the present run, and whether it was refunded
  charge               integer not null default 1 check (charge > 0),
  refunded             boolean not null default false,
  -- was COMPLETED once with its present content: whatever happens later, it stays delivered and paid
  delivered            boolean not null default false,

  -- null: never sent; set without a request id: sent, but the answer is unknown
  submit_started_at    timestamptz,
  submitted_at         timestamptz,
  -- The present job; its URLs are in fal_job. The live state of the job stays here, as it is written together with the row.
  request_id           text,
  fal_status           text,
  queue_position       integer,
  fal_started_at       timestamptz,
  -- the last time fal.ai reported a change of the request
  fal_changed_at       timestamptz,
  rendered_at          timestamptz,
  -- the bytes received from fal.ai, whatever they are
  result               bytea,

  files_expected       integer check (files_expected >= 0),
  files_stored         integer not null default 0 check (files_stored >= 0),
  bytes_stored         bigint not null default 0 check (bytes_stored >= 0),
  -- the path is authoritative, the signed URL a cached link that expires
  media_path           text,
  media_url            text,
  media_url_expires_at timestamptz,
  -- a code and its arguments, as read by the class CodedMessage; so are the other columns for sentences
  warning              jsonb,

  error_kind           text,
  error_code           text,
  -- in English, for other programs and for search; windows format their sentence from error_said
  error                text,
  error_said           jsonb,
  error_detail         text,

  cancel_requested_at  timestamptz,
  cancel_reason        text,

  -- why an operator should look at it, as determined by the monitor or a transition
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
  -- A row is rewritten half a dozen times within seconds. More free space on its page lets fewer of those rewrites go to
  -- another page, which costs an entry in every index.
) with (fillfactor = 45, autovacuum_vacuum_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.02);

create unique index generation_idempotency on generation (user_id, idempotency_key) where idempotency_key is not null;
-- Claims go round the users: one lane for each user and model, the oldest of each lane first.
create index generation_lanes on generation (priority desc, user_id, model, next_attempt_at, created_at)
  where status = 'PENDING' and hold is null;
-- Rows that may resume while submitting is paused: fal.ai has the job, or may have it, so the row was claimed before, which epoch
-- shows without a column that is written during a run. Queries add the columns that tell.
create index generation_resumable on generation (next_attempt_at)
  where status = 'PENDING' and hold is null and epoch > 0;
create index generation_newest on generation (created_at, id);
-- All but the vast majority of completed rows, which the index above serves.
create index generation_by_status on generation (status, created_at, id) include (model) where status <> 'COMPLETED';
-- Includes the status, as the one above includes the model: views of one user or model are counted by an index-only scan.
create index generation_by_user on generation (user_id, created_at, id) include (status);
create index generation_by_model on generation (model, created_at, id) include (status);
create index generation_attention on generation (created_at, id) where attention_cause is not null;
-- Rows in a state that must not be, or waiting for an operator: few, scattered among millions. The monitor repeats this condition
-- word for word, so that the planner recognises it.
create index generation_amiss on generation (created_at, id)
  where hold is not null
     or (status = 'COMPLETED' and (media_url is null or media_path is null))
     or (status in ('FAILED', 'CANCELLED') and not refunded);
-- Rows that cost nothing in the end, a few in a hundred, with all columns that the accounting queries need: written only when a
-- generation ends.
create index generation_ended_badly on generation (finished_at, id, charge, refunded, user_id)
  where status in ('FAILED', 'CANCELLED');
-- Running generations, by user and by model: claims count them against the quotas. As an expression instead of the bare column
-- it prevents the use of any other index, so that no plan, whatever the planner's statistics, reads everything that a user has
-- ever requested.
create index generation_running_of_user on generation ((case when status = 'PROCESSING' then user_id end))
  where (case when status = 'PROCESSING' then user_id end) is not null;
create index generation_running_of_model on generation ((case when status = 'PROCESSING' then model end))
  where (case when status = 'PROCESSING' then model end) is not null;

-- One row for each job at fal.ai, written once: every accepted submit stays known, and no two generations share one.
create table fal_job (
  request_id    text primary key check (request_id <> ''),
  generation_id uuid not null,
  attempt       integer not null,
  status_url    text not null,
  response_url  text not null,
  cancel_url    text not null,
  submitted_at  timestamptz not null default clock_timestamp()
);

-- One step in a generation's life. The class TimelineKind lists the data of each kind. Within one transaction a row may be
-- written before the generation's own, but only ever together with it, so there is no foreign key.
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
  -- looked up by generation only; the unique number comes from the sequence
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
  -- the same key twice is the same movement, however often it is requested
  idempotency_key text,
  -- an operator's words, or a CodedMessage as JSON
  reason          text not null,
  actor           text not null,
  reverses        bigint references credit_transaction,
  created_at      timestamptz not null default clock_timestamp(),
  -- An account's lines are read in the order of their versions and summed up by an index-only scan.
  constraint one_line_per_account_version unique (user_id, version) include (created_at, amount, kind),
  constraint one_deduction_and_one_refund_per_charge unique (generation_id, charge, kind),
  constraint a_charge_belongs_to_a_generation
    check ((kind in ('DEDUCT', 'REFUND')) = (generation_id is not null) and (generation_id is null) = (charge is null)),
  constraint the_sign_follows_the_kind
    check (kind = 'ADJUST' or (kind = 'DEDUCT') = (amount < 0))
);
-- Also for the credits that each user spent since a moment, by an index-only scan.
create index credit_transaction_newest on credit_transaction (created_at, id) include (user_id, amount, kind);
create unique index credit_transaction_idempotency on credit_transaction (user_id, idempotency_key)
  where idempotency_key is not null;
-- Finds the line that reverses another; also saves the foreign key check a scan of the ledger.
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
  -- in byte order, the order in which storage lists its objects: the two are compared page by page
  path          text collate "C" not null,
  content_type  text,
  bytes         bigint check (bytes >= 0),
  sha256        text check (length(sha256) = 64),
  width         integer,
  height        integer,
  seconds       double precision,
  -- the result of the provider's own safety check; null = none
  flagged       boolean,
  -- something odd about it that is not a failure
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
  -- what else it concerned: a model, a cause of failures
  subject       text,
  -- the bulk action it is part of
  bulk_id       uuid,
  reason        text not null,
  result        text not null default 'DONE' check (result in ('DONE', 'SKIPPED', 'FAILED')),
  -- a code and its arguments
  outcome       jsonb not null,
  before        jsonb,
  after         jsonb
);
-- The parts of a bulk action are listed with their generation and account; elsewhere the bulk action stands for them.
create index operator_action_newest on operator_action (at, id) where bulk_id is null;
create index operator_action_by_actor on operator_action (actor, at, id) where bulk_id is null;
create index operator_action_by_action on operator_action (action, at, id) where bulk_id is null;
create index operator_action_of_generation on operator_action (generation_id, at, id) where generation_id is not null;
create index operator_action_of_user on operator_action (user_id, at, id) where user_id is not null;

-- A service that refuses requests or does not respond: while the pause is in force nothing new is sent. The time when a pause
-- ended is kept, as the answer to an earlier request proves nothing about the time after it.
create table pause (
  service    text primary key check (service in ('FAL', 'STORAGE')),
  -- REFUSED: account locked, or key, bucket or address not accepted. SILENT: no response, or only 5xx. DEGRADED: passes its
  -- probe, but each submit or upload is silent.
  cause      text not null check (cause in ('REFUSED', 'SILENT', 'DEGRADED')),
  reason     jsonb not null,
  since      timestamptz not null default clock_timestamp(),
  next_probe timestamptz not null,
  ended_at   timestamptz
);

-- How many may run at once, over all engines. The name '*' stands for each user without a row of their own.
create table run_limit (
  scope   text not null check (scope in ('MODEL', 'USER')),
  name    text not null check (name <> '' and (scope = 'USER' or name <> '*')),
  at_most integer not null check (at_most >= 0),
  primary key (scope, name)
);

-- One action on many generations, decided once by an operator and carried out by the engines in the background.
create table bulk_action (
  id          uuid primary key,
  number      bigint generated always as identity,
  act         text not null check (act in ('RETRY', 'CANCEL', 'RECOVER', 'REFUND', 'MARK_FAILED')),
  reason      text not null check (reason <> ''),
  actor       text not null,
  -- a description of the chosen generations
  what        text not null,
  -- the credits that may be deducted in total, null = no limit
  budget      bigint check (budget >= 0),
  spent       bigint not null default 0 check (spent >= 0),
  state       text not null default 'RUNNING' check (state in ('RUNNING', 'STOPPED', 'DONE')),
  created_at  timestamptz not null default clock_timestamp(),
  finished_at timestamptz,
  -- the number of items by final state, counted once at the end; the items themselves may be deleted later
  done        bigint,
  skipped     bigint,
  failed      bigint,
  constraint never_over_budget check (budget is null or spent <= budget),
  constraint ended_is_finished check ((state = 'RUNNING') = (finished_at is null))
);
create index bulk_action_newest on bulk_action (created_at, number);
create index bulk_action_running on bulk_action (created_at) where state = 'RUNNING';

-- The outcome of an item is written in the transaction of its action: each is done exactly once, whatever is killed.
create table bulk_item (
  bulk_id       uuid not null references bulk_action,
  generation_id uuid not null references generation,
  -- the state the decision was based on
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

-- How long ended history is kept, in days; null = forever. Money is never forgotten: the ledger is not covered here.
create table retention (
  what       text primary key check (what in ('TIMELINE', 'RESULT', 'BULK_ITEM', 'ENGINE')),
  days       integer check (days between 1 and 36500),
  -- the last generation reached by the present pass over all of them, and when that pass began
  reached_at timestamptz not null default 'epoch',
  reached_id uuid not null default '00000000-0000-0000-0000-000000000000',
  began_at   timestamptz not null default clock_timestamp()
);
insert into retention (what) values ('TIMELINE'), ('RESULT'), ('BULK_ITEM'), ('ENGINE');

-- The words searched for in lists, copied to a separate table: a trigram index on the generations themselves would be updated
-- with every update of theirs. Engines fill it in the background, in order of creation, where index_search_words() found what
-- the index needs.
create table prompt_search (
  generation_id uuid primary key,
  created_at    timestamptz not null,
  -- user and prompt in lower case, on separate lines: they are compared unchanged, in a third of the time
  words         text not null
);

-- Filling progress: everything created before filled_at has been copied. An open transaction may still commit rows that are
-- older than some already visible ones. So only rows created before settled_at are copied: that is the barrier_at of a barrier,
-- a transaction id up to which all transactions have ended.
create table prompt_search_progress (
  single     boolean primary key default true check (single),
  filled_at  timestamptz not null default 'epoch',
  filled_id  uuid not null default '00000000-0000-0000-0000-000000000000',
  settled_at timestamptz not null default 'epoch',
  barrier_at timestamptz not null default 'epoch',
  barrier    xid8 not null default '0'
) with (fillfactor = 50);
insert into prompt_search_progress default values;
