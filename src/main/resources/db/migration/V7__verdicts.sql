-- What was found to be stuck, each verdict once: about what of the generation it was, so that the same finding at the
-- next look, by another engine or after a restart is not told again.
create table verdict (
  generation_id uuid not null references generation,
  cause         text not null,
  about         text not null,
  at            timestamptz not null default clock_timestamp(),
  primary key (generation_id, cause, about)
);

-- Waits for an engine while fal.ai has its job: few rows. Only columns that other indexes hold already, so that no
-- update becomes dearer by it.
create index generation_waiting_at_fal on generation (created_at, id)
  where status = 'PENDING' and request_id is not null;
