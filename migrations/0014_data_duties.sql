-- Up Migration
-- Data duties: the archive held against the database, what is purged and by whose leave, and that a backup was put back.

-- Each run of `tiepnhan verify`; one without an end was cut short.
create table verifications (
  id bigint generated always as identity primary key,
  started_at timestamptz not null,
  since timestamptz,                                -- only what was received since then; null: everything
  ended_at timestamptz,
  files bigint,                                     -- looked at
  bytes bigint,
  missing bigint,
  damaged bigint,                                   -- other bytes, another size, or not to be read
  orphans bigint,                                   -- bytes that no row names; null: not looked for
  leftovers bigint                                  -- of writes that broke off
);

-- For what the rows of an archive's entries name.
create index files_with_entries on files (sha256) where entries <> '[]';

-- What is left of a purged message: its place, its sha256, its sort. It is never taken in again, nor answered.
alter table messages
  add column purged_at timestamptz,
  add constraint messages_purged check (purged_at is null or (due_at is null and from_name = '' and from_address is null
    and reply_to is null and subject = '' and headers = '[]' and body is null and links = '[]' and in_reply_to = '{}'
    and reference_ids = '{}' and delivery_report is null and last_error is null));
alter table letters
  add column purged_at timestamptz,
  add constraint letters_purged check (purged_at is null or (state not in ('pending', 'held', 'sending')
    and recipient = '' and subject = '' and body = '' and html = '' and smtp_answer is null and delivery_words is null));
-- Code, arrival number and unit stay: the register has no gaps.
alter table dossiers add column purged_at timestamptz;

-- A plan, and once a second person has approved it, what was done.
create table purges (
  id bigint generated always as identity primary key,
  planned_at timestamptz not null,
  planned_by text not null,
  rules jsonb not null,                             -- what may go, as the campaign files said then (core: PurgeRules)
  plan jsonb not null,                              -- counts for each class
  approved_at timestamptz,
  approved_by text,
  deleted bigint not null default 0,                -- files of the archive
  done_at timestamptz,
  check ((approved_at is null) = (approved_by is null)),
  check (done_at is null or approved_at is not null)
);

create table purge_items (
  purge_id bigint not null references purges,
  message_id bigint not null references messages,
  class text not null check (class in ('dossiers', 'others', 'ordinary')),
  outcome text check (outcome in ('purged', 'kept')),   -- null: not yet carried out; kept: no longer to be purged
  primary key (purge_id, message_id)
);

-- Content whose last row may be gone: deleted from the archive when no row names it.
create table purge_bytes (
  sha256 text primary key,
  purge_id bigint not null references purges
);

-- When a backup was put back: letters on older mail may have been sent before.
create table restores (at timestamptz primary key);

-- Down Migration
drop table restores, purge_bytes, purge_items, purges;
alter table dossiers drop column purged_at;
alter table letters drop constraint letters_purged, drop column purged_at;
alter table messages drop constraint messages_purged, drop column purged_at;
drop index files_with_entries;
drop table verifications;
