-- Up Migration
-- Outgoing accounts with their budgets, outcomes that are not known yet, and copies in the Sent folder.

-- A login at an outgoing server. Its row is locked while it is decided whether a letter may go.
create table smtp_accounts (
  name text primary key,
  paused_until timestamptz,                         -- the server says that enough was sent
  said text                                         -- its words
);

alter table letters
  add column account text,                          -- through which it was handed over, or for which it waits
  add column handed_at timestamptz,                 -- its Date; budgets count it; null while it is not taken
  add column deferrals integer not null default 0,  -- times the server took notice of it and said "later"
  add column unanswered_at timestamptz,             -- since when nobody knows whether the server took it
  add column copy_due_at timestamptz,               -- while a copy is owed to the Sent folder
  add column copy_attempts integer not null default 0,
  add column copied_at timestamptz;

create index letters_handed on letters (account, handed_at) where handed_at is not null;
create index letters_over_budget on letters (account) where state = 'pending' and reason = 'letter-budget';
create index letters_copy_due on letters (copy_due_at) where copy_due_at is not null;

-- Down Migration
alter table letters drop column account, drop column handed_at, drop column deferrals, drop column unanswered_at,
  drop column copy_due_at, drop column copy_attempts, drop column copied_at;
drop table smtp_accounts;
