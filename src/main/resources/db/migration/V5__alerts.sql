-- Alerts: what is monitored, what was wrong and since when, and the notifications about it. The processes of a database report
-- what only they can see (alert_reading); one of them at a time evaluates everything.

-- Rules that differ from the program's defaults.
create table alert_rule (
  kind            text primary key,
  enabled         boolean not null,
  threshold       bigint not null check (threshold between 0 and 1000000000),
  -- how long it must last to become an alert
  lasting_seconds integer not null check (lasting_seconds between 0 and 86400),
  changed_by      text not null,
  changed_at      timestamptz not null default clock_timestamp()
);

-- The latest measurements of one process: its disks, how long a write takes, the errors it logged, the balance of its key.
create table alert_reading (
  source  uuid not null,
  kind    text not null,
  subject text not null,
  value   double precision not null,
  read_at timestamptz not null default clock_timestamp(),
  primary key (source, kind, subject)
) with (fillfactor = 50);

-- One row for each time that something was wrong. Without fired_at it is only a potential alert; one that passes before firing
-- is deleted.
create table alert (
  id              bigint generated always as identity primary key,
  kind            text not null,
  -- the model, service, machine or category; empty where there is only one
  subject         text not null,
  value           double precision not null,
  threshold       bigint not null,
  -- a code and its arguments, as read by the class CodedMessage
  said            jsonb not null,
  since           timestamptz not null,
  fired_at        timestamptz,
  cleared_at      timestamptz,
  acknowledged_by text,
  acknowledged_at timestamptz,
  constraint only_what_fired_is_cleared check (cleared_at is null or fired_at is not null),
  constraint acknowledged_says_by_whom check ((acknowledged_by is null) = (acknowledged_at is null))
) with (fillfactor = 70);
create unique index alert_open on alert (kind, subject) where cleared_at is null;
create index alert_newest on alert (fired_at, id) where fired_at is not null;
create index alert_cleared on alert (cleared_at) where cleared_at is not null;

-- When notifications are silenced, and where they are sent.
create table alert_setting (
  single       boolean primary key default true check (single),
  quiet_from   time,
  quiet_until  time,
  quiet_zone   text,
  webhook_host text,
  webhook_form text check (webhook_form in ('JSON', 'TEXT')),
  constraint quiet_hours_are_whole check ((quiet_from is null) = (quiet_until is null) and (quiet_from is null) = (quiet_zone is null)),
  constraint webhook_has_a_form check ((webhook_host is null) = (webhook_form is null))
);
insert into alert_setting default values;

-- Separate from everything else, so that this secret need not be readable to roles that may read all else: whoever has a
-- webhook's address can write to its receivers.
create table alert_secret (
  single      boolean primary key default true check (single),
  webhook_url text not null check (webhook_url ~ '^https?://')
);

-- Pending webhook notifications. A sender first moves next_attempt_at ahead, so that nobody else sends the row meanwhile, and
-- it is sent again should that process die.
create table alert_delivery (
  id              bigint generated always as identity primary key,
  alert_id        bigint not null references alert on delete cascade,
  event           text not null check (event in ('FIRED', 'CLEARED')),
  created_at      timestamptz not null default clock_timestamp(),
  attempts        integer not null default 0,
  next_attempt_at timestamptz not null default clock_timestamp(),
  sent_at         timestamptz,
  given_up_at     timestamptz,
  -- why the last attempt failed, as read by the class CodedMessage
  problem         jsonb,
  constraint each_event_is_told_once unique (alert_id, event)
);
create index alert_delivery_open on alert_delivery (next_attempt_at) where sent_at is null and given_up_at is null;
