-- Up Migration
-- Dossiers that a message left to staff may belong to, the likeliest first (core: Guess).

alter table messages add column guesses jsonb not null default '[]';

-- Down Migration
alter table messages drop column guesses;
