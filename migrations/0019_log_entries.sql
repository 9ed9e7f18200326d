-- Up Migration
-- The intake log as staff look through it: one row for each dossier, and for each message of no dossier. It says nothing
-- that other tables do not say; log_entries_now tells what its rows must be.

create extension if not exists unaccent;

-- "Tờ_trình ĐỀ NGHỊ" → "to trinh de nghi". However long and hostile the text: never an error, never more than 100,000 characters.
create function fold_text(said text) returns text language sql immutable strict parallel safe
return left(regexp_replace(lower(unaccent('unaccent'::regdictionary,
    normalize(translate(said, U&'\00AD\200B\200C\200D\2060\FEFF', ''), nfkc))), '[^a-z0-9]+', ' ', 'g'), 100000);

-- Each word once, after a mark. Nothing that people search for is longer than 40 letters.
create function fold_words(said text, mark text) returns text[] language sql immutable strict parallel safe
return array(select distinct mark || left(word, 40) from string_to_table(fold_text(said), ' ') word where word <> '');

-- Kept by content, so that a dossier's next mail does not fold the text of all its files again; after a dot, which tells them
-- from the words of subjects, names and titles.
alter table files add column words text[] generated always as (
  fold_words(left(coalesce(text, ''), 20000) || ' ' || left(coalesce(scanned_text, ''), 20000), '.')) stored;

create table log_entries (
  id bigint primary key,                            -- 2 × dossier, or 2 × message + 1
  dossier_id bigint unique references dossiers on delete cascade,
  message_id bigint unique references messages on delete cascade,   -- of no dossier
  received_at timestamptz not null,
  arrival bigint not null,                          -- year × 1,000,000 + arrival number; 0: it has none
  status text not null,                             -- of the dossier, or state of the message
  campaign text,
  unit text not null,                               -- code; empty: not known
  unit_group text,
  deadline text,
  sectors text[] not null,
  file_trouble boolean not null,
  no_paper boolean not null,
  supplement_until timestamptz not null,            -- while documents are awaited; infinity: none are
  action_at timestamptz not null,                   -- from when on a person must act; infinity: nobody need
  words tsvector not null,                          -- folded, without positions; those of files after a dot
  check ((dossier_id is null) <> (message_id is null))
);
-- Words lie apart, so that whoever looks through many rows reads few pages.
alter table log_entries set (toast_tuple_target = 128), alter column words set storage external;

create view log_entries_now as
with texts as not materialized (
  select a.id, a.message_id, f.words from attachments a join files f using (sha256)
  where a.verdict is distinct from 'ignored'
)
select 2 * d.id as id, d.id as dossier_id, null::bigint as message_id, d.received_at,
  d.arrival_year * 1000000::bigint + d.arrival_number as arrival, d.status, d.campaign, coalesce(d.unit_code, '') as unit,
  u.unit_group, d.deadline,
  array(select distinct sector from items where dossier_id = d.id and sector is not null order by sector) as sectors,
  exists (select from documents o join attachments a on a.id = o.attachment_id
    where o.dossier_id = d.id and a.verdict = 'refused' and o.superseded_by is null) as file_trouble,
  d.paper_received_on is null and d.purged_at is null
    and d.status not in ('refused', 'duplicate', 'not-a-submission') as no_paper,
  case when d.status = 'awaiting-documents' and d.purged_at is null then d.supplement_until
    else 'infinity' end as supplement_until,
  case when d.purged_at is not null then 'infinity'
    when d.status in ('unsorted', 'checking', 'supplemented')
      or exists (select from messages where dossier_id = d.id and state in ('unsorted', 'failed'))
      -- mail that nobody has looked at since, where the machine decides nothing
      or exists (select from events e where e.dossier_id = d.id and e.actor = 'machine'
        and e.what in ('registered', 'supplement')
        and (d.decided_status is not null or e.detail ->> 'reason' = 'reply-without-documents')
        and e.id > (select coalesce(max(p.id), 0) from events p where p.dossier_id = d.id and p.actor <> 'machine'))
      then '-infinity'
    when d.status = 'awaiting-documents' then d.supplement_until
    else 'infinity' end as action_at,
  array_to_tsvector(fold_words(left(concat_ws(' ', d.code, u.name, u.short_name,
      (select string_agg(concat_ws(' ', title, array_to_string(authors, ' ')), ' ') from items where dossier_id = d.id),
      (select string_agg(concat_ws(' ', subject, from_name, from_address), ' ')
        from (select * from messages where dossier_id = d.id order by id desc limit 50) m),
      (select string_agg(name, ' ') from (select a.name from messages m join attachments a on a.message_id = m.id
        where m.dossier_id = d.id and a.verdict is distinct from 'ignored' order by a.id desc limit 300) n)), 50000), '')
    || array(select word from (select t.words from messages m join texts t on t.message_id = m.id
        where m.dossier_id = d.id order by t.id desc limit 60) t, unnest(t.words) word limit 20000)) as words
from dossiers d left join units u on u.code = d.unit_code
union all
select 2 * m.id + 1, null, m.id, m.received_at, 0, case m.state when 'read' then 'received' else m.state end, null, '',
  null, null, '{}', exists (select from attachments where message_id = m.id and verdict = 'refused'), false, 'infinity',
  case when m.state in ('unsorted', 'failed') and m.purged_at is null then '-infinity'::timestamptz
    else 'infinity' end,
  array_to_tsvector(fold_words(left(concat_ws(' ', m.subject, m.from_name, m.from_address,
      (select string_agg(name, ' ') from (select name from attachments
        where message_id = m.id and verdict is distinct from 'ignored' order by id limit 300) n)), 50000), '')
    || array(select word from (select words from texts
        where message_id = m.id order by id limit 60) t, unnest(t.words) word limit 20000))
from messages m where m.dossier_id is null;

insert into log_entries select * from log_entries_now;

-- Every list is read from one of these, forwards or backwards, page after page.
create index log_entries_received on log_entries (received_at, id);
create index log_entries_arrival on log_entries (arrival, id);
create index log_entries_unit on log_entries (unit, received_at, id);
create index log_entries_supplement on log_entries (supplement_until, id);
create index log_entries_status on log_entries (status, received_at, id);
create index log_entries_campaign on log_entries (campaign, received_at, id);
create index log_entries_campaign_status on log_entries (campaign, status, received_at, id);
create index log_entries_group on log_entries (unit_group, received_at, id);
create index log_entries_deadline on log_entries (deadline, received_at, id);
create index log_entries_no_submission on log_entries (received_at, id) where status in ('not-a-submission', 'automatic');
create index log_entries_file_trouble on log_entries (received_at, id) where file_trouble;
create index log_entries_no_paper on log_entries (received_at, id) where no_paper;
create index log_entries_action on log_entries (received_at, id, action_at, campaign) where action_at < 'infinity';
create index log_entries_overdue on log_entries (received_at, id, supplement_until, campaign) where supplement_until < 'infinity';
create index log_entries_sectors on log_entries using gin (sectors);
create index log_entries_words on log_entries using gin (words);
-- What is rare together is known to be rare.
create statistics log_entries_together (mcv) on status, campaign, unit_group, deadline, file_trouble, no_paper
  from log_entries;

-- Down Migration
drop view log_entries_now;
drop table log_entries;
alter table files drop column words;
drop function fold_words(text, text);
drop function fold_text(text);
drop extension unaccent;
