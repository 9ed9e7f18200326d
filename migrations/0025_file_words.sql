-- Up Migration
-- Folding the text of a file takes Postgres milliseconds, its reader a tenth of that. So whoever stores a file may say its
-- words; they are what fold_words makes of its text, and made by it where nobody says them.
alter table files alter column words drop expression;

create function words_of_file() returns trigger language plpgsql as $$
begin
  new.words := fold_words(left(coalesce(new.text, ''), 20000) || ' ' || left(coalesce(new.scanned_text, ''), 20000), '.');
  return new;
end $$;
create trigger files_words_new before insert on files
  for each row when (new.words is null) execute function words_of_file();
create trigger files_words_changed before update of text, scanned_text on files
  for each row execute function words_of_file();

-- The names and words of files come into the log with the verdict on their message, a moment after it was read.
create or replace view log_entries_now as
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
        where message_id = m.id and m.state not in ('received', 'read') and verdict is distinct from 'ignored'
        order by id limit 300) n)), 50000), '')
    || array(select word from (select words from texts
        where message_id = m.id and m.state not in ('received', 'read') order by id limit 60) t, unnest(t.words) word limit 20000))
from messages m where m.dossier_id is null;

delete from log_entries where message_id in (select id from messages where state in ('received', 'read'));
insert into log_entries select n.* from messages m join log_entries_now n on n.message_id = m.id
  where m.dossier_id is null and m.state in ('received', 'read');

-- Down Migration
drop view log_entries_now;
drop trigger files_words_changed on files;
drop trigger files_words_new on files;
drop function words_of_file();
alter table files drop column words;
alter table files add column words text[] generated always as (
  fold_words(left(coalesce(text, ''), 20000) || ' ' || left(coalesce(scanned_text, ''), 20000), '.')) stored;
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
