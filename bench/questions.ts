// What is asked of the log's page when its speed and its plans are looked at.
import type { Database } from '../src/store/database.ts';
import { countLettersInTrouble, countNewer, countTabs, findNewestMessage } from '../src/store/log-counts.ts';
import { findLogPage } from '../src/store/log-entries.ts';
import { parseAddress } from '../src/web/log/query.ts';

/** Queries of addresses, by name. */
export async function findQuestions(db: Database): Promise<[string, string][]> {
  const tabs = ['all', 'action', 'unsorted', 'waiting', 'overdue', 'complete', 'forwarded', 'no-submission'];
  const filters = [
    'campaign=dkst-2019',
    'from=2020-02-01&to=2020-02-05',
    'unit=DV-0003',
    'unit=DV-0790',
    'group=party-body',
    'sector=yte',
    'sector=khac',
    'status=refused',
    'status=received',
    'deadline=late',
    'trouble=1',
    'nopaper=1',
    'tab=complete&deadline=late&nopaper=1',
    'tab=waiting&unit=DV-0100',
    'tab=unsorted&campaign=dkst-2019',
    'group=armed-forces&sector=gddt&trouble=1',
  ];
  const sorts = [
    'arrival',
    'arrival&dir=asc',
    'received&dir=asc',
    'unit',
    'unit&dir=desc',
    'supplement',
    'supplement&tab=waiting',
  ];
  const words = await findWords(db);
  const searches = [
    ...words,
    'kyhieu777',
    'kyhieu777 kyhieu12',
    'khongcotunay',
    'Bản tin',
    'Mô hình',
    'bantin',
    'donvi77@example.vn',
  ];
  const { rows } = await db.query<{ code: string; number: number }>(
    'select code, arrival_number as number from dossiers where id = 5000',
  );
  const page = async (query: string) => {
    const asked = parseAddress(Object.fromEntries(new URLSearchParams(query)));
    if (!asked) throw new Error(query);
    const { next } = await findLogPage(db, asked.query, null, {
      now: new Date(),
      timeZone: 'Asia/Ho_Chi_Minh',
    });
    return `${query}&after=${Buffer.from(JSON.stringify(next)).toString('base64url')}`;
  };
  const said = (q: string) => `q=${encodeURIComponent(q)}`;
  const queries: [string, string][] = [
    ...tabs.map((tab): [string, string] => [`tab ${tab}`, `tab=${tab}`]),
    ['second page', await page('tab=all')],
    ['second page, by unit', await page('sort=unit')],
    ['second page, words', await page(said(words[2] ?? ''))],
    ...filters.map((filter): [string, string] => [filter, filter]),
    ...sorts.map((sort): [string, string] => [`sort ${sort}`, `sort=${sort}`]),
    ...searches.map((q): [string, string] => [`words: ${q}`, said(q)]),
    ...searches.map((q): [string, string] => [`words, no files: ${q}`, `${said(q)}&facts=1`]),
    ['words, in a tab', `tab=overdue&${said(words[1] ?? '')}`],
    ['words, of a unit', `unit=DV-0100&${said(words[3] ?? '')}`],
    ['code', said(rows[0]?.code ?? '')],
    ['arrival number', said(String(rows[0]?.number))],
  ];
  return queries;
}

/** Words that are in nearly all entries, in many, in some and in few, alone and together. */
async function findWords(db: Database): Promise<string[]> {
  const { rows } = await db.query<{ words: string[]; freqs: number[] }>(
    `select most_common_elems::text::text[] as words, most_common_elem_freqs as freqs from pg_stats
     where tablename = 'log_entries' and attname = 'words'`,
  );
  const known = (rows[0]?.words ?? []).map((word, at) => ({ word, freq: rows[0]?.freqs[at] ?? 0 }));
  const ofText = known.filter(({ word }) => /^\.[a-z]{3,}$/.test(word));
  const inFacts = known
    .filter(({ word, freq }) => /^[a-z]{2,}$/.test(word) && freq < 0.05)
    .map(({ word }) => word);
  const near = (freq: number) =>
    ofText.toSorted((a, b) => Math.abs(a.freq - freq) - Math.abs(b.freq - freq))[0]?.word.slice(1) ?? '';
  const [most, many, some, few] = [0.8, 0.4, 0.2, 0.1].map(near);
  return [
    'sáng kiến',
    `${most}`,
    `${many}`,
    `${some}`,
    `${few}`,
    `${many} ${some}`,
    `${some} ${few}`,
    `${most} ${many} ${few}`,
    `${inFacts[0]}`,
    `${inFacts.at(-1)}`,
    `${inFacts[0]} ${few}`,
  ];
}

/** What the page asks of the database. */
export async function answer(db: Database, query: string): Promise<void> {
  const asked = parseAddress(Object.fromEntries(new URLSearchParams(query)));
  if (!asked) throw new Error(`no such address: ${query}`);
  const now = new Date();
  await findLogPage(db, asked.query, asked.place, { now, timeZone: 'Asia/Ho_Chi_Minh' });
  await countTabs(db, asked.query.campaign, now);
  await countLettersInTrouble(db);
  await countNewer(db, await findNewestMessage(db));
}
