-- Up Migration
-- What mail servers report of letters they had taken: returned for good, or late.

alter table messages add column delivery_report jsonb;               -- what a report says (core: DeliveryReport); null: it is none

alter table letters
  add column delivery text check (delivery in ('delayed', 'failed')),  -- the latest report; null: none came
  add column delivery_reason text,
  add column delivery_status text,                                   -- RFC 3463: "5.1.1"
  add column delivery_words text,                                    -- the server's own, shortened
  add column delivery_report bigint references messages on delete set null,
  add column delivery_reported_at timestamptz;

create index letters_delivery_report on letters (delivery_report) where delivery_report is not null;

-- Down Migration
alter table letters drop column delivery, drop column delivery_reason, drop column delivery_status,
  drop column delivery_words, drop column delivery_report, drop column delivery_reported_at;
alter table messages drop column delivery_report;
