-- Up Migration
-- All letters of a mailbox are counted each time one is written, so each says whose it is.

alter table letters add column mailbox_id bigint references mailboxes;

update letters l set mailbox_id = coalesce(b.junk_of, b.id)
from messages m join mailboxes b on b.id = m.mailbox_id where m.id = l.answers;

alter table letters alter column mailbox_id set not null;

create index letters_written on letters (mailbox_id, written_at);

-- Down Migration
alter table letters drop column mailbox_id;
