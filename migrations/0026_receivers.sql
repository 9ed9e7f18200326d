-- Up Migration
-- A mailbox is held for as long as its receiver lives: who watches thousands writes one row to say so.

alter table mailboxes drop column held_until;

-- Down Migration

alter table mailboxes add column held_until timestamptz;
