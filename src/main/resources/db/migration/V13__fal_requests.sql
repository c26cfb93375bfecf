-- Which generation has which request at fal.ai: never two the same one. The unique index that held this on the
-- generation's row made saving a request id write an entry into every index of that row, a twelfth of the database's work
-- for a generation; here it is one row and one entry.
create table fal_request (
  request_id    text primary key,
  generation_id uuid not null
);
-- An engine of before may be at work: what it saves from here on waits, and is seen by the triggers below.
lock table generation in share row exclusive mode;
insert into fal_request select request_id, id from generation where request_id is not null;
drop index generation_request;

create function hold_request() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and old.request_id is not null then
    delete from fal_request where request_id = old.request_id;
  end if;
  if new.request_id is not null then
    insert into fal_request values (new.request_id, new.id);
  end if;
  return null;
end $$;
create trigger generation_begins_with_request after insert on generation
  for each row when (new.request_id is not null) execute function hold_request();
create trigger generation_changes_request after update of request_id on generation
  for each row when (new.request_id is distinct from old.request_id) execute function hold_request();

-- The same rows without the column that is written while a run goes on: what fal.ai has was claimed before, which the
-- claim counts. Queries say request_id is not null beside it.
drop index generation_resumable;
create index generation_resumable on generation (next_attempt_at)
  where status = 'PENDING' and hold is null and epoch > 0;
drop index generation_waiting_at_fal;
create index generation_waiting_at_fal on generation (created_at, id) where status = 'PENDING' and epoch > 0;

revoke all on all functions in schema darkroom from public;
