-- Up Migration
-- The overview counts a whole campaign: it reads these indexes, and none of the rows.

create index dossiers_overview on dossiers (campaign, received_at)
  include (id, kind, status, deadline, unit_code, supplement_until, merged_into);
create index items_overview on items (dossier_id) include (sector);
-- Units that wrote that they have nothing to propose, and what they were reminded by.
create index messages_nothing on messages (from_address, received_at) where reason = 'nothing-to-propose';
create index letters_submission_reminders on letters (sent_at) where kind = 'submission-reminder';

-- Down Migration
drop index letters_submission_reminders, messages_nothing, items_overview, dossiers_overview;
