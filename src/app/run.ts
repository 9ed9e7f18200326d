// Runs steps: the bells' answers, the mailbox's poll and the sweep's clock; or everything once, until nothing is due.
import { setTimeout } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { dueBy } from '../core/retry.ts';
import type { Bell, Hearing } from '../queue/bells.ts';
import { raiseAlarms } from '../steps/alarms.ts';
import type { Failure } from '../steps/attempt.ts';
import { copy } from '../steps/copy.ts';
import { read } from '../steps/read.ts';
import { register } from '../steps/register.ts';
import { reply } from '../steps/reply.ts';
import { scan } from '../steps/scan.ts';
import { ringOverdue, sweep } from '../steps/sweep.ts';
import { checkLater } from '../steps/viruses.ts';
import { saveBeats } from '../store/beats.ts';
import type { Database } from '../store/database.ts';
import { findAnswered } from '../store/letters.ts';
import { countDue } from '../store/log.ts';
import type { Log } from './log.ts';
import { type Observer, openObserver } from './observer.ts';
import { servePage } from './page.ts';
import { READERS } from './reader.ts';
import type { Intake, Service } from './service.ts';
import { watchMailboxes } from './watch.ts';
import type { Work } from './work.ts';

export const STEPS = ['receive', 'read', 'scan', 'register', 'reply', 'sweep', 'web'] as const;
export type Step = (typeof STEPS)[number];

const SWEEP_EVERY = 15_000;
const ALARMS_EVERY = 60_000;
const BEAT_EVERY = 10_000;
/** A row is rung again after it has been due for this long (ms). */
const SILENCE = 30_000;
/** Rows that a step works on together: ten ask the database hardly more often than one. */
const TOGETHER = 10;
/** A thread for each of the readings, so that none waits while its time runs; registrations are made one after the other. */
const HEARINGS: Record<Bell, Hearing> = {
  read: { concurrency: READERS, together: TOGETHER },
  register: { concurrency: 1, together: TOGETHER },
  reply: { concurrency: 2, together: TOGETHER },
  copy: { concurrency: 1, together: 1 },
  scan: { concurrency: 1, together: 1 },
  viruses: { concurrency: 1, together: 1 },
};

/**
 * V8 as a service of two cores needs it, measured with `npm run bench`. These are its flags, read whenever they matter, and
 * hold for the threads too.
 */
const ENGINE_FLAGS = [
  // By itself the heap grows to several times what it needs. With less than this, mails of some megabytes clear it all the time.
  '--heap-growing-percent=60',
  // Small heaps are cleared in half the time by one thread alone.
  '--no-parallel-scavenge',
  // Four times the default: compiling what is not that hot takes longer than running it as it is.
  '--interrupt-budget=540672',
];

/** Starts the steps; they run until `stop` is aborted, then finish what is in hand. Errors: Fault web-port-unusable. */
export async function runSteps(
  service: Service,
  steps: readonly Step[],
  pollSeconds: number,
  log: Log,
  stop: AbortSignal,
): Promise<void> {
  for (const flag of ENGINE_FLAGS) setFlagsFromString(flag);
  const observer = openObserver(service, log);
  const onError = (error: unknown) => observer.failed({ step: 'web' }, error);
  const deps = { ...service, db: service.pageDb, meter: observer.meter, onError };
  const web = steps.includes('web') ? await servePage(deps, service.web, log) : null;
  try {
    await runBeside(service, steps, pollSeconds, observer, stop);
  } finally {
    await web?.close();
  }
}

async function runBeside(
  service: Service,
  steps: readonly Step[],
  pollSeconds: number,
  observer: Observer,
  stop: AbortSignal,
): Promise<void> {
  const has = (step: Step) => steps.includes(step);
  await Promise.all([
    has('read') && listenForMessages(service, observer),
    has('scan') &&
      listen(
        service,
        'scan',
        alone((id) => scan(service, id)),
        observer,
      ),
    has('register') && listen(service, 'register', (ids) => register(service, ids), observer),
    has('reply') && listenForLetters(service, observer),
  ]);
  observer.log.info({ steps }, 'started');
  await Promise.all([
    every(BEAT_EVERY, 'beat', () => beat(service, steps, observer), observer, stop),
    has('sweep') && every(SWEEP_EVERY, 'sweep', () => sweepObserved(service, observer), observer, stop),
    has('sweep') && every(ALARMS_EVERY, 'alarms', () => raiseAlarms(service), observer, stop),
    has('receive') && watchMailboxes(service, pollSeconds, observer, stop),
    untilAborted(stop),
  ]);
}

/** Beats and alarms are no work on messages: they are neither measured nor traced. */
function sweepObserved(service: Service, observer: Observer): Promise<void> {
  return observer.during({ step: 'sweep' }, () => sweep(service, SILENCE));
}

/** Steps that need the archive, and so know how full its disk is. */
const WITH_ARCHIVE: readonly Step[] = ['receive', 'read', 'scan'];

async function beat({ db, archive, now }: Intake, steps: readonly Step[], observer: Observer): Promise<void> {
  const free = await archive.free().catch(() => null);
  const beats = steps.map((step) => ({
    step,
    doneAt: observer.doneAt(step),
    archiveFree: WITH_ARCHIVE.includes(step) ? free : null,
  }));
  await saveBeats(db, beats, now());
}

async function listen(
  { bells, db }: Intake,
  bell: Bell,
  answer: (ids: number[]) => Promise<Failure[]>,
  observer: Observer,
): Promise<void> {
  const observed = async (ids: number[]) =>
    observer.duringEach(bell, await worksOf(db, bell, ids), () => answer(ids));
  await bells.listen(bell, HEARINGS[bell], observed, (error) => observer.failed({ step: bell }, error));
}

/** Letters are told with the number of the message that they answer. */
async function worksOf(db: Database, bell: Bell, ids: number[]): Promise<Map<number, Work>> {
  if (bell !== 'reply' && bell !== 'copy') return new Map(ids.map((id) => [id, { step: bell, message: id }]));
  const answered = await findAnswered(db, ids).catch(() => new Map<number, number>());
  return new Map(
    ids.map((letter) => {
      const message = answered.get(letter);
      return [letter, { step: bell, ...(message !== undefined && { message }), letter }];
    }),
  );
}

/** For a step that works on one row at a time. */
function alone(work: (id: number) => Promise<void>): (ids: number[]) => Promise<Failure[]> {
  return async (ids) => {
    const failures: Failure[] = [];
    for (const id of ids) await work(id).catch((error: unknown) => failures.push({ id, error }));
    return failures;
  };
}

async function listenForMessages(service: Intake, observer: Observer): Promise<void> {
  await listen(service, 'read', (ids) => read(service, ids), observer);
  await listen(
    service,
    'viruses',
    alone((id) => checkLater(service, id)),
    observer,
  );
}

async function listenForLetters(service: Service, observer: Observer): Promise<void> {
  await listen(service, 'reply', (ids) => reply(service, ids), observer);
  await listen(
    service,
    'copy',
    alone((id) => copy(service, id)),
    observer,
  );
}

/** Repeats `work` until stopped; an error is logged and the next round tries again. */
async function every(
  milliseconds: number,
  step: string,
  work: () => Promise<unknown>,
  observer: Observer,
  stop: AbortSignal,
): Promise<void> {
  while (!stop.aborted) {
    await work().catch((error: unknown) => observer.failed({ step }, error));
    await setTimeout(milliseconds, undefined, { signal: stop }).catch(() => {});
  }
}

function untilAborted(stop: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (stop.aborted) resolve();
    stop.addEventListener('abort', () => resolve(), { once: true });
  });
}

/** Rows on their way, told to whoever shows the progress. */
export type OnProgress = (left: number) => void;

/** Works on what is due, replying too where there is a mail server to reply by, until nothing is. */
export async function workUntilIdle(
  intake: Intake | Service,
  log: Log,
  onProgress: OnProgress,
): Promise<void> {
  const service = 'sources' in intake ? intake : null;
  const observer = openObserver(intake, log);
  await listenForMessages(intake, observer);
  await listen(
    intake,
    'scan',
    alone((id) => scan(intake, id)),
    observer,
  );
  await listen(intake, 'register', (ids) => register(intake, ids), observer);
  if (service) await listenForLetters(service, observer);
  const ringAgain = (silence: number) => (service ? sweep(service, silence) : ringOverdue(intake, silence));
  await ringAgain(0);
  for (let round = 1; ; round++) {
    const { messages, letters } = await countDue(intake.db, dueBy(intake.now()));
    const left = messages + (service ? letters : 0);
    onProgress(left);
    if (left === 0) return;
    await setTimeout(50);
    // A ring that was lost is made again, after it has had time to be answered.
    if (round % 100 === 0) await ringAgain(5_000);
  }
}
