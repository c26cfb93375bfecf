-- The same rule as before, for a batch in one pass: joining its parts once more cost the square of their number, a third
-- of all that asking for a generation cost.
create or replace function create_generations(p_wishes json)
returns table (n integer, outcome text, generation_id uuid, available bigint)
language plpgsql as $$
#variable_conflict use_column
declare
  accounts json;
  decided record;
begin
  -- Who asks under the same key at the same moment waits here for the end of the other, and then finds its row. Waiting
  -- for the unique index instead would come after a deduction, which may be refused because of the other's. All lock
  -- accounts in the same order; what they hold then stays true until the end.
  select json_agg(locked) into accounts from (
    select a.user_id, a.balance, a.version from account a
    where a.user_id in (select w."user" from json_to_recordset(p_wishes) as w("user" text))
    order by a.user_id for no key update) locked;

  for decided in
    with wish as materialized (
      select w.*, case when w.key is not null then
               sha256(convert_to(concat_ws(E'\n', w.model, w.credits, cast(w.input as jsonb)), 'UTF8')) end as asked
      from json_to_recordset(p_wishes) as w(
        n integer, id uuid, "user" text, model text, kind text, input text, prompt text, credits bigint, key text,
        actor text, attempts integer)),
    judged as materialized (
      select wish.*, known.id as known, known.same, a.balance, a.version,
             cast(sum(credits) filter (where known.id is null) over in_order as bigint) as so_far,
             count(*) filter (where known.id is null) over in_order as place,
             cast(sum(credits) filter (where known.id is null) over everything as bigint) as together,
             count(*) filter (where known.id is null) over everything as wishes
      from wish
      left join json_to_recordset(accounts) as a(user_id text, balance bigint, version bigint) on a.user_id = wish."user"
      left join lateral (
        -- Rows from before there was a hash are held against what is left of the request.
        select g.id, coalesce(g.request_hash = wish.asked, g.model = wish.model and g.credits = wish.credits
                              and g.input - 'seed' = cast(wish.input as jsonb) - 'seed') as same
        from generation g where g.user_id = wish."user" and g.idempotency_key = wish.key) known on true
      window everything as (partition by "user"),
             in_order as (partition by "user" order by n rows unbounded preceding)),
    paid as materialized (
      select j.*, balance - so_far as after, version + place as line
      from judged j where known is null and balance >= together),
    charged as (
      update account a set balance = a.balance - p.together, version = a.version + p.wishes, updated_at = clock_timestamp()
      from paid p where p.place = 1 and a.user_id = p."user"),
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
    select j.n,
           case when known is not null then case when same then 'EXISTS' else 'CONFLICT' end
                when balance is null then 'UNKNOWN_USER'
                when balance >= together then 'CREATED'
                when wishes = 1 then 'REFUSED' end as outcome,
           case when known is not null then known when balance >= together then id end as id,
           case when known is null and balance >= together then balance - so_far else balance end as available
    from judged j order by j.n
  loop
    if decided.outcome is null then
      -- Not enough for all that this user asked for here: each for itself, as long as the credits last.
      return query select decided.n, c.outcome, c.generation_id, c.available
        from create_generations((
          select json_build_array(w) from json_array_elements(p_wishes) w where (w ->> 'n')::integer = decided.n)) c;
    else
      n := decided.n;
      outcome := decided.outcome;
      generation_id := decided.id;
      available := decided.available;
      return next;
    end if;
  end loop;
end $$;
