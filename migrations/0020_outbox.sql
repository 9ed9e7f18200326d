-- Up Migration
-- Letters that people look at, change and send: lists by state, the history of each, and who is to be reminded of what.

alter table letters add column version integer not null default 1;  -- one more with each change by staff

drop index letters_state;
create index letters_state on letters (state, id);
create index events_letter on events (((detail ->> 'letter')::bigint), id) where detail ? 'letter';

create index dossiers_awaiting on dossiers (campaign, supplement_until, id) where status = 'awaiting-documents';
create index messages_waiting on messages (from_address) where state in ('received', 'read', 'unsorted', 'failed');

-- Down Migration
drop index messages_waiting, dossiers_awaiting, events_letter, letters_state;
create index letters_state on letters (state);
alter table letters drop column version;
