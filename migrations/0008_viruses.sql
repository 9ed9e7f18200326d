-- Up Migration
-- Viruses: what clamd said of each file, by content; null: nobody has looked yet. An infected file is kept and never handed out.

alter table files
  add column virus_verdict text check (virus_verdict in ('clean', 'infected', 'too-large')),
  add column virus text,                                            -- the signature that matched
  add column virus_checked_at timestamptz,
  add check ((virus is null) = (virus_verdict is distinct from 'infected')),
  add check ((virus_checked_at is null) = (virus_verdict is null));

alter table messages
  add column viruses_due_at timestamptz,                            -- while files of it are to be checked
  add column viruses_attempts integer not null default 0;

create index messages_viruses_due on messages (viruses_due_at) where viruses_due_at is not null;

-- Down Migration
drop index messages_viruses_due;
alter table messages drop column viruses_due_at, drop column viruses_attempts;
alter table files drop column virus_verdict, drop column virus, drop column virus_checked_at;
