-- Up Migration
-- What a decision of staff changed, as it was before, so that it can be undone while nothing else has happened since.

create table decisions (
  id bigint generated always as identity primary key,
  at timestamptz not null,
  actor text not null,
  dossier_ids bigint[] not null,
  versions integer[] not null,                      -- of those dossiers, once it was carried out
  created bigint references dossiers,               -- the dossier that it made
  before jsonb not null,                            -- rows of dossiers, documents and messages
  withdrawn jsonb not null,                         -- kinds of the letters that it took back, by dossier
  undone_at timestamptz
);

create index decisions_dossiers on decisions using gin (dossier_ids);

-- {dossier, campaign, kind, unit, how}: where staff put what they brought by hand (core: ByHand); null: it came by mail.
alter table messages
  add column by_hand jsonb,
  drop constraint messages_received_by_check,
  add constraint messages_received_by_check check (received_by in ('server', 'received-header', 'date-header', 'import', 'hand'));

-- Down Migration
alter table messages drop constraint messages_received_by_check, drop column by_hand,
  add constraint messages_received_by_check check (received_by in ('server', 'received-header', 'date-header', 'import'));
drop table decisions;
