-- Up Migration
-- What came in: mailboxes, the messages in them, and the facts about their files.

create table mailboxes (
  id bigint generated always as identity primary key,
  name text not null unique,                 -- user@host/folder, or "import"; never a password
  uid_validity bigint,                       -- null: no mailbox of a server (import), or not yet seen
  last_uid bigint not null default 0,        -- every UID up to here has its row
  connected_at timestamptz not null,         -- first connection: older mail is registered but not answered
  last_success_at timestamptz,
  last_error text
);

create table messages (
  id bigint generated always as identity primary key,
  mailbox_id bigint not null references mailboxes,
  uid_validity bigint,
  uid bigint,
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),   -- of the raw bytes, in the archive
  size bigint not null,
  received_at timestamptz not null,
  received_by text not null check (received_by in ('server', 'received-header', 'date-header', 'import')),
  message_id text,
  in_reply_to text[] not null,
  reference_ids text[] not null,
  from_name text not null,
  from_address text,
  reply_to text,
  subject text not null,
  headers jsonb not null,                    -- [[name, value], …] as they came
  body text,                                 -- null until read
  state text not null default 'received' check (state in ('received', 'read', 'registered', 'supplement',
    'duplicate', 'unsorted', 'not-a-submission', 'automatic', 'failed')),
  reason text,
  attempts integer not null default 0,
  due_at timestamptz,                        -- when received and read rows may be worked on; null in every other state
  last_error text,
  check ((due_at is null) = (state not in ('received', 'read'))),
  check ((uid is null) = (uid_validity is null)),
  unique (mailbox_id, uid_validity, uid)
);

create unique index messages_imported on messages (mailbox_id, sha256) where uid is null;
create index messages_sha256 on messages (sha256);
-- A hash index: a Message-ID may be longer than a btree entry can be.
create index messages_message_id on messages using hash (message_id);
create index messages_due on messages (due_at) where due_at is not null;
create index messages_due_sender on messages (from_address, id) where due_at is not null;
create index messages_received on messages (received_at, id);

-- Facts by content: the same file is never read twice.
create table files (
  sha256 text primary key check (sha256 ~ '^[0-9a-f]{64}$'),
  size bigint not null,
  type text not null,
  text text,
  problem text,
  read_at timestamptz not null
);

create table attachments (
  id bigint generated always as identity primary key,
  message_id bigint not null references messages,
  position integer not null,
  path text not null,                        -- where it lay: its name, or archive/name inside an archive
  name_as_sent text,
  name text not null,
  declared_type text not null,
  shown_in_body boolean not null,
  sha256 text not null references files,
  size bigint not null,
  -- decided by register
  type text,
  form text check (form in ('signed', 'editable', 'other')),
  verdict text check (verdict in ('accepted', 'refused', 'ignored')),
  reason text,
  unique (message_id, position)
);

create index attachments_sha256 on attachments (sha256);

-- Down Migration
drop table attachments, files, messages, mailboxes;
