-- When a pause ended stays known: an answer to something asked before then tells nothing about the time after it.
alter table pause add column ended_at timestamptz;
