-- Up Migration
-- What is understood of a dossier: initiatives, versions of documents, units outside the registry, scans to be read.

alter table units add column provisional boolean not null default false;   -- found in a mail, to be confirmed by staff

alter table items
  add column authors text[] not null default '{}',                  -- as suggested by report or list
  add column sector text,
  add column object_kind text;

alter table documents add column superseded_by bigint references attachments;   -- a newer version counts instead

alter table files add column scanned_at timestamptz;                -- OCR has looked at it, whatever it found

alter table messages
  add column scan_due_at timestamptz,                               -- while scans of it are to be read
  add column scan_attempts integer not null default 0;

create index messages_scan_due on messages (scan_due_at) where scan_due_at is not null;
create index messages_sender on messages (from_address, id) where dossier_id is not null;

-- Down Migration
drop index messages_sender, messages_scan_due;
alter table messages drop column scan_due_at, drop column scan_attempts;
alter table files drop column scanned_at;
alter table documents drop column superseded_by;
alter table items drop column authors, drop column sector, drop column object_kind;
alter table units drop column provisional;
