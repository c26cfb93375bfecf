-- The rules that hold for every caller: engines, consoles and other programs.

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% is append-only: % is not allowed', tg_table_name, lower(tg_op);
end $$;

create trigger credit_transaction_is_append_only before update or delete or truncate on credit_transaction
  for each statement execute function refuse_change();
create trigger operator_action_is_append_only before update or delete or truncate on operator_action
  for each statement execute function refuse_change();

-- Protects rows that are referred to without a foreign key.
create function refuse_removal() returns trigger language plpgsql as $$
begin
  raise exception '% is referenced permanently: its rows can be neither deleted nor given another key', tg_table_name;
end $$;

create trigger account_is_kept before delete or truncate or update of user_id on account
  for each statement execute function refuse_removal();
create trigger generation_is_kept before delete or truncate or update of id on generation
  for each statement execute function refuse_removal();

-- An id that sorts by its creation time, as created by the Java class TimeOrderedId.
create function time_ordered_id(made timestamptz default clock_timestamp()) returns uuid language sql volatile as $$
  select cast(
    lpad(to_hex(cast(extract(epoch from made) * 1000000 as bigint) / 64 % 4294967296), 8, '0')
    || overlay(substr(cast(gen_random_uuid() as text), 9) placing '8' from 7) as uuid)
$$;

-- One charge: balance, ledger line and timeline together. Returns the new balance, or null when there are not enough credits.
create function deduct_charge(
  p_user text, p_generation uuid, p_charge integer, p_credits bigint, p_reason text, p_actor text)
returns bigint language plpgsql as $$
declare
  new_balance bigint;
  new_version bigint;
begin
  if p_credits = 0 then
    return (select a.balance from account a where a.user_id = p_user);
  end if;
  update account set balance = balance - p_credits, version = version + 1, updated_at = clock_timestamp()
    where user_id = p_user and balance >= p_credits
    returning balance, version into new_balance, new_version;
  if new_version is null then
    return null;
  end if;
  insert into credit_transaction (user_id, version, kind, amount, balance_after, generation_id, charge, reason, actor)
    values (p_user, new_version, 'DEDUCT', -p_credits, new_balance, p_generation, p_charge, p_reason, p_actor);
  insert into timeline_event (generation_id, kind, data, actor)
    values (p_generation, 'DEDUCTED', jsonb_build_object('credits', p_credits, 'balance', new_balance), p_actor);
  return new_balance;
end $$;

-- Refunds one charge, once: a second refund of the same charge violates a unique constraint. A free one has nothing to refund.
create function refund_charge(
  p_user text, p_generation uuid, p_charge integer, p_credits bigint, p_reason text, p_actor text)
returns bigint language plpgsql as $$
declare
  new_balance bigint;
  new_version bigint;
begin
  if p_credits = 0 then
    return (select a.balance from account a where a.user_id = p_user);
  end if;
  update account set balance = balance + p_credits, version = version + 1, updated_at = clock_timestamp()
    where user_id = p_user returning balance, version into strict new_balance, new_version;
  insert into credit_transaction (user_id, version, kind, amount, balance_after, generation_id, charge, reason, actor, reverses)
    values (p_user, new_version, 'REFUND', p_credits, new_balance, p_generation, p_charge, p_reason, p_actor,
            (select id from credit_transaction
             where generation_id = p_generation and charge = p_charge and kind = 'DEDUCT'));
  insert into timeline_event (generation_id, kind, data, actor)
    values (p_generation, 'REFUNDED', jsonb_build_object('credits', p_credits, 'balance', new_balance), p_actor);
  return new_balance;
end $$;

-- A grant or an adjustment: balance, ledger line and the operators' log together, once per key.
-- Outcomes: DONE, EXISTS (same key, same movement), CONFLICT (same key, different movement), TOO_LITTLE (would go below zero).
create function move_credits(
  p_user text, p_kind text, p_amount bigint, p_reason text, p_actor text, p_key text,
  out outcome text, out balance bigint)
language plpgsql as $$
#variable_conflict use_column
declare
  known record;
  new_version bigint;
begin
  insert into account (user_id) values (p_user) on conflict do nothing;
  -- A concurrent movement under the same key waits here, and then finds the other one's line.
  select a.balance into move_credits.balance from account a where a.user_id = p_user for no key update;
  if p_key is not null then
    select t.kind = p_kind and t.amount = p_amount as same, t.balance_after into known
      from credit_transaction t where t.user_id = p_user and t.idempotency_key = p_key;
    if found then
      outcome := case when known.same then 'EXISTS' else 'CONFLICT' end;
      return;
    end if;
  end if;
  update account a set balance = a.balance + p_amount, version = a.version + 1, updated_at = clock_timestamp()
    where a.user_id = p_user and a.balance + p_amount >= 0
    returning a.balance, a.version into move_credits.balance, new_version;
  if new_version is null then
    outcome := 'TOO_LITTLE';
    select a.balance into move_credits.balance from account a where a.user_id = p_user;
    return;
  end if;
  insert into credit_transaction (user_id, version, kind, amount, balance_after, idempotency_key, reason, actor)
    values (p_user, new_version, p_kind, p_amount, move_credits.balance, p_key, p_reason, p_actor);
  insert into operator_action (actor, action, user_id, reason, outcome, before, after)
    values (p_actor, p_kind, p_user, p_reason,
            jsonb_build_array('done.balance', move_credits.balance - p_amount, move_credits.balance),
            jsonb_build_object('balance', move_credits.balance - p_amount),
            jsonb_build_object('balance', move_credits.balance));
  outcome := 'DONE';
end $$;

-- Reverses a manual line by another one, once. A charge is refunded with its generation, not here.
-- Outcomes: DONE, UNKNOWN, CHARGE, REVERSED, TOO_LITTLE.
create function reverse_line(p_line bigint, p_reason text, p_actor text, out outcome text, out balance bigint)
language plpgsql as $$
#variable_conflict use_column
declare
  line record;
  new_version bigint;
begin
  select t.user_id, t.kind, t.amount into line from credit_transaction t where t.id = p_line;
  if not found then
    outcome := 'UNKNOWN';
    return;
  end if;
  -- A concurrent reversal of the same line waits here, and then finds the other one's line.
  select a.balance into reverse_line.balance from account a where a.user_id = line.user_id for no key update;
  if line.kind not in ('GRANT', 'ADJUST') then
    outcome := 'CHARGE';
    return;
  end if;
  if exists (select from credit_transaction t where t.reverses = p_line) then
    outcome := 'REVERSED';
    return;
  end if;
  update account a set balance = a.balance - line.amount, version = a.version + 1, updated_at = clock_timestamp()
    where a.user_id = line.user_id and a.balance - line.amount >= 0
    returning a.balance, a.version into reverse_line.balance, new_version;
  if new_version is null then
    outcome := 'TOO_LITTLE';
    select a.balance into reverse_line.balance from account a where a.user_id = line.user_id;
    return;
  end if;
  insert into credit_transaction (user_id, version, kind, amount, balance_after, reason, actor, reverses)
    values (line.user_id, new_version, 'ADJUST', -line.amount, reverse_line.balance, p_reason, p_actor, p_line);
  insert into operator_action (actor, action, user_id, reason, outcome, before, after)
    values (p_actor, 'REVERSE', line.user_id, p_reason,
            jsonb_build_array('done.balance', reverse_line.balance + line.amount, reverse_line.balance),
            jsonb_build_object('balance', reverse_line.balance + line.amount),
            jsonb_build_object('balance', reverse_line.balance));
  outcome := 'DONE';
end $$;

-- The only definition of this number.
create function default_attempts() returns integer language sql immutable as 'select 5';
alter table generation alter column max_attempts set default default_attempts();

-- The only rule for requesting generations: check and deduct, ledger line, row and timeline, or nothing at all.
-- Outcomes: CREATED, EXISTS (same key, same request), CONFLICT (same key, different request), REFUSED, UNKNOWN_USER.
-- It takes many requests at once, an array for each of their values, in one pass, because starting a statement costs several
-- times as much as one more row. No two of them may have the same user and key.
create function create_generations(
  p_n integer[], p_id uuid[], p_user text[], p_model text[], p_kind text[], p_input text[], p_prompt text[], p_credits bigint[],
  p_key text[], p_actor text[], p_attempts integer[])
returns table (n integer, outcome text, generation_id uuid, available bigint)
language plpgsql as $$
#variable_conflict use_column
declare
  accounts json;
  decided record;
  i integer;
begin
  -- A concurrent request under the same key waits here for the other one to end, and then finds its row. Waiting for the unique
  -- index instead would come after a deduction, which may be refused because of the other one's. All callers lock accounts in
  -- the same order; the values read here stay valid until the end.
  select json_agg(locked) into accounts from (
    select a.user_id, a.balance, a.version from account a
    where a.user_id = any(p_user)
    order by a.user_id for no key update) locked;

  for decided in
    with request as materialized (
      select r.*, case when r.key is not null then
               sha256(convert_to(concat_ws(E'\n', r.model, r.credits, cast(r.input as jsonb)), 'UTF8')) end as asked
      from unnest(p_n, p_id, p_user, p_model, p_kind, p_input, p_prompt, p_credits, p_key, p_actor, p_attempts) as r(
        n, id, "user", model, kind, input, prompt, credits, key, actor, attempts)),
    judged as materialized (
      -- A free request has no line in the ledger and does not advance the version.
      select request.*, known.id as known, known.same, a.balance, a.version,
             coalesce(cast(sum(credits) filter (where known.id is null) over in_order as bigint), 0) as so_far,
             count(*) filter (where known.id is null and credits > 0) over in_order as place,
             coalesce(cast(sum(credits) filter (where known.id is null) over everything as bigint), 0) as together,
             count(*) filter (where known.id is null and credits > 0) over everything as lines,
             count(*) filter (where known.id is null) over everything as requests
      from request
      left join json_to_recordset(accounts) as a(user_id text, balance bigint, version bigint)
        on a.user_id = request."user"
      left join lateral (
        select g.id, g.request_hash = request.asked as same
        from generation g where g.user_id = request."user" and g.idempotency_key = request.key) known on true
      window everything as (partition by "user"),
             in_order as (partition by "user" order by n rows unbounded preceding)),
    paid as materialized (
      select j.*, balance - so_far as after, version + place as line
      from judged j where known is null and balance >= together),
    charged as (
      update account a set balance = a.balance - p.together, version = a.version + p.lines, updated_at = clock_timestamp()
      from paid p where p.credits > 0 and p.place = 1 and a.user_id = p."user"),
    booked as (
      insert into credit_transaction (user_id, version, kind, amount, balance_after, generation_id, charge, reason, actor)
      select "user", line, 'DEDUCT', -credits, after, id, 1, model, actor from paid where credits > 0),
    stored as (
      insert into generation (id, user_id, model, kind, input, prompt, credits, idempotency_key, request_hash,
                              max_attempts, created_by)
      select id, "user", model, kind, cast(input as jsonb), prompt, credits, key, asked,
             coalesce(attempts, default_attempts()), actor from paid),
    noted as (
      insert into timeline_event (generation_id, kind, data, actor)
      select id, 'CREATED', jsonb_build_object('credits', credits, 'balance', after), actor from paid)
    select j.n,
           case when known is not null then case when same then 'EXISTS' else 'CONFLICT' end
                when balance is null then 'UNKNOWN_USER'
                when balance >= together then 'CREATED'
                when requests = 1 then 'REFUSED' end as outcome,
           case when known is not null then known when balance >= together then id end as id,
           case when known is null and balance >= together then balance - so_far else balance end as available
    from judged j order by j.n
  loop
    if decided.outcome is null then
      -- Not enough for everything that this user requested here: handle each request by itself, as long as the credits last.
      i := array_position(p_n, decided.n);
      return query select decided.n, c.outcome, c.generation_id, c.available
        from create_generations(
          p_n[i:i], p_id[i:i], p_user[i:i], p_model[i:i], p_kind[i:i], p_input[i:i], p_prompt[i:i], p_credits[i:i], p_key[i:i],
          p_actor[i:i], p_attempts[i:i]) c;
    else
      n := decided.n;
      outcome := decided.outcome;
      generation_id := decided.id;
      available := decided.available;
      return next;
    end if;
  end loop;
end $$;

-- The same for a single request.
create function create_generation(
  p_id uuid, p_user text, p_model text, p_kind text, p_input jsonb, p_prompt text, p_credits bigint,
  p_key text, p_actor text, p_max_attempts integer,
  out outcome text, out generation_id uuid, out available bigint)
language sql as $$
  select c.outcome, c.generation_id, c.available
  from create_generations(
    array[0], array[p_id], array[p_user], array[p_model], array[p_kind], array[cast(p_input as text)], array[p_prompt],
    array[p_credits], array[p_key], array[p_actor], array[p_max_attempts]) c
$$;

-- The only rule for ending a generation: at once while nothing was sent, an operator has to decide, or it is unknown whether it was
-- sent and fal.ai cannot be asked; otherwise an engine asks fal.ai first. Whatever was delivered stays delivered: only its repair
-- ends.
-- Outcomes: CANCELLED (ended and refunded), ASKED, ASKED_BEFORE, ENDED (had ended, or a repair of it ends now), null (no such
-- generation).
create function end_or_ask_cancel(p_id uuid, p_reason text, p_actor text) returns text language plpgsql as $$
declare
  g generation;
  outcome text;
begin
  select * into g from generation where id = p_id for update;
  if not found then
    return null;
  elsif g.finished_at is not null then
    return 'ENDED';
  elsif g.delivered and g.status = 'PENDING' then
    update generation set status = 'COMPLETED', hold = null, waits_for = null, outages = 0,
           error_kind = null, error_code = null, error = null, error_said = null, error_detail = null,
           cancel_requested_at = null, cancel_reason = null,
           finished_at = clock_timestamp(), updated_at = clock_timestamp(), epoch = epoch + 1
      where id = p_id;
    insert into timeline_event (generation_id, kind, attempt, stage, data, actor)
      values (g.id, 'REPAIR_ENDED', g.attempt, g.stage, jsonb_build_object('reason', p_reason), p_actor);
    return 'ENDED';
  elsif g.status = 'PENDING'
      and (g.hold is not null or g.request_id is null and (g.submit_started_at is null or g.waits_for = 'FAL')) then
    update generation set status = 'CANCELLED', hold = null, waits_for = null, refunded = true, cancel_reason = p_reason,
           error_kind = null, error_code = null, error = null, error_said = null, error_detail = null,
           cancel_requested_at = clock_timestamp(), finished_at = clock_timestamp(), updated_at = clock_timestamp(),
           epoch = epoch + 1, attention_cause = null, attention_since = null, attention_detail = null
      where id = p_id;
    perform refund_charge(g.user_id, g.id, g.charge, g.credits, jsonb_build_array('ledger.cancelled', p_reason)::text, p_actor);
    outcome := 'CANCELLED';
  elsif g.cancel_requested_at is null then
    update generation set cancel_requested_at = clock_timestamp(), cancel_reason = p_reason,
           next_attempt_at = case when status = 'PENDING' then clock_timestamp() else next_attempt_at end
      where id = p_id;
    outcome := 'ASKED';
  else
    return 'ASKED_BEFORE';
  end if;
  insert into timeline_event (generation_id, kind, attempt, stage, data, actor)
    values (g.id, case outcome when 'ASKED' then 'CANCEL_ASKED' else 'CANCELLED' end, g.attempt, g.stage,
            jsonb_build_object('reason', p_reason), p_actor);
  return outcome;
end $$;

-- The problems of an input, a sentence each, or null: word for word those of the Java class InputCheck.
create function input_problems(p_model model, p_input jsonb) returns text language plpgsql immutable as $$
declare
  prompt jsonb;
  rule record;
  given jsonb;
  problems text[] := '{}';
begin
  if p_input is null or jsonb_typeof(p_input) <> 'object' then
    return format('The input must be a JSON object such as {"%s":"a red bicycle"}.', p_model.prompt_field);
  end if;
  if jsonb_path_exists(p_input, '$.**{101 to last}') then
    return 'The input is nested too deeply: at most 100 levels.';
  elsif exists (select from jsonb_path_query(p_input, '$.** ? (@.type() == "number")') as number
                where length(split_part(ltrim(number #>> '{}', '-'), '.', 1)) > 300
                   or length(split_part(number #>> '{}', '.', 2)) > 300) then
    return 'A number in the input is too long: at most 300 digits before and 300 after the decimal point.';
  elsif octet_length(cast(p_input as text)) > 16 * 1024 * 1024 then
    return 'The input is too large: at most 16 MiB of JSON text.';
  end if;

  prompt := nullif(p_input -> p_model.prompt_field, 'null');
  if jsonb_typeof(prompt) <> 'string' then
    problems := problems || format('The %s must be text in quotes.', p_model.prompt_field);
  elsif coalesce(prompt #>> '{}', '') !~ '\S' then
    problems := problems || format('The %s is empty: %s.', p_model.prompt_field,
                                   format(case p_model.prompt_field when 'text' then 'enter what %s should speak'
                                          else 'describe what %s should generate' end, p_model.short_name));
  elsif length(prompt #>> '{}') > 20000 then
    problems := problems || format('The %s is too long: at most 20000 characters.', p_model.prompt_field);
  end if;

  -- An object instead of a word, such as an image size in pixels, is left to the model.
  for rule in select key as name, value as allowed from jsonb_each(p_model.rules -> 'choices') loop
    given := p_input -> rule.name;
    if jsonb_typeof(given) not in ('null', 'object')
       and not (jsonb_typeof(given) = 'string' and rule.allowed @> given) then
      problems := problems || format('%s must be one of "%s", not %s.', rule.name,
        (select string_agg(word, '", "') from jsonb_array_elements_text(rule.allowed) as word), given);
    end if;
  end loop;

  for rule in select key as name, (value ->> 0)::numeric as least, (value ->> 1)::numeric as most
                from jsonb_each(p_model.rules -> 'ranges') loop
    if not coalesce(whole_number(p_input -> rule.name) between rule.least and rule.most,
                    coalesce(p_input -> rule.name, 'null') = 'null') then
      problems := problems || format('%s must be a whole number from %s to %s, not %s.',
        rule.name, rule.least, rule.most, p_input -> rule.name);
    end if;
  end loop;

  if not coalesce(whole_number(p_input -> 'seed') >= 0, coalesce(p_input -> 'seed', 'null') = 'null') then
    problems := problems || format('seed must be a whole number from 0, not %s.', p_input -> 'seed');
  end if;
  if p_input -> 'sync_mode' not in ('false', 'null') then
    problems := problems ||
      'sync_mode must be left out or false: its results are not kept and cannot be recovered.'::text;
  end if;
  return nullif(array_to_string(problems, ' '), '');
end $$;

-- Null for any other value, including 4.0.
create function whole_number(p_value jsonb) returns numeric language sql immutable as $$
  select case when jsonb_typeof(p_value) = 'number' and p_value::text ~ '^-?[0-9]+$' then p_value::numeric end
$$;

-- The name of a calling program in ledger and timeline: its role. A function that runs as its owner sees only these two.
create function calling_role() returns text language sql stable as $$
  select coalesce(nullif(nullif(current_setting('role', true), 'none'), ''), session_user::text)
$$;

-- Four functions whose parameter names are visible to callers: they are the keys of a Supabase RPC's JSON body.
-- SQLSTATE PTxyz becomes the HTTP status xyz in PostgREST.
create function request_generation(
  "user" text, model text, input jsonb, credits bigint, idempotency_key text default null) returns uuid
language plpgsql security definer set search_path = darkroom, pg_temp as $$
declare
  wanted model;
  problems text;
  made record;
begin
  if coalesce("user", '') !~ '\S' then
    raise sqlstate 'PT422' using message = 'The user is missing.';
  end if;
  select m.* into wanted from model m where m.id = request_generation.model;
  if not found then
    raise sqlstate 'PT404' using
      message = format('There is no model "%s".', model),
      hint = 'Known models: ' || coalesce((select string_agg(m.id, ', ' order by m.id) from model m), 'none yet') || '.';
  end if;
  problems := input_problems(wanted, input);
  if problems is not null then
    raise sqlstate 'PT422' using message = problems;
  end if;
  if coalesce(credits, -1) < 0 then
    raise sqlstate 'PT422' using message = 'The credits must be a whole number from 0.';
  end if;
  if idempotency_key !~ '\S' or length(idempotency_key) > 200 then
    raise sqlstate 'PT422' using message = 'The idempotency key must have from 1 to 200 characters, or be left out.';
  end if;

  made := create_generation(time_ordered_id(), "user", model, wanted.kind, input, input ->> wanted.prompt_field, credits,
                            idempotency_key, calling_role(), null);
  case made.outcome
    when 'CREATED' then
      perform pg_notify('darkroom_work', 'work');
    when 'EXISTS' then
      null;
    when 'CONFLICT' then
      raise sqlstate 'PT409' using message =
        format('The key "%s" was used for another request of %s; use a new key.', idempotency_key, "user");
    when 'REFUSED' then
      raise sqlstate 'PT402' using message =
        format('Not enough credits: needed %s, available %s.', credits, made.available);
    when 'UNKNOWN_USER' then
      raise sqlstate 'PT404' using message =
        format('There is no account for the user "%s"; grant credits to it first.', "user");
  end case;
  return made.generation_id;
end $$;

create function cancel_generation("user" text, generation uuid, reason text default 'the user asked for it') returns text
language plpgsql security definer set search_path = darkroom, pg_temp as $$
declare
  outcome text;
begin
  perform from generation g where g.id = cancel_generation.generation and g.user_id = "user";
  if not found then
    perform refuse_unknown("user", generation);
  end if;
  if length(reason) > 2000 then
    raise sqlstate 'PT422' using message = 'The reason may have at most 2,000 characters.';
  end if;
  outcome := end_or_ask_cancel(
    generation, case when reason ~ '\S' then reason else 'the user asked for it' end, calling_role());
  if outcome in ('CANCELLED', 'ASKED') then
    perform pg_notify('darkroom_work', 'cancel');
  end if;
  return case outcome when 'ASKED_BEFORE' then 'ASKED' else outcome end;
end $$;

create function generation_state(
  "user" text, generation uuid,
  out status text, out media_path text, out media_url text, out media_url_expires_at timestamptz,
  out error text, out refunded boolean)
language plpgsql stable security definer set search_path = darkroom, pg_temp as $$
#variable_conflict use_column
begin
  -- The error of an attempt that will be repeated is not shown yet.
  select g.status, g.media_path, g.media_url, g.media_url_expires_at,
         case when g.status = 'FAILED' then g.error end, g.refunded
    into status, media_path, media_url, media_url_expires_at, error, refunded
    from generation g where g.id = generation_state.generation and g.user_id = generation_state."user";
  if not found then
    perform refuse_unknown(generation_state."user", generation_state.generation);
  end if;
end $$;

create function grant_credits("user" text, amount bigint, reason text, idempotency_key text default null) returns bigint
language plpgsql security definer set search_path = darkroom, pg_temp as $$
declare
  made record;
begin
  if coalesce("user", '') !~ '\S' then
    raise sqlstate 'PT422' using message = 'The user is missing.';
  end if;
  if coalesce(amount, 0) not between 1 and 1000000000 then
    raise sqlstate 'PT422' using message = 'The amount must be a whole number from 1 to 1,000,000,000.';
  end if;
  if coalesce(reason, '') !~ '\S' then
    raise sqlstate 'PT422' using message = 'The reason is missing: it is kept in the ledger.';
  end if;
  if length(reason) > 2000 then
    raise sqlstate 'PT422' using message = 'The reason may have at most 2,000 characters.';
  end if;
  if idempotency_key !~ '\S' or length(idempotency_key) > 200 then
    raise sqlstate 'PT422' using message = 'The idempotency key must have from 1 to 200 characters, or be left out.';
  end if;
  made := move_credits("user", 'GRANT', amount, reason, calling_role(), idempotency_key);
  if made.outcome = 'CONFLICT' then
    raise sqlstate 'PT409' using message =
      format('The key "%s" was used for another movement of credits of %s; use a new key.', idempotency_key, "user");
  end if;
  return made.balance;
end $$;

-- Another user's generation is reported like one that does not exist.
create function refuse_unknown(p_user text, p_id uuid) returns void language plpgsql as $$
begin
  raise sqlstate 'PT404' using message = format('There is no generation %s of the user "%s".', p_id, p_user);
end $$;

-- Every mismatch between balances, ledger and generations; healthy = no rows.
create view credit_mismatch as
  select a.user_id, null::uuid as generation_id, 'balance differs from the sum of the ledger' as what,
         a.balance as stored, coalesce(sum(t.amount), 0)::bigint as computed
    from account a left join credit_transaction t using (user_id)
    group by a.user_id, a.balance, a.version
    having a.balance <> coalesce(sum(t.amount), 0) or a.version <> count(t.id)
  union all
  select g.user_id, g.id, 'no deduction for the present charge', g.credits, 0
    from generation g
    where g.credits > 0 and not exists (select from credit_transaction t
                      where t.generation_id = g.id and t.charge = g.charge and t.kind = 'DEDUCT' and t.amount = -g.credits)
  union all
  select g.user_id, g.id, case when g.refunded then 'marked refunded without a refund' else 'refunded but not marked so' end,
         g.credits, 0
    from generation g
    where g.credits > 0 and g.refunded <> exists (select from credit_transaction t
                                where t.generation_id = g.id and t.charge = g.charge and t.kind = 'REFUND')
  union all
  select g.user_id, g.id, 'failed or cancelled without a refund', g.credits, 0
    from generation g where g.status in ('FAILED', 'CANCELLED') and not g.refunded;

-- Creates the indexes for word search where pg_trgm is available; false where not. Supabase keeps extensions in a schema named
-- extensions. The owner of the tables may call it again once the server has pg_trgm. The reason of a deduction is mostly just
-- its model, which needs no index.
create function index_search_words() returns boolean language plpgsql as $$
declare
  home text := case when to_regnamespace('extensions') is null then 'darkroom' else 'extensions' end;
begin
  if to_regclass('darkroom.prompt_search_words') is not null then
    return true;
  end if;
  execute format('create extension if not exists pg_trgm with schema %I', home);
  select n.nspname into strict home
    from pg_extension e join pg_namespace n on n.oid = e.extnamespace where e.extname = 'pg_trgm';
  execute format('create index prompt_search_words on darkroom.prompt_search using gin (words %I.gin_trgm_ops)', home);
  execute format('create index generation_error_words on darkroom.generation using gin (error %1$I.gin_trgm_ops,
    error_code %1$I.gin_trgm_ops) where status <> ''COMPLETED'' and error is not null', home);
  execute format('create index credit_transaction_reason_words on darkroom.credit_transaction
    using gin (reason %I.gin_trgm_ops) where kind <> ''DEDUCT'' or reason like ''[%%''', home);
  execute format('create index stored_file_words on darkroom.stored_file using gin ((split_part(path collate "default",
    ''/'', 1) || ''/'' || cast(position as text) || ''-'' || name) %I.gin_trgm_ops)', home);
  return true;
exception when insufficient_privilege or undefined_file or feature_not_supported or undefined_object then
  raise notice 'Search goes without an index, as pg_trgm cannot be had: %', sqlerrm;
  return false;
end $$;

do $$
begin
  perform index_search_words();
end $$;

-- By default PostgreSQL lets everybody call a new function; here only the owner and explicitly granted roles may.
revoke all on all functions in schema darkroom from public;

-- Supabase's role for backends. Other roles are granted the same rights manually.
do $$
begin
  if exists (select from pg_roles where rolname = 'service_role') then
    grant usage on schema darkroom to service_role;
    grant execute on function
      request_generation(text, text, jsonb, bigint, text),
      cancel_generation(text, uuid, text),
      generation_state(text, uuid),
      grant_credits(text, bigint, text, text) to service_role;
  end if;
end $$;
