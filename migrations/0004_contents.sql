-- Up Migration
-- What is inside: files within files, links, macros, and the text that OCR found.

alter table messages add column links jsonb not null default '[]';   -- [{service, url}], never fetched

alter table files
  add column pages integer,                                          -- of a PDF
  add column scanned_text text,
  add column macros boolean not null default false,
  add column entries jsonb not null default '[]';                    -- of an archive or a nested message, one level

alter table attachments
  add column parent integer,                                         -- position of what it lay in
  add column problem text,                                           -- of this place: a limit, an unsafe entry
  alter column sha256 drop not null;                                 -- null: not taken out

-- Down Migration
alter table attachments drop column parent, drop column problem;
alter table files drop column pages, drop column scanned_text, drop column macros, drop column entries;
alter table messages drop column links;
