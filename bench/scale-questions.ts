// What the service asks of its database beside the path of a mail: the sweep, the alarms, the page, the registers, the archive.

import { readCampaign } from '../config/campaign.ts';
import { LETTER_STATES } from '../src/core/states.ts';
import { findAccess } from '../src/store/access-log.ts';
import { findTellings } from '../src/store/alarms.ts';
import { findFailedMessages, findOverdueMessages } from '../src/store/attempts.ts';
import { findOverdueCopies } from '../src/store/copies.ts';
import type { Database } from '../src/store/database.ts';
import { findDossierPage } from '../src/store/dossier-page.ts';
import { findNotices, openScope, readDossiers, readMessages } from '../src/store/exports.ts';
import { countLetters, countMessages } from '../src/store/figures.ts';
import { countOverBudget, findHealth, findSteps } from '../src/store/health.ts';
import {
  countLettersIn,
  findAddressesOf,
  findLetter,
  findLetterEvents,
  findLettersIn,
} from '../src/store/letter-lists.ts';
import { findOverdueLetters, findSending } from '../src/store/letters-to-send.ts';
import { countDue } from '../src/store/log.ts';
import { findMessagePage } from '../src/store/message-page.ts';
import { findKnownSenders } from '../src/store/messages.ts';
import { findKnownPlaces } from '../src/store/places.ts';
import {
  findReports,
  findSectorFigures,
  findSilentUnits,
  findUnitFigures,
} from '../src/store/register-figures.ts';
import { readIncoming, readIntake, readProposed } from '../src/store/registers.ts';
import { findAwaiting } from '../src/store/reminders.ts';
import { findOverdueScans } from '../src/store/scans.ts';
import { findKnownUnits, findProvisionalUnits } from '../src/store/unit-decisions.ts';
import { countNamed, findHolders, findNamed, findNamedInside } from '../src/store/verifications.ts';
import { findOverdueVirusChecks } from '../src/store/viruses.ts';
import { findOverview } from '../src/web/overview/figures.ts';

export interface Question {
  part: string;
  name: string;
  ask(db: Database): Promise<unknown>;
}

export async function findQuestions(db: Database): Promise<Question[]> {
  const campaign = await busiestCampaign(db);
  const some = await one<{
    code: string;
    id: number;
    sha256: string;
    message: number;
    letter: number;
    name: string;
  }>(
    db,
    `select d.code, d.id, m.id as message, m.sha256, l.id as letter, b.name from dossiers d join messages m on m.dossier_id = d.id
       join letters l on l.answers = m.id join mailboxes b on b.id = m.mailbox_id
     where d.id > (select max(id) / 2 from dossiers) order by d.id limit 1`,
  );
  const most = await one<{ code: string }>(
    db,
    `select d.code from messages m join dossiers d on d.id = m.dossier_id group by d.id order by count(*) desc limit 1`,
  );
  const { lastUid } = await one<{ lastUid: number }>(
    db,
    'select max(uid) as "lastUid" from messages where mailbox_id = 1',
  );
  const now = new Date();
  const ago = new Date(now.getTime() - 30_000);
  const scope = { campaign: campaign.code, from: null, until: null };
  const kinds = [`${campaign.code}/initiative`];
  const everything = { username: null, since: null, until: null, before: null };
  const question =
    (part: string) =>
    (name: string, ask: (db: Database) => Promise<unknown>): Question => ({ part, name, ask });
  const [sweep, watch, page, register, duty] = [
    'sweep',
    'alarms and metrics',
    'page',
    'register',
    'duty',
  ].map((part) => question(part)) as [
    ReturnType<typeof question>,
    ReturnType<typeof question>,
    ReturnType<typeof question>,
    ReturnType<typeof question>,
    ReturnType<typeof question>,
  ];
  return [
    sweep('messages to be read', (asked) => findOverdueMessages(asked, 'received', ago, now, 1000)),
    sweep('messages to be registered', (asked) => findOverdueMessages(asked, 'read', ago, now, 1000)),
    sweep('letters to be sent', (asked) => findOverdueLetters(asked, ago, now, 1000)),
    sweep('scans', (asked) => findOverdueScans(asked, ago, now, 1000)),
    sweep('virus checks', (asked) => findOverdueVirusChecks(asked, ago, now, 1000)),
    sweep('copies', (asked) => findOverdueCopies(asked, ago, now, 1000)),
    sweep('letters on the wire', (asked) => findSending(asked, 1000)),
    sweep('what is due', (asked) => countDue(asked, now)),
    sweep('places after the cursor', (asked) => findKnownPlaces(asked, 1, 1, lastUid + 1)),
    sweep('places of a whole mailbox (compared)', (asked) => findKnownPlaces(asked, 1, 1, 1)),
    sweep('known senders (Junk)', (asked) =>
      findKnownSenders(asked, ['donvi0@example.vn', 'nobody@example.vn']),
    ),
    watch('health', (asked) => findHealth(asked, [some.name], ['receive', 'read', 'register', 'reply'], now)),
    watch('tellings', (asked) => findTellings(asked, 'mail')),
    watch('messages by state', countMessages),
    watch('letters by state', countLetters),
    watch('steps', (asked) => findSteps(asked, now)),
    watch('letters over the budget', countOverBudget),
    page('overview of a campaign', (asked) => findOverview(asked, campaign, now)),
    page('a dossier', (asked) => findDossierPage(asked, some.code)),
    page('the dossier with most mails', (asked) => findDossierPage(asked, most.code)),
    page('a message', (asked) => findMessagePage(asked, some.message)),
    page('letters: counts', (asked) => countLettersIn(asked, LETTER_STATES)),
    page('letters: sent', (asked) => findLettersIn(asked, ['sent'], null)),
    page('letters: in trouble', (asked) => findLettersIn(asked, ['unknown', 'failed', 'bounced'], null)),
    page('a letter', (asked) => findLetter(asked, some.letter)),
    page('a letter: events', (asked) => findLetterEvents(asked, some.letter)),
    page('a letter: addresses', (asked) => findAddressesOf(asked, some.letter)),
    page('reminders: who owes documents', (asked) =>
      findAwaiting(asked, campaign.code, now, { after: null }),
    ),
    page('units', findKnownUnits),
    page('units found in mails', (asked) => findProvisionalUnits(asked, '', 26)),
    page('failed messages', (asked) => findFailedMessages(asked, 0, 50)),
    page('who looked', (asked) => findAccess(asked, everything, 101)),
    page('who looked: one account', (asked) => findAccess(asked, { ...everything, username: 'canbo3' }, 101)),
    page('who looked: nobody', (asked) => findAccess(asked, { ...everything, username: 'nobody' }, 101)),
    page('who looked: a day', (asked) =>
      findAccess(asked, { ...everything, since: new Date('2019-05-05'), until: new Date('2019-05-06') }, 101),
    ),
    register('intake', (asked) => drain(readIntake(asked, scope))),
    register('incoming', (asked) => drain(readIncoming(asked, scope, ['to_trinh']))),
    register('proposals', (asked) => drain(readProposed(asked, scope, kinds))),
    register('by unit', (asked) => findUnitFigures(asked, scope, kinds, now)),
    register('by sector', (asked) => findSectorFigures(asked, scope, kinds)),
    register('not submitted', (asked) => findSilentUnits(asked, scope, kinds)),
    register('reports', (asked) => findReports(asked, scope, [`${campaign.code}/periodic-report`])),
    duty('verify: how many', (asked) => countNamed(asked, null)),
    duty('verify: how many since a day', (asked) =>
      countNamed(asked, new Date(now.getTime() - 30 * 24 * 3600_000)),
    ),
    duty('verify: a 256th', (asked) => findNamed(asked, '7f', null)),
    duty('verify: inside archives', findNamedInside),
    duty('who holds a file', (asked) => findHolders(asked, some.sha256)),
    duty('hand-over: its extent', (asked) => openScope(asked, null)),
    duty(
      'hand-over: 200 dossiers',
      async (asked) => (await readDossiers(asked, { campaign: null, upTo: 1e9 }).next()).value,
    ),
    duty('hand-over: messages of a dossier', (asked) =>
      drain(readMessages(asked, { campaign: null, upTo: 1e9 }, some.id)),
    ),
    duty('hand-over: notices of a dossier', (asked) => findNotices(asked, some.id)),
  ];
}

/** The example campaign under the name of the year with most dossiers. */
async function busiestCampaign(db: Database) {
  const { code } = await one<{ code: string }>(
    db,
    'select campaign as code from dossiers group by campaign order by count(*) desc limit 1',
  );
  return { ...readCampaign('config/campaign.yaml'), code };
}

async function one<T extends object>(db: Database, sql: string): Promise<T> {
  const { rows } = await db.query<T>(sql);
  const [row] = rows;
  if (!row) throw new Error('the log is empty: fill it with npm run bench:seed');
  return row;
}

async function drain(rows: AsyncIterable<unknown>): Promise<void> {
  for await (const _ of rows);
}
