-- Operators' notes about generations, and repairs that engines made by themselves.

-- An operator's mark on a generation, to inform others. The last operator to set a mark owns it.
create table generation_mark (
  generation_id uuid not null references generation,
  mark          text not null check (mark in ('SEEN', 'MINE', 'WAITING_FOR_FAL')),
  actor         text not null,
  at            timestamptz not null default clock_timestamp(),
  primary key (generation_id, mark)
);
create index generation_mark_by_mark on generation_mark (mark, actor, generation_id);

create table generation_note (
  id            bigint generated always as identity primary key,
  generation_id uuid not null references generation,
  at            timestamptz not null default clock_timestamp(),
  actor         text not null,
  text          text not null check (text <> '')
);
create index generation_note_of_generation on generation_note (generation_id, id);

create trigger generation_note_is_append_only before update or delete or truncate on generation_note
  for each statement execute function refuse_change();

-- Steps that an engine took because something went wrong. They are few among all timeline lines, and a query must repeat this
-- condition word for word to use this index.
create index timeline_event_repairs on timeline_event (at, id)
  where kind in ('TAKEN_BACK', 'HANDED_BACK', 'HELD', 'REPAIR_ENDED', 'FAILED');
