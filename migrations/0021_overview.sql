-- Up Migration
-- The overview counts a whole campaign: it reads these indexes, and none of the rows.

create index dossiers_overview on dossiers (campaign, received_at)
  include (id, kind, status, deadline, unit_code, supplement_until);
create index items_overview on items (dossier_id) include (sector);
-- Units that wrote that they have nothing to propose.
create index messages_nothing on messages (from_address, received_at) where reason = 'nothing-to-propose';

-- Down Migration
drop index messages_nothing, items_overview, dossiers_overview;
