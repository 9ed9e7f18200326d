-- Up Migration
-- What would be looked for in a whole table, and is found at once: at a million messages each of these took seconds.

-- Each attachment that a purge deletes is looked for among the documents that it may have taken the place of.
create index documents_superseded on documents (superseded_by) where superseded_by is not null;

-- Which archive a file came out of.
create index files_entries on files using gin (entries jsonb_path_ops) where entries <> '[]';
drop index files_with_entries;

-- The latest uses of a file: an empty form is used by thousands.
drop index attachments_sha256;
create index attachments_sha256 on attachments (sha256, id);

-- Down Migration
drop index attachments_sha256;
create index attachments_sha256 on attachments (sha256);
create index files_with_entries on files (sha256) where entries <> '[]';
drop index files_entries, documents_superseded;
