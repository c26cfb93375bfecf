-- What runs, by user and by model: claims count it against the limits. The expression instead of the bare column lets no
-- other index serve the question, so that no plan, whatever the planner knows of the table, reads all that a user ever
-- asked for.
create index generation_running_of_user on generation ((case when status = 'PROCESSING' then user_id end))
  where (case when status = 'PROCESSING' then user_id end) is not null;
create index generation_running_of_model on generation ((case when status = 'PROCESSING' then model end))
  where (case when status = 'PROCESSING' then model end) is not null;

-- One index where there were two: a line of the timeline is looked up by its generation only, and the number that makes
-- it unique comes from the sequence.
alter table timeline_event drop constraint timeline_event_pkey;
drop index timeline_event_of_generation;
alter table timeline_event add primary key (generation_id, id);
