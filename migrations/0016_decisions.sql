-- Up Migration
-- What staff decide: it stands over what documents say, whatever comes later; the paper copy; and letters that they send.

alter table dossiers
  drop constraint dossiers_status_check,
  add constraint dossiers_status_check check (status in ('unsorted', 'checking', 'awaiting-documents', 'supplemented',
    'complete', 'forwarded', 'refused', 'duplicate', 'not-a-submission')),
  add column decided_status text check (decided_status in ('complete', 'forwarded', 'refused', 'duplicate',
    'not-a-submission')),                           -- by staff; null: the documents decide
  add column status_reason text,                    -- why staff decided so, in their words
  add column kind_decided boolean not null default false,
  add column completed_at timestamptz,              -- since when it is complete; null: it is not
  add column forwarded_at timestamptz,
  add column paper_received_on date,
  add column paper_sets integer check (paper_sets > 0),
  add column paper_recorded_by text,
  add column assignee text,                         -- name of the account
  add column note text not null default '',
  add column merged_into bigint references dossiers,
  add constraint dossiers_paper check ((paper_received_on is null) = (paper_sets is null));

update dossiers d set completed_at = (select max(at) from events e where e.dossier_id = d.id) where status = 'complete';

-- {type, form, item}: each one that staff decided; item is the title of the initiative.
alter table documents add column decided jsonb not null default '{}';

-- A letter that staff send may answer no message, and may be of a kind that has gone out before.
alter table letters
  alter column answers drop not null,
  add column written_by text,                       -- the account; null: the machine
  drop constraint letters_answers_kind_key,
  add constraint letters_author check (answers is not null or written_by is not null);

create unique index letters_answer on letters (answers, kind) where written_by is null;
create index letters_answers on letters (answers);

-- Down Migration
drop index letters_answers, letters_answer;
delete from letters where written_by is not null;
alter table letters drop constraint letters_author, drop column written_by, alter column answers set not null,
  add constraint letters_answers_kind_key unique (answers, kind);
alter table documents drop column decided;
alter table dossiers drop constraint dossiers_paper, drop column merged_into, drop column note, drop column assignee,
  drop column paper_recorded_by, drop column paper_sets, drop column paper_received_on, drop column forwarded_at,
  drop column completed_at, drop column kind_decided, drop column status_reason, drop column decided_status,
  drop constraint dossiers_status_check,
  add constraint dossiers_status_check check (status in ('unsorted', 'checking', 'awaiting-documents', 'complete'));
