-- What bench/seed.ts fills a database with; :messages is replaced. Each block is a step; what is made beside goes on while others follow.

-- step: words
create schema seed;
create function roll(what bigint, salt integer, n integer) returns integer language sql immutable parallel safe
return (abs(hashint8extended(what, salt) % 1000000007) % n)::integer;

-- What does not compress: signatures in heads.
create function noise(what bigint, n integer) returns text language sql immutable parallel safe
return (select string_agg(md5(what || ' ' || k), '') from generate_series(1, n) k);

create table syllables as
select row_number() over (order by md5(initial || rhyme)) as n, initial || rhyme as word
from unnest(string_to_array('b,c,ch,d,đ,g,gi,h,kh,l,m,n,ng,nh,ph,qu,r,s,t,th,tr,v,x', ',')) initial,
  unnest(string_to_array('a,á,ài,ạn,ang,ạnh,áo,ăng,ấp,ân,ất,e,ệ,én,eo,ê,ều,i,ị,iến,iệu,inh,o,ọ,oàn,ong,ô,ội,ông,ơ,ới,u,ụ,ủng,ư,ứ,ưng,ước,ường,y,ý,uyên,uyết,uỳnh,ưu', ',')) rhyme;

create table words as select array_agg(word order by n) as list from syllables where n <= 1000;

-- step: units
insert into units (code, name, short_name, unit_group, place, aliases, expected)
select 'DV-' || lpad(u::text, 4, '0'), 'Ủy ban MTTQ Việt Nam xã ' || initcap(list[u + 1] || ' ' || list[u / 30 + 1]),
  'MTTQ xã ' || initcap(list[u + 1] || ' ' || list[u / 30 + 1]),
  (array['commune-front', 'commune-front', 'district-office', 'public-service', 'party-body', 'armed-forces'])[u % 6 + 1],
  initcap(list[u + 1] || ' ' || list[u / 30 + 1]), '{}', 'required'
from generate_series(0, 799) u, words;

-- step: titles
create table titles as
select t, 'Mô hình ' || string_agg(word, ' ') as title
from (select t, floor(1000 * power(roll(w * 50000 + t, 1, 1000) / 1000.0, 2)) + 1 as n
    from generate_series(0, 49999) t, generate_series(1, 7) w) wanted join syllables using (n)
group by t;
create index on titles (t);

-- step: paragraphs
create table paragraphs as
select p, string_agg(word, ' ') as said
from (select p, floor(1000 * power(roll(w::bigint * 20000 + p, 2, 1000) / 1000.0, 3)) + 1 as n
    from generate_series(0, 4999) p, generate_series(1, 50) w) wanted join syllables using (n)
group by p;
create unique index on paragraphs (p);

-- step: dossiers
insert into mailboxes (name, uid_validity, last_uid, connected_at, last_success_at)
values ('hopthu@example.vn@mail.example.vn/INBOX', 1, :messages, '2018-01-01', now());
create table plan as
select i, i + 1 as message, timestamptz '2018-03-01 07:00+07' + i / 2 * 2 * (interval '3000 days' / :messages) as at,
  i % 20 as part, i::float / :messages as age, roll(i, 3, 1000) as luck,
  case when i % 20 < 14 then i / 20 * 14 + i % 20 + 1 when i % 20 < 17 then i / 20 * 14 + roll(i, 4, 14) + 1 end as dossier,
  floor(800 * power(roll(i / 20 * 14 + i % 20 + 1, 5, 10000) / 10000.0, 2))::integer as unit
from generate_series(0, :messages - 1) i;
analyze plan;

-- The bytes of file 7 are 'file 7', those of mail 7 'message 7', so that an archive can be made to go with it.
-- Six files in each mail of a dossier: two written ones, the same two signed and scanned, two photos. Written ones are now and
-- then forms that many send alike (those before :messages / 50), every other file is its sender's own.
create table parts as
select 6 * i + n as a, i, n, case when n < 2 and roll(6 * i + n, 12, 10) = 0 then roll(6 * i + n, 7, :messages / 50)
    else :messages / 50 + 6 * i + n end as file
from plan, generate_series(0, 5) n where part < 17;
analyze parts;
insert into dossiers (id, code, office, arrival_year, arrival_number, campaign, kind, unit_code, unit_evidence, status, deadline,
  received_at, supplement_until, missing, paper_received_on, paper_sets, assignee)
overriding system value
select dossier, 'DKST-BT-' || to_char(at, 'YYMMDD') || '-' || lpad((dossier % 10000)::text, 4, '0'),
  'BT', extract(year from at), dossier, 'dkst-' || extract(year from at), 'initiative',
  case when status <> 'unsorted' then 'DV-' || lpad(unit::text, 4, '0') end, '[]', status,
  case when luck % 25 = 0 then 'late' when luck % 40 = 1 then 'grace' else 'on-time' end, at, at + interval '7 days',
  case status when 'awaiting-documents' then '[{"document": "bao_cao_mo_ta", "name": "Báo cáo mô tả", "form": "signed", "item": 1, "reason": "signed-missing"}]'
    else '[]' end::jsonb,
  case when luck % 3 > 0 then (at + interval '3 days')::date end, case when luck % 3 > 0 then 1 end,
  case when luck % 5 = 0 then 'Cán bộ ' || luck % 7 end
from (select *, case when age > 0.95 then
      (array['complete', 'complete', 'complete', 'awaiting-documents', 'awaiting-documents', 'awaiting-documents', 'checking', 'supplemented', 'unsorted', 'forwarded'])[luck % 10 + 1]
    when luck < 20 then 'awaiting-documents' when luck < 25 then 'checking' when luck < 28 then 'supplemented'
    when luck < 30 then 'unsorted' when luck < 50 then 'refused' when luck < 65 then 'duplicate' when luck < 90 then 'not-a-submission'
    when luck < 400 then 'forwarded' else 'complete' end as status
  from plan where part < 14) p;
update dossiers set decided_status = status, forwarded_at = received_at + interval '20 days' where status in ('forwarded', 'refused');

-- step: messages
insert into messages (id, mailbox_id, uid_validity, uid, sha256, size, received_at, received_by, message_id, in_reply_to,
  reference_ids, from_name, from_address, subject, headers, body, state, reason, due_at, dossier_id)
overriding system value
select message, 1, 1, message, encode(sha256(('message ' || i)::bytea), 'hex'), octet_length('message ' || i), at, 'server', '<' || i || '@example.vn>', '{}', '{}',
  case when part = 18 then 'Bản tin' else 'Cán bộ xã ' || initcap(list[unit + 1]) end,
  case when part = 18 then 'bantin' || luck || '@example.vn' else 'donvi' || unit || '@example.vn' end,
  case when part = 18 then 'Bản tin số ' || i when part < 14 then 'Hồ sơ đề nghị công nhận sáng kiến ' || (select title from titles where t = roll(i, 6, 50000))
    when part < 17 then 'Gửi bổ sung hồ sơ' else 'Thư ' || list[luck + 1] || ' ' || list[roll(i, 8, 1000) + 1] end,
  jsonb_build_array(jsonb_build_array('Received', 'from mail.example.vn by mx.example.vn; ' || at),
    jsonb_build_array('DKIM-Signature', 'v=1; a=rsa-sha256; d=example.vn; b=' || noise(i, 11)),
    jsonb_build_array('ARC-Seal', 'i=1; a=rsa-sha256; b=' || noise(i + 1000000000, 33)),
    jsonb_build_array('Date', at), jsonb_build_array('Content-Type', 'multipart/mixed; boundary=' || noise(i, 1))),
  concat_ws(' ', 'Kính gửi Ban Thường trực', (select said from paragraphs where p = roll(i, 18, 5000)), (select said from paragraphs where p = roll(i, 19, 5000))),
  state, null, case state when 'received' then now() + interval '6 hours' end, dossier
from (select *, case when part < 14 then 'registered' when part < 17 then 'supplement' when part = 18 then 'automatic'
    when luck < 10 then 'failed' when luck < 80 then 'duplicate' when age > 0.98 and luck < 400 then 'unsorted'
    when age > 0.9999 then 'received' else 'not-a-submission' end as state from plan) p, words;

-- beside: files
-- No trigger folds words here.
insert into files (sha256, size, type, text, pages, words, read_at)
select sha256, size, type, text, pages, fold_words(coalesce(text, ''), '.'), now()
from (select encode(sha256(('file ' || file)::bytea), 'hex') as sha256, octet_length('file ' || file) as size,
  case when n < 2 then 'docx' when n < 4 then 'pdf' else 'jpeg' end as type,
  case when n < 2 then concat_ws(' ', 'Báo cáo mô tả sáng kiến ký hiệu kyhieu' || file, a.said, b.said, c.said, d.said, e.said) end as text,
  case when n in (2, 3) then 3 end as pages
from (select distinct on (file) * from parts order by file) f
  join paragraphs a on a.p = roll(file, 13, 5000) join paragraphs b on b.p = roll(file, 14, 5000)
  join paragraphs c on c.p = roll(file, 15, 5000) join paragraphs d on d.p = roll(file, 16, 5000)
  join paragraphs e on e.p = roll(file, 17, 5000)) f;

-- step: attachments
insert into attachments (id, message_id, position, path, name, declared_type, shown_in_body, sha256, size, type, form, verdict, reason)
overriding system value
select a + 1, message, n, name, name, 'application/pdf', false, encode(sha256(('file ' || file)::bytea), 'hex'), octet_length('file ' || file),
  case n % 2 when 0 then 'to_trinh' else 'bao_cao_mo_ta' end, case when n < 2 then 'editable' when n < 4 then 'signed' else 'other' end,
  case when luck % 97 = 0 then 'refused' else 'accepted' end, case when luck % 97 = 0 then 'encrypted' end
from (select *, case when n >= 4 then 'Anh ' || n when n % 2 = 0 then 'To trinh ' || list[unit + 1] else 'Bao cao mo ta ' || list[unit + 1] end
    || case when n < 2 then '.docx' when n < 4 then '.pdf' else '.jpg' end as name
  from parts join plan using (i), words) p;

-- step: documents
insert into documents (dossier_id, attachment_id, item_number, type, form, confidence, evidence)
select dossier, a + 1, 1, case when n >= 4 then 'minh_chung' when n % 2 = 0 then 'to_trinh' else 'bao_cao_mo_ta' end,
  case when n < 2 then 'editable' when n < 4 then 'signed' else 'other' end, 0.9,
  '[{"from": "name", "words": "bao cao mo ta", "weight": 0.6}, {"from": "text", "words": "mo ta sang kien", "weight": 0.4}]'
from parts join plan using (i);

-- step: items
insert into items (dossier_id, number, title, authors, sector)
select dossier, n, title, array['Nguyễn Văn ' || initcap(list[luck + 1])],
  case when luck = 7 then 'khac' else (array['gddt', 'gddt', 'sxkd', 'yte', 'cqdt', 'kdc', 'llvt'])[roll(i + n, 9, 7) + 1] end
from plan join lateral generate_series(1, case when luck % 3 = 0 then 2 else 1 end) n on true
  join titles on t = roll(i + n, 10, 50000), words
where part < 14;

-- step: letters
insert into letters (kind, answers, dossier_id, recipient, subject, body, html, message_id, state, written_at, sent_at, mailbox_id)
select case when part < 14 then 'receipt' else 'supplement-complete' end, message, dossier, 'donvi' || unit || '@example.vn', 'Xác nhận',
  'Kính gửi ' || said, '<table><tr><td>' || replace(said, ' a', '</td></tr><tr><td style="padding: 4px 8px; border: 1px solid #999">a') || '</td></tr></table>',
  '<thu-' || i || '@example.vn>', case when luck < 3 then 'failed' when luck < 6 then 'bounced' when luck = 6 then 'unknown' when luck = 7 then 'held' else 'sent' end,
  at, at, 1
from (select plan.*, concat_ws(' ', a.said, b.said, c.said, d.said, e.said, f.said) as said from plan
    join paragraphs a on a.p = roll(i, 21, 5000) join paragraphs b on b.p = roll(i, 22, 5000) join paragraphs c on c.p = roll(i, 23, 5000)
    join paragraphs d on d.p = roll(i, 24, 5000) join paragraphs e on e.p = roll(i, 25, 5000) join paragraphs f on f.p = roll(i, 26, 5000)
  where part < 17) p;

-- step: events
insert into events (at, actor, what, message_id, dossier_id, detail)
select m.received_at, 'machine', m.state, m.id, m.dossier_id, '{}' from messages m order by m.id;
insert into events (at, actor, what, dossier_id, detail)
select forwarded_at, 'Cán bộ', 'decided', id, '{}' from dossiers where forwarded_at is not null order by id;
select setval(pg_get_serial_sequence(name, 'id'), :messages * 6) from unnest(array['messages', 'dossiers', 'attachments']) name;

-- step: access
insert into access_log (at, username, what, subject, address)
select at + k * interval '1 day', 'canbo' || luck % 7, 'view', 'dossier ' || dossier, '10.0.0.' || luck % 250
from plan, generate_series(1, 3) k where part < 14 order by at;

