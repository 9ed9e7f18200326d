-- Up Migration
-- What is owed and what happened: the outbox of letters, and the history that is only ever added to.

create table letters (
  id bigint generated always as identity primary key,
  kind text not null,
  answers bigint not null references messages,      -- the message this letter answers
  dossier_id bigint references dossiers,
  recipient text not null,
  subject text not null,
  body text not null,
  html text not null,
  message_id text not null unique,                  -- fixed when written; its token cannot be guessed
  state text not null check (state in ('pending', 'held', 'sending', 'sent', 'failed', 'bounced', 'unknown')),
  reason text,                                      -- why it is held or unknown
  attempts integer not null default 0,
  due_at timestamptz,                               -- pending letters only
  smtp_answer text,
  written_at timestamptz not null,
  sent_at timestamptz,
  check ((due_at is null) = (state <> 'pending')),
  unique (answers, kind)
);

create index letters_due on letters (due_at) where due_at is not null;
create index letters_sending on letters (id) where state = 'sending';
create index letters_recipient on letters (recipient, written_at);
create index letters_dossier on letters (dossier_id);

create table events (
  id bigint generated always as identity primary key,
  at timestamptz not null,
  actor text not null,                              -- "machine" or the member of staff
  what text not null,
  message_id bigint references messages,
  dossier_id bigint references dossiers,
  detail jsonb not null default '{}'
);

create index events_dossier on events (dossier_id, id);
create index events_message on events (message_id, id);

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'events are only ever added to';
end $$;

create trigger events_append_only before update or delete on events
  for each row execute function refuse_change();

-- Down Migration
drop table events, letters;
drop function refuse_change();
