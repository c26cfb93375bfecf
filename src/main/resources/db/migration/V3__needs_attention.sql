-- What a person has to look at and no engine is working on: few rows, wherever they are among millions.
-- Queries repeat this predicate word by word, so that the planner recognises it.
create index generation_attention on generation (created_at, id)
  where hold is not null
     or (status = 'PENDING' and error is not null)
     or (status = 'COMPLETED' and (media_url is null or media_path is null))
     or (status in ('FAILED', 'CANCELLED') and not refunded);
