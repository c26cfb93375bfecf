-- What runs, by user and by model: claims count it against the limits. The expression instead of the bare column lets no
-- other index serve the question, so that no plan, whatever the planner knows of the table, reads all that a user ever
-- asked for.
create index generation_running_of_user on generation ((case when status = 'PROCESSING' then user_id end))
  where (case when status = 'PROCESSING' then user_id end) is not null;
create index generation_running_of_model on generation ((case when status = 'PROCESSING' then model end))
  where (case when status = 'PROCESSING' then model end) is not null;
