-- Up Migration
-- The period that a report is of, as the campaign names it when the report is registered.

alter table dossiers add column period text;        -- null: no report, or not told

-- Down Migration
alter table dossiers drop column period;
