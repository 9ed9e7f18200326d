// An office in the last days of its campaign: the demo's mails were taken in and answered, staff have begun to decide.
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { requireMail } from '../../config/settings.ts';
import { campaignEndedYesterday } from '../../demo/office.ts';
import { play, type Sample } from '../../demo/play.ts';
import { writeStory } from '../../demo/story.ts';
import { runSteps } from '../../src/app/run.ts';
import { openService, type Service } from '../../src/app/service.ts';
import type { Decided, DossierDecision } from '../../src/core/decision.ts';
import type { Role } from '../../src/core/states.ts';
import { takeImported } from '../../src/steps/take-in.ts';
import type { Database } from '../../src/store/database.ts';
import type { LogEntry } from '../../src/store/log.ts';
import { enterMailbox, IMPORTED } from '../../src/store/mailboxes.ts';
import { saveSession } from '../../src/store/sessions.ts';
import { confirmAddress } from '../../src/store/unit-decisions.ts';
import { hashToken } from '../../src/web/session.ts';
import { openPage } from './page.ts';
import { LOG, openOffice } from './service.ts';

export type StagedOffice = Awaited<ReturnType<typeof openStagedOffice>>;

/** The last mails come while letters wait for approval. */
export async function openStagedOffice() {
  const now = new Date();
  const folder = await mkdtemp(join(tmpdir(), 'campaign-'));
  const campaignFile = join(folder, 'campaign.yaml');
  await writeFile(campaignFile, await campaignEndedYesterday(now));
  const office = await openOffice({ campaignFiles: [campaignFile], letterQuietSeconds: 2 });
  const story = await writeStory(now);
  const service = await openService(office.settings, requireMail(office.settings));
  const differences = await working(service, () => playIn(service, story));
  const officer = await enter(service.db, 'can-bo', 'Cán bộ tiếp nhận', 'officer');
  const administrator = await enter(service.db, 'quan-tri', 'Quản trị hệ thống', 'administrator');
  await enter(service.db, 'lanh-dao', 'Lãnh đạo phụ trách', 'leader');
  await decideSome(service, await office.log(), now);
  await service.close();
  const reviewing = { ...office, settings: { ...office.settings, letterMode: 'review' as const } };
  const page = await openPage(reviewing);
  const stop = new AbortController();
  const running = runSteps(page.service, [...STEPS, 'web'], 1, LOG, stop.signal);
  await playIn(page.service, again(story));
  return {
    url: page.web.url,
    /** From the story. */
    differences,
    officer,
    administrator,
    log: office.log,
    async close() {
      stop.abort();
      await running;
      await page.close();
      await office.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

const STEPS = ['receive', 'read', 'register', 'reply', 'sweep'] as const;

async function working<T>(service: Service, work: () => Promise<T>): Promise<T> {
  const stop = new AbortController();
  const running = runSteps(service, STEPS, 1, LOG, stop.signal);
  try {
    return await work();
  } finally {
    stop.abort();
    await running;
  }
}

async function playIn(service: Service, samples: Sample[]): Promise<string[]> {
  const { id } = await enterMailbox(service.db, IMPORTED, new Date(0));
  const taken: Promise<unknown>[] = [];
  const server = { deliver: (raw: Buffer) => void taken.push(takeImported(service, id, raw)) };
  const differences = await play(samples, {
    db: service.db,
    server,
    say: () => {},
    stop: new AbortController().signal,
  });
  await Promise.all(taken);
  return differences;
}

/** Mails of the story that come once more, under numbers of their own: other letters are owed for them. */
function again(story: Sample[]): Sample[] {
  return story
    .filter(({ name }) => ['no-editable-report', 'no-attachment', 'unknown-unit', 'late'].includes(name))
    .map((sample) => {
      const messageId = `<more-${sample.messageId.slice(1)}`;
      const write: Sample['write'] = async (letterTo) =>
        Buffer.from(
          (await sample.write(letterTo)).toString('latin1').replace(sample.messageId, messageId),
          'latin1',
        );
      return { ...sample, messageId, write };
    });
}

/** Returns the token of a session. */
async function enter(db: Database, username: string, name: string, role: Role): Promise<string> {
  const now = new Date();
  const token = randomBytes(32).toString('hex');
  await db.query(
    `insert into staff (username, name, role, password_hash, created_at) values ($1, $2, $3, 'x', $4)`,
    [username, name, role, now],
  );
  await saveSession(db, { tokenHash: hashToken(token), username, now });
  return token;
}

async function decideSome({ db, decisions }: Service, log: LogEntry[], now: Date): Promise<void> {
  const decide = async (unit: string, decision: DossierDecision) => {
    const code = log.find(({ dossier }) => dossier?.unit === unit)?.dossier?.code ?? '';
    const { rows } = await db.query<{ version: number }>('select version from dossiers where code = $1', [
      code,
    ]);
    const intent = { actor: 'can-bo', send: [] };
    expectDone(await decisions.onDossier(code, rows[0]?.version ?? 0, decision, intent), unit);
  };
  await decide('MTTQ-GIAPHU', { what: 'record-paper', sets: 2, receivedOn: now.toISOString().slice(0, 10) });
  await decide('MTTQ-GIAPHU', { what: 'forward' });
  await decide('P-GDDT', { what: 'assign', to: 'can-bo' });
  await decide('MTTQ-THAINIEN', { what: 'note', text: 'Đã gọi điện, đơn vị hẹn nộp bản giấy trong tuần.' });
  for (const unit of ['BCHQS', 'BDV-HU', 'BHXH', 'MTTQ-PHONGHAI'])
    await confirmAddress(db, unit, `${unit.toLowerCase()}@example.vn`, 'can-bo', now);
}

function expectDone({ how }: Decided, unit: string): void {
  if (how !== 'done') throw new Error(`${unit}: ${how}`);
}
