-- Up Migration
-- Several mailboxes: who watches which, their Junk folders, whether server and log agree; and what login tokens became.

alter table mailboxes
  add column junk_of bigint references mailboxes,                   -- the mailbox whose Junk folder this is
  add column held_by text,                                          -- the process that watches it …
  add column held_until timestamptz,                                -- … until then, unless it says so again
  add column failing_since timestamptz,                             -- first failure since the last success
  -- what the last comparison with the server found
  add column compared_at timestamptz,
  add column on_server bigint,
  add column with_row bigint,
  add column withheld bigint,                                       -- listed, but the server does not hand them over
  add column set_aside bigint;                                      -- Junk without a sign of a dossier: never taken in

-- Processes that watch mailboxes share them out evenly among those seen lately.
create table receivers (
  name text primary key,
  seen_at timestamptz not null
);

alter table messages
  add column announced_size bigint,                                 -- what the server said before it was fetched
  add column cut boolean not null default false;                    -- larger than may be kept: only its beginning is

-- A message whose place on the server was taken by another one keeps its row, without a place.
drop index messages_imported;
create unique index messages_imported on messages (mailbox_id, sha256) where uid is null and received_by <> 'server';

-- Each office counts its own arrivals.
alter table dossiers add column office text;
update dossiers set office = split_part(code, '-', 2);
alter table dossiers alter column office set not null,
  drop constraint dossiers_arrival_year_arrival_number_key,
  add unique (office, arrival_year, arrival_number);
insert into counters (scope, value)
  select 'arrival:' || office || ':' || arrival_year, max(arrival_number) from dossiers group by office, arrival_year;
delete from counters where scope ~ '^arrival:\d+$';

-- Refresh tokens that the login server has handed out in place of the one in the settings.
create table login_tokens (
  settings_token text primary key,                                  -- sha256 of the one in the settings
  sealed bytea not null,                                            -- readable only with the one in the settings
  stored_at timestamptz not null
);

-- What staff have switched, for every process.
create table switches (
  name text primary key check (name in ('letters-paused')),
  since timestamptz not null
);

-- Down Migration
drop table switches;
drop table login_tokens;
alter table dossiers drop constraint dossiers_office_arrival_year_arrival_number_key,
  add unique (arrival_year, arrival_number), drop column office;
drop index messages_imported;
create unique index messages_imported on messages (mailbox_id, sha256) where uid is null;
alter table messages drop column announced_size, drop column cut;
drop table receivers;
alter table mailboxes drop column junk_of, drop column held_by, drop column held_until, drop column failing_since,
  drop column compared_at, drop column on_server, drop column with_row,
  drop column withheld, drop column set_aside;
