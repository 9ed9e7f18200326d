-- Up Migration
-- The overview counts a whole campaign: it reads these indexes, and none of the rows.

create index dossiers_overview on dossiers (campaign, received_at)
  include (id, kind, status, deadline, unit_code, supplement_until, merged_into);
create index items_overview on items (dossier_id) include (sector);
-- Units that wrote that they have nothing to propose, and what they were reminded by.
create index messages_nothing on messages (from_address, received_at) where reason = 'nothing-to-propose';
create index letters_submission_reminders on letters (sent_at) where kind = 'submission-reminder';

-- A body found in a mail is one of the registry by another name: staff have said so, and its dossiers are that unit's.
alter table units
  add column merged_into text references units,
  add constraint units_merged check (merged_into is null or provisional);

-- Down Migration
alter table units drop constraint units_merged, drop column merged_into;
drop index letters_submission_reminders, messages_nothing, items_overview, dossiers_overview;
