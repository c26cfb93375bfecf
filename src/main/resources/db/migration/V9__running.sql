-- How many run of each user and model, which each claim asks when there are limits.
create index generation_running on generation (user_id, model) where status = 'PROCESSING';
