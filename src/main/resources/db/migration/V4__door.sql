-- The door for other programs: three functions that a web backend may call with no right but to call them.
-- What they promise stands in resources/other-programs.md.

-- What of the catalog SQL must know; each Darkroom that opens the database brings it up to its own models.
create table model (
  id           text primary key check (id <> ''),
  short_name   text not null,
  kind         text not null check (kind in ('IMAGE', 'VIDEO', 'AUDIO')),
  prompt_field text not null check (prompt_field <> ''),
  -- {"choices": {member: [text, ...]}, "ranges": {member: [least, most]}}
  rules        jsonb not null check (jsonb_typeof(rules) = 'object')
);

-- The one place of this number.
create function default_attempts() returns integer language sql immutable as 'select 5';
alter table generation alter column max_attempts set default default_attempts();

-- What was asked for under a key. The input itself will not do: it gets a seed before it is sent, and people edit it.
alter table generation add column request_hash bytea;

-- The one rule for asking for generations: check and deduct, ledger line, row and timeline, or nothing at all.
-- Outcomes: CREATED, EXISTS (same key, same request), CONFLICT (same key, another request), REFUSED, UNKNOWN_USER.
-- It takes many wishes at once, a JSON array of {n, id, user, model, kind, input, prompt, credits, key, actor, attempts},
-- because starting a statement costs several times what one row more does. No two of them may have the same user and key.
drop function request_generation(uuid, text, text, text, jsonb, text, bigint, text, text, integer);
create function create_generations(p_wishes json)
returns table (n integer, outcome text, generation_id uuid, available bigint)
language plpgsql as $$
#variable_conflict use_column
declare
  decided record;
begin
  -- Who asks under the same key at the same moment waits here for the end of the other, and then finds its row. Waiting
  -- for the unique index instead would come after a deduction, which may be refused because of the other's. All lock
  -- accounts in the same order.
  perform from account a
    where a.user_id in (select w."user" from json_to_recordset(p_wishes) as w("user" text))
    order by a.user_id for no key update;

  for decided in
    with wish as materialized (
      select w.*, case when w.key is not null then
               sha256(convert_to(concat_ws(E'\n', w.model, w.credits, cast(w.input as jsonb)), 'UTF8')) end as asked
      from json_to_recordset(p_wishes) as w(
        n integer, id uuid, "user" text, model text, kind text, input text, prompt text, credits bigint, key text,
        actor text, attempts integer)),
    known as materialized (
      -- Rows from before there was a hash are held against what is left of the request.
      select wish.n, g.id,
             coalesce(g.request_hash = wish.asked, g.model = wish.model and g.credits = wish.credits
                      and g.input - 'seed' = cast(wish.input as jsonb) - 'seed') as same
      from wish join generation g on g.user_id = wish."user" and g.idempotency_key = wish.key),
    fresh as materialized (
      select wish.*, sum(credits) over in_order as so_far, row_number() over in_order as place,
             sum(credits) over everything as together, count(*) over everything as wishes
      from wish where wish.n not in (select known.n from known)
      window everything as (partition by "user"),
             in_order as (partition by "user" order by n rows unbounded preceding)),
    charged as (
      update account a set balance = a.balance - f.together, version = a.version + f.wishes, updated_at = clock_timestamp()
      from fresh f where f.place = 1 and a.user_id = f."user" and a.balance >= f.together
      returning a.user_id, a.balance, a.version),
    paid as materialized (
      select f.*, c.balance + f.together - f.so_far as after, c.version - f.wishes + f.place as line
      from fresh f join charged c on c.user_id = f."user"),
    booked as (
      insert into credit_transaction (user_id, version, kind, amount, balance_after, generation_id, charge, reason, actor)
      select "user", line, 'DEDUCT', -credits, after, id, 1, model || ', charge 1', actor from paid),
    stored as (
      insert into generation (id, user_id, model, kind, input, prompt, credits, idempotency_key, request_hash,
                              max_attempts, created_by)
      select id, "user", model, kind, cast(input as jsonb), prompt, credits, key, asked,
             coalesce(attempts, default_attempts()), actor from paid),
    noted as (
      insert into timeline_event (generation_id, lane, kind, text, actor)
      select id, lane, event, text, actor from paid cross join lateral (values
        (1, 'CREDITS', 'DEDUCT', credits || ' credits deducted, balance ' || after + credits || ' → ' || after),
        (2, 'ENGINE', 'CREATED', 'Created by ' || actor)) as e(turn, lane, event, text)
      order by paid.n, turn)
    select wish.n,
           case when known.n is not null then case when known.same then 'EXISTS' else 'CONFLICT' end
                when paid.n is not null then 'CREATED'
                when a.user_id is null then 'UNKNOWN_USER'
                when fresh.wishes = 1 then 'REFUSED' end as outcome,
           coalesce(known.id, paid.id) as id, coalesce(paid.after, a.balance) as available, row_to_json(wish) as wish
    from wish left join known using (n) left join fresh using (n) left join paid using (n)
      left join account a on a.user_id = wish."user"
    order by wish.n
  loop
    if decided.outcome is null then
      -- Not enough for all that this user asked for here: each for itself, as long as the credits last.
      return query select decided.n, c.outcome, c.generation_id, c.available
        from create_generations(json_build_array(decided.wish)) c;
    else
      n := decided.n;
      outcome := decided.outcome;
      generation_id := decided.id;
      available := decided.available;
      return next;
    end if;
  end loop;
end $$;

-- The same for one.
create function create_generation(
  p_id uuid, p_user text, p_model text, p_kind text, p_input jsonb, p_prompt text, p_credits bigint,
  p_key text, p_actor text, p_max_attempts integer,
  out outcome text, out generation_id uuid, out available bigint)
language sql as $$
  select c.outcome, c.generation_id, c.available
  from create_generations(json_build_array(json_build_object(
    'n', 0, 'id', p_id, 'user', p_user, 'model', p_model, 'kind', p_kind, 'input', p_input, 'prompt', p_prompt,
    'credits', p_credits, 'key', p_key, 'actor', p_actor, 'attempts', p_max_attempts))) c
$$;

-- The one rule for ending a generation: at once while nothing was sent, else an engine asks fal.ai first.
-- Outcomes: CANCELLED (ended and refunded), ASKED, ASKED_BEFORE and ENDED (nothing changed), null (there is none).
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
  elsif g.status = 'PENDING' and g.request_id is null and (g.submit_started_at is null or g.hold is not null) then
    update generation set status = 'CANCELLED', hold = null, refunded = true, cancel_reason = p_reason,
           cancel_requested_at = clock_timestamp(), finished_at = clock_timestamp(), updated_at = clock_timestamp(),
           epoch = epoch + 1
      where id = p_id;
    perform refund_charge(g.user_id, g.id, g.charge, g.credits, 'cancelled: ' || p_reason, p_actor);
    outcome := 'CANCELLED';
  elsif g.cancel_requested_at is null then
    update generation set cancel_requested_at = clock_timestamp(), cancel_reason = p_reason,
           next_attempt_at = case when status = 'PENDING' then clock_timestamp() else next_attempt_at end
      where id = p_id;
    outcome := 'ASKED';
  else
    return 'ASKED_BEFORE';
  end if;
  insert into timeline_event (generation_id, lane, kind, attempt, stage, text, actor)
    values (g.id, 'OPERATOR', case outcome when 'ASKED' then 'CANCEL_ASKED' else outcome end, g.attempt, g.stage,
            case outcome when 'ASKED' then 'Cancel asked by ' || p_actor
                         else 'Cancelled by ' || p_actor || ': ' || p_reason end,
            p_actor);
  return outcome;
end $$;

-- What is wrong with an input, a sentence each, or null: word for word what the Java class InputCheck says.
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

  prompt := nullif(p_input -> p_model.prompt_field, 'null');
  if jsonb_typeof(prompt) <> 'string' then
    problems := problems || format('The %s must be text in quotes.', p_model.prompt_field);
  elsif coalesce(prompt #>> '{}', '') !~ '\S' then
    problems := problems || format('The %s is empty: say what %s shall %s.', p_model.prompt_field, p_model.short_name,
                                   case p_model.prompt_field when 'text' then 'speak' else 'make' end);
  elsif length(prompt #>> '{}') > 20000 then
    problems := problems || format('The %s is too long: at most 20000 characters.', p_model.prompt_field);
  end if;

  -- An object in the place of a word, such as an image size in pixels, is the model's own business.
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

-- Null for everything that is not one, 4.0 included.
create function whole_number(p_value jsonb) returns numeric language sql immutable as $$
  select case when jsonb_typeof(p_value) = 'number' and p_value::text ~ '^-?[0-9]+$' then p_value::numeric end
$$;

-- How ledger and timeline name a calling program: by its role. A function that runs as its owner sees only these two.
create function calling_role() returns text language sql stable as $$
  select coalesce(nullif(nullif(current_setting('role', true), 'none'), ''), session_user::text)
$$;

-- Three functions with the names a caller sees: they are the keys of a Supabase RPC's JSON body.
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
  if coalesce(credits, 0) <= 0 then
    raise sqlstate 'PT422' using message = 'The credits must be a whole number from 1.';
  end if;
  if idempotency_key !~ '\S' or length(idempotency_key) > 200 then
    raise sqlstate 'PT422' using message = 'The idempotency key must have from 1 to 200 characters, or be left out.';
  end if;

  made := create_generation(gen_random_uuid(), "user", model, wanted.kind, input, input ->> wanted.prompt_field, credits,
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
  -- The error of an attempt that will be made again is nobody's business yet.
  select g.status, g.media_path, g.media_url, g.media_url_expires_at,
         case when g.status = 'FAILED' then g.error end, g.refunded
    into status, media_path, media_url, media_url_expires_at, error, refunded
    from generation g where g.id = generation_state.generation and g.user_id = generation_state."user";
  if not found then
    perform refuse_unknown(generation_state."user", generation_state.generation);
  end if;
end $$;

-- Another user's generation is as unknown as one that does not exist.
create function refuse_unknown(p_user text, p_id uuid) returns void language plpgsql as $$
begin
  raise sqlstate 'PT404' using message = format('There is no generation %s of the user "%s".', p_id, p_user);
end $$;

-- PostgreSQL lets everybody call a new function; here nobody may but the owner and who is granted it.
revoke all on all functions in schema darkroom from public;

-- Supabase's role for backends. Any other role is granted the same four rights by hand.
do $$
begin
  if exists (select from pg_roles where rolname = 'service_role') then
    grant usage on schema darkroom to service_role;
    grant execute on function
      request_generation(text, text, jsonb, bigint, text),
      cancel_generation(text, uuid, text),
      generation_state(text, uuid) to service_role;
  end if;
end $$;
