-- Everything lives in the schema "darkroom", which Flyway creates and puts first in the search path.
-- The constraints carry the promises: what must never happen cannot be stored.

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

create table generation (
  id                   uuid primary key,
  user_id              text not null references account,
  model                text not null check (model <> ''),
  kind                 text not null check (kind in ('IMAGE', 'VIDEO', 'AUDIO')),
  input                jsonb not null check (jsonb_typeof(input) = 'object'),
  prompt               text not null,
  credits              bigint not null check (credits > 0),
  idempotency_key      text,
  priority             integer not null default 0,

  status               text not null default 'PENDING',
  -- where the next engine goes on; null while nothing has been begun
  stage                text check (stage in ('SUBMITTING', 'SUBMITTED', 'RENDERED', 'STORING', 'SIGNING')),
  -- why no engine may take a waiting row although its time has come; a person decides
  hold                 text check (hold in ('SUBMIT_UNKNOWN')),
  attempt              integer not null default 0 check (attempt >= 0),
  max_attempts         integer not null default 5 check (max_attempts > 0),
  next_attempt_at      timestamptz not null default clock_timestamp(),

  -- the right to write: an engine, until when, and a number that grows with each claim (fencing)
  owner                uuid references engine,
  lease_until          timestamptz,
  epoch                bigint not null default 0,

  -- which charge of the ledger pays for the present run, and whether it was given back
  charge               integer not null default 1 check (charge > 0),
  refunded             boolean not null default false,

  -- null: never sent; set without a request id: sent, and the answer is not known
  submit_started_at    timestamptz,
  submitted_at         timestamptz,
  request_id           text,
  status_url           text,
  response_url         text,
  cancel_url           text,
  fal_status           text,
  queue_position       integer,
  fal_started_at       timestamptz,
  -- the last time fal.ai said something new about the request
  fal_changed_at       timestamptz,
  rendered_at          timestamptz,
  result               jsonb,

  files_expected       integer check (files_expected >= 0),
  files_stored         integer not null default 0 check (files_stored >= 0),
  bytes_stored         bigint not null default 0 check (bytes_stored >= 0),
  -- the path is the truth, the signed url a cache of it with an end
  media_path           text,
  media_url            text,
  media_url_expires_at timestamptz,
  warning              text,

  error_kind           text,
  error_code           text,
  error                text,
  error_detail         text,

  cancel_requested_at  timestamptz,
  cancel_reason        text,

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
  constraint submitted_has_a_request
    check (stage is null or stage = 'SUBMITTING' or request_id is not null),
  constraint rendered_has_a_result
    check (stage is null or stage in ('SUBMITTING', 'SUBMITTED') or result is not null),
  constraint failed_says_why check (status <> 'FAILED' or error is not null),
  constraint completed_is_not_refunded check (status <> 'COMPLETED' or not refunded)
) with (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.02);

create unique index generation_idempotency on generation (user_id, idempotency_key) where idempotency_key is not null;
create unique index generation_request on generation (request_id) where request_id is not null;
create index generation_waiting on generation (priority desc, next_attempt_at, created_at) where status = 'PENDING' and hold is null;
create index generation_open on generation (status, created_at, id) where status in ('PENDING', 'PROCESSING');
create index generation_newest on generation (created_at, id);
create index generation_by_status on generation (status, created_at, id);
create index generation_by_user on generation (user_id, created_at, id);
create index generation_by_model on generation (model, created_at, id);

-- Their rows may be written before the generation's own within one transaction: the check waits for the commit.
create table timeline_event (
  id            bigint generated always as identity primary key,
  generation_id uuid not null references generation deferrable initially deferred,
  at            timestamptz not null default clock_timestamp(),
  -- which of the lanes it belongs to
  lane          text not null check (lane in ('CREDITS', 'ENGINE', 'FAL', 'STORAGE', 'DATABASE', 'OPERATOR')),
  kind          text not null,
  attempt       integer not null default 0,
  stage         text,
  text          text not null,
  duration_ms   bigint check (duration_ms >= 0),
  actor         text not null
);
create index timeline_event_of_generation on timeline_event (generation_id, id);

create table credit_transaction (
  id            bigint generated always as identity primary key,
  user_id       text not null references account,
  version       bigint not null,
  kind          text not null check (kind in ('DEDUCT', 'REFUND', 'GRANT', 'ADJUST')),
  amount        bigint not null check (amount <> 0),
  balance_after bigint not null check (balance_after >= 0),
  generation_id uuid references generation deferrable initially deferred,
  charge        integer,
  reason        text not null,
  actor         text not null,
  reverses      bigint references credit_transaction,
  created_at    timestamptz not null default clock_timestamp(),
  constraint one_line_per_account_version unique (user_id, version),
  constraint one_deduction_and_one_refund_per_charge unique (generation_id, charge, kind),
  constraint a_charge_belongs_to_a_generation
    check ((kind in ('DEDUCT', 'REFUND')) = (generation_id is not null) and (generation_id is null) = (charge is null)),
  constraint the_sign_follows_the_kind
    check (kind = 'ADJUST' or (kind = 'DEDUCT') = (amount < 0))
);
create index credit_transaction_newest on credit_transaction (created_at, id);
create index credit_transaction_of_user on credit_transaction (user_id, id);

create table stored_file (
  id            uuid primary key,
  generation_id uuid not null references generation,
  position      integer not null check (position >= 0),
  state         text not null check (state in ('STORED', 'MISSING')),
  name          text not null,
  source_url    text not null,
  bucket        text not null,
  path          text not null,
  content_type  text,
  bytes         bigint check (bytes >= 0),
  sha256        text check (length(sha256) = 64),
  width         integer,
  height        integer,
  seconds       double precision,
  error         text,
  created_at    timestamptz not null default clock_timestamp(),
  updated_at    timestamptz not null default clock_timestamp(),
  constraint one_row_per_file_position unique (generation_id, position),
  constraint stored_is_described check (state <> 'STORED' or (bytes is not null and sha256 is not null and content_type is not null)),
  constraint missing_says_why check (state <> 'MISSING' or error is not null)
);
create unique index stored_file_path on stored_file (bucket, path);
create index stored_file_newest on stored_file (created_at, id);

create table operator_action (
  id            bigint generated always as identity primary key,
  at            timestamptz not null default clock_timestamp(),
  actor         text not null,
  action        text not null,
  generation_id uuid,
  user_id       text,
  reason        text not null,
  outcome       text not null,
  before        jsonb,
  after         jsonb
);
create index operator_action_newest on operator_action (at, id);

-- Submitting as a whole waits while the account at a service is locked or its key refused.
create table pause (
  service    text primary key check (service in ('FAL', 'STORAGE')),
  reason     text not null,
  since      timestamptz not null default clock_timestamp(),
  next_probe timestamptz not null
);

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% is append-only: % is not allowed', tg_table_name, lower(tg_op);
end $$;

create trigger credit_transaction_is_append_only before update or delete or truncate on credit_transaction
  for each statement execute function refuse_change();
create trigger operator_action_is_append_only before update or delete or truncate on operator_action
  for each statement execute function refuse_change();

-- One charge: balance, ledger line and timeline together. Gives the new balance, or null when there is not enough.
create function deduct_charge(
  p_user text, p_generation uuid, p_charge integer, p_credits bigint, p_reason text, p_actor text)
returns bigint language plpgsql as $$
declare
  new_balance bigint;
  new_version bigint;
begin
  update account set balance = balance - p_credits, version = version + 1, updated_at = clock_timestamp()
    where user_id = p_user and balance >= p_credits
    returning balance, version into new_balance, new_version;
  if new_version is null then
    return null;
  end if;
  insert into credit_transaction (user_id, version, kind, amount, balance_after, generation_id, charge, reason, actor)
    values (p_user, new_version, 'DEDUCT', -p_credits, new_balance, p_generation, p_charge, p_reason, p_actor);
  insert into timeline_event (generation_id, lane, kind, text, actor)
    values (p_generation, 'CREDITS', 'DEDUCT',
            p_credits || ' credits deducted, balance ' || new_balance + p_credits || ' → ' || new_balance, p_actor);
  return new_balance;
end $$;

-- Gives one charge back, once: a second refund of the same charge breaks a unique constraint.
create function refund_charge(
  p_user text, p_generation uuid, p_charge integer, p_credits bigint, p_reason text, p_actor text)
returns bigint language plpgsql as $$
declare
  new_balance bigint;
  new_version bigint;
begin
  update account set balance = balance + p_credits, version = version + 1, updated_at = clock_timestamp()
    where user_id = p_user returning balance, version into strict new_balance, new_version;
  insert into credit_transaction (user_id, version, kind, amount, balance_after, generation_id, charge, reason, actor, reverses)
    values (p_user, new_version, 'REFUND', p_credits, new_balance, p_generation, p_charge, p_reason, p_actor,
            (select id from credit_transaction
             where generation_id = p_generation and charge = p_charge and kind = 'DEDUCT'));
  insert into timeline_event (generation_id, lane, kind, text, actor)
    values (p_generation, 'CREDITS', 'REFUND',
            p_credits || ' credits refunded, balance ' || new_balance - p_credits || ' → ' || new_balance, p_actor);
  return new_balance;
end $$;

-- The one rule for asking for a generation: check and deduct, ledger line, row and timeline, or nothing at all.
-- Outcomes: CREATED, EXISTS (same key, same request), CONFLICT (same key, another request), REFUSED, UNKNOWN_USER.
create function request_generation(
  p_id uuid, p_user text, p_model text, p_kind text, p_input jsonb, p_prompt text, p_credits bigint,
  p_key text, p_actor text, p_max_attempts integer,
  out outcome text, out generation_id uuid, out available bigint)
language plpgsql as $$
#variable_conflict use_column
declare
  known record;
begin
  if p_key is not null then
    select g.id, g.model = p_model and g.input = p_input and g.credits = p_credits as same into known
      from generation g where g.user_id = p_user and g.idempotency_key = p_key;
    if found then
      outcome := case when known.same then 'EXISTS' else 'CONFLICT' end;
      generation_id := known.id;
      select a.balance into available from account a where a.user_id = p_user;
      return;
    end if;
  end if;

  available := deduct_charge(p_user, p_id, 1, p_credits, p_model || ', charge 1', p_actor);
  if available is null then
    select a.balance into available from account a where a.user_id = p_user;
    outcome := case when found then 'REFUSED' else 'UNKNOWN_USER' end;
    return;
  end if;
  insert into generation (id, user_id, model, kind, input, prompt, credits, idempotency_key, max_attempts, created_by)
    values (p_id, p_user, p_model, p_kind, p_input, p_prompt, p_credits, p_key, p_max_attempts, p_actor);
  insert into timeline_event (generation_id, lane, kind, text, actor)
    values (p_id, 'ENGINE', 'CREATED', 'Created by ' || p_actor, p_actor);
  outcome := 'CREATED';
  generation_id := p_id;
end $$;

-- Every disagreement between balances, ledger and generations; healthy = no rows.
create view credit_mismatch as
  select a.user_id, null::uuid as generation_id, 'balance differs from the sum of the ledger' as what,
         a.balance as stored, coalesce(sum(t.amount), 0)::bigint as computed
    from account a left join credit_transaction t using (user_id)
    group by a.user_id, a.balance, a.version
    having a.balance <> coalesce(sum(t.amount), 0) or a.version <> count(t.id)
  union all
  select g.user_id, g.id, 'no deduction for the present charge', g.credits, 0
    from generation g
    where not exists (select from credit_transaction t
                      where t.generation_id = g.id and t.charge = g.charge and t.kind = 'DEDUCT' and t.amount = -g.credits)
  union all
  select g.user_id, g.id, case when g.refunded then 'marked refunded without a refund' else 'refunded but not marked so' end,
         g.credits, 0
    from generation g
    where g.refunded <> exists (select from credit_transaction t
                                where t.generation_id = g.id and t.charge = g.charge and t.kind = 'REFUND')
  union all
  select g.user_id, g.id, 'failed or cancelled without a refund', g.credits, 0
    from generation g where g.status in ('FAILED', 'CANCELLED') and not g.refunded;
