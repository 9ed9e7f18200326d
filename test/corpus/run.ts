// Runs the corpus on the real path: mails are imported, read and registered, letters written and held for review.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { readSettings } from '../../config/settings.ts';
import { importFiles } from '../../src/app/import.ts';
import { workUntilIdle } from '../../src/app/run.ts';
import { type Intake, openIntake } from '../../src/app/service.ts';
import { dueBy } from '../../src/core/retry.ts';
import { ringOverdue } from '../../src/steps/sweep.ts';
import { countDue, type LogEntry, readLog } from '../../src/store/log.ts';
import { findUntrueEntries } from '../support/entries.ts';
import { eventually } from '../support/eventually.ts';
import { createTestDatabase } from '../support/postgres.ts';
import { LOG } from '../support/service.ts';
import type { Case, CaseMail, Earlier, MissingLine, Want } from './case.ts';
import { messageIdOf, writeMail } from './mime.ts';

/** What became of one mail, as the log told it when its turn was over. */
export interface Result {
  mail: CaseMail;
  want: Want;
  /** Null: it is not in the log. */
  got: LogEntry | null;
  /** What the dossier owed then, with the reasons that the log leaves out. */
  missing: Required<MissingLine>[];
}

export interface CaseResult {
  case: Case;
  results: Result[];
}

/** Cases that speak of the same units run in offices of their own, so that none meets another's dossiers. */
export async function runCorpus(cases: Case[]): Promise<CaseResult[]> {
  const folder = await mkdtemp(join(tmpdir(), 'corpus-'));
  try {
    const done: CaseResult[] = [];
    for (const [lane, together] of shareOut(cases).entries()) {
      done.push(...(await runOffice(together, join(folder, String(lane)))));
    }
    return done;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function shareOut(cases: Case[]): Case[][] {
  const lanes: { cases: Case[]; units: Set<string> }[] = [];
  for (const one of cases) {
    const units = one.mails.flatMap(({ want }) => (want.unit ? [want.unit] : []));
    let lane = lanes.find((open) => units.every((unit) => !open.units.has(unit)));
    if (!lane) {
      lane = { cases: [], units: new Set() };
      lanes.push(lane);
    }
    lane.cases.push(one);
    for (const unit of units) lane.units.add(unit);
  }
  return lanes.map((lane) => lane.cases);
}

async function runOffice(cases: Case[], folder: string): Promise<CaseResult[]> {
  const database = await createTestDatabase();
  const intake = await openIntake(
    readSettings(
      {
        DATABASE_URL: database.url,
        DATA_DIR: join(folder, 'data'),
        MAIL_FROM: 'Bộ phận tiếp nhận hồ sơ <hopthu@example.vn>',
        LETTER_MODE: 'review',
        REPLY_SINCE: '2000-01-01',
        LOG_LEVEL: 'silent',
      },
      folder,
    ),
  );
  try {
    const results = await runRounds(intake, cases, folder);
    const untrue = await findUntrueEntries(database.url);
    if (untrue.length > 0) throw new Error(`the log's own table is not true: ${untrue.join(', ')}`);
    return results;
  } finally {
    await intake.close();
    await database.drop();
  }
}

/** The first mails of all cases, then the second ones, which may answer letters that the first ones brought. */
async function runRounds(intake: Intake, cases: Case[], folder: string): Promise<CaseResult[]> {
  const done = cases.map((one): CaseResult => ({ case: one, results: [] }));
  for (let round = 0; ; round++) {
    const playing = done.filter((one) => round < one.case.mails.length);
    if (playing.length === 0) return done;
    const mails = join(folder, `round-${round}`);
    await mkdir(mails, { recursive: true });
    for (const one of playing) {
      await writeFile(join(mails, `${one.case.name}.eml`), await mailOf(one.case, round, one.results));
    }
    await importFiles(intake, [mails], () => {});
    await (round === 0 ? workUntilIdle(intake, LOG, () => {}) : untilIdle(intake));
    await untilDecided(intake);
    await note(intake, playing, round);
  }
}

/** A mail as it is sent; @param results of the case's earlier mails */
export function mailOf(one: Case, at: number, results: Result[] = []): Promise<Buffer> {
  return writeMail(one.mails[at] as CaseMail, idOf(one, at), earlierOf({ case: one, results }));
}

/** The steps listen already: what was imported rang them. A ring that was lost is made again, as in `workUntilIdle`. */
async function untilIdle(intake: Intake): Promise<void> {
  for (let round = 1; (await countDue(intake.db, dueBy(intake.now()))).messages > 0; round++) {
    await setTimeout(50);
    if (round % 100 === 0) await ringOverdue(intake, 5_000);
  }
}

/** What failed for the moment, as on a busy machine, is tried again later and is not due until then. */
async function untilDecided(intake: Intake): Promise<void> {
  await eventually(
    'every message to be decided',
    async () => {
      await ringOverdue(intake, 0);
      const { rows } = await intake.db.query<{ waits: boolean }>(
        `select exists (select from messages where state in ('received', 'read')) as waits`,
      );
      return rows[0]?.waits === false;
    },
    300_000,
  );
}

async function note({ db }: Intake, playing: CaseResult[], round: number): Promise<void> {
  const log: LogEntry[] = [];
  for await (const entry of readLog(db, { since: null, status: null, unit: null })) log.push(entry);
  const owed = await findOwed(db);
  for (const one of playing) {
    const mail = one.case.mails[round] as CaseMail;
    // A mail may come in twice under one Message-ID: the log's last entry is of this round.
    const id = messageIdOf(idOf(one.case, round));
    const got = log.findLast(({ message }) => message.messageId === id) ?? null;
    const missing = (got?.dossier && owed.get(got.dossier.code)) ?? [];
    one.results.push({ mail, want: mail.want, got, missing });
  }
}

async function findOwed(db: Intake['db']): Promise<Map<string, Required<MissingLine>[]>> {
  interface Line {
    document: string;
    form: 'any';
    item: number | null;
    reason: string;
  }
  const { rows } = await db.query<{ code: string; missing: Line[] }>('select code, missing from dossiers');
  return new Map(
    rows.map(({ code, missing }) => [
      code,
      missing.map(({ document, form, item, reason }) => [document, form, item, reason]),
    ]),
  );
}

function idOf({ name }: Case, round: number): string {
  return `${name}-${round + 1}`;
}

function earlierOf(one: CaseResult): Earlier {
  const entry = (mail: number) => one.results[mail]?.got ?? null;
  return {
    code: (mail) => entry(mail)?.dossier?.code ?? 'DKST-BT-000000-0000',
    letter: (mail, kind) => {
      const letter = entry(mail)?.letters.find((written) => written.kind === kind);
      // A letter that is not there is told as a difference of its own; the answer then answers nothing.
      return letter ?? { messageId: '<no-letter@example.vn>', subject: '' };
    },
    messageId: (mail) => messageIdOf(idOf(one.case, mail)),
  };
}
