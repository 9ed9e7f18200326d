-- Up Migration
-- What is registered: dossiers, their items and documents, and who submits.

create table units (
  code text primary key,
  name text not null,
  short_name text not null,
  unit_group text not null,
  place text,
  aliases text[] not null,
  expected text not null check (expected in ('required', 'encouraged', 'no')),
  listed boolean not null default true       -- false: no longer in units.yaml, kept for its dossiers
);

create table unit_addresses (
  address text primary key,
  unit_code text not null references units,
  confirmed_by text not null,
  confirmed_at timestamptz not null
);

create table counters (
  scope text primary key,                    -- "code:<program-office-YYMMDD>" or "arrival:<year>"
  value integer not null
);

create table dossiers (
  id bigint generated always as identity primary key,
  code text not null unique,
  arrival_year integer not null,
  arrival_number integer not null,           -- số đến: without gaps within a year
  campaign text not null,
  kind text not null,
  unit_code text references units,
  unit_evidence jsonb not null,
  status text not null check (status in ('unsorted', 'checking', 'awaiting-documents', 'complete')),
  deadline text not null check (deadline in ('on-time', 'grace', 'late')),
  received_at timestamptz not null,
  supplement_until timestamptz not null,
  missing jsonb not null,
  version integer not null default 1,
  unique (arrival_year, arrival_number)
);

create index dossiers_unit on dossiers (unit_code);

alter table messages add column dossier_id bigint references dossiers;
create index messages_dossier on messages (dossier_id) where dossier_id is not null;

create table items (
  dossier_id bigint not null references dossiers,
  number integer not null,
  title text not null,
  primary key (dossier_id, number)
);

create table documents (
  id bigint generated always as identity primary key,
  dossier_id bigint not null references dossiers,
  attachment_id bigint not null references attachments unique,
  item_number integer,
  type text,                                 -- null: not recognised
  form text not null check (form in ('signed', 'editable', 'other')),
  confidence real not null,
  evidence jsonb not null
);

create index documents_dossier on documents (dossier_id);

-- Down Migration
drop table documents, items;
alter table messages drop column dossier_id;
drop table dossiers, counters, unit_addresses, units;
