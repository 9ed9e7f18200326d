-- Up Migration
-- What the office must hear of: what each mailbox fails by, which steps live, and the alarms with what was told of them.

alter table mailboxes
  add column last_fault text,                                       -- code of a fault that waiting does not mend; null: another error
  add column advanced_at timestamptz;                               -- when a pass was last done, or got further

-- What processes say of the steps they run.
create table steps (
  name text primary key,
  seen_at timestamptz not null,                                     -- a process runs it
  done_at timestamptz not null,                                     -- it last finished something
  archive_free bigint                                               -- bytes on the disk of its archive; null: it has none
);

create table alarms (
  code text not null,
  subject text not null,                                            -- mailbox or step; empty: the service as a whole
  since timestamptz not null,
  seen_at timestamptz not null,                                     -- when the figures last told of it
  raised_at timestamptz,                                            -- outlasted its grace; null: may be a hiccup
  recovered_at timestamptz,
  cause text not null,                                              -- the sentence for staff
  primary key (code, subject)
);

-- Ways to tell staff; each is used by one process at a time.
create table alarm_channels (
  name text primary key,
  due_at timestamptz not null,                                      -- not used before
  attempts integer not null default 0                               -- failures since it last worked
);

create table alarm_tellings (
  code text not null,
  subject text not null,
  channel text not null references alarm_channels,
  what text not null check (what in ('raised', 'recovered')),
  at timestamptz not null,
  primary key (code, subject, channel),
  foreign key (code, subject) references alarms on delete cascade
);

-- Counting a million rows by state reads the index alone.
create index messages_state on messages (state);
create index letters_state on letters (state);
create index letters_bounced on letters (delivery_reported_at) where state = 'bounced';

-- Down Migration
drop index messages_state, letters_state, letters_bounced;
drop table alarm_tellings, alarm_channels, alarms, steps;
alter table mailboxes drop column last_fault, drop column advanced_at;
