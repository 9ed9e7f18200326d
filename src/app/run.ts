// Runs steps: the bells' answers, the mailbox's poll and the sweep's clock; or everything once, until nothing is due.
import { setTimeout } from 'node:timers/promises';
import { dueBy } from '../core/retry.ts';
import type { Bell } from '../queue/bells.ts';
import { copy } from '../steps/copy.ts';
import { read } from '../steps/read.ts';
import { register } from '../steps/register.ts';
import { reply } from '../steps/reply.ts';
import { scan } from '../steps/scan.ts';
import { ringOverdue, sweep } from '../steps/sweep.ts';
import { checkLater } from '../steps/viruses.ts';
import { countDue } from '../store/log.ts';
import { type Log, logError } from './log.ts';
import { READERS } from './reader.ts';
import type { Intake, Service } from './service.ts';
import { watchMailboxes } from './watch.ts';

export const STEPS = ['receive', 'read', 'scan', 'register', 'reply', 'sweep'] as const;
export type Step = (typeof STEPS)[number];

const SWEEP_EVERY = 15_000;
/** A row is rung again after it has been due for this long (ms). */
const SILENCE = 30_000;
/** One message for each reader, so that none waits while its time runs; registering goes one by one. */
const CONCURRENCY = { read: READERS, scan: 1, viruses: 1, register: 1, reply: 2, copy: 1 };

/** Starts the steps; they run until `stop` is aborted, then finish what is in hand. */
export async function runSteps(
  service: Service,
  steps: readonly Step[],
  pollSeconds: number,
  log: Log,
  stop: AbortSignal,
): Promise<void> {
  const has = (step: Step) => steps.includes(step);
  if (has('read')) await listen(service, 'read', (id) => read(service, id), log);
  if (has('read')) await listen(service, 'viruses', (id) => checkLater(service, id), log);
  if (has('scan')) await listen(service, 'scan', (id) => scan(service, id), log);
  if (has('register')) await listen(service, 'register', (id) => register(service, id), log);
  if (has('reply')) await listenForLetters(service, log);
  log.info({ steps }, 'started');
  await Promise.all([
    has('sweep') && every(SWEEP_EVERY, 'sweep', () => sweep(service, SILENCE), log, stop),
    has('receive') && watchMailboxes(service, pollSeconds, log, stop),
    untilAborted(stop),
  ]);
}

async function listen(
  { bells }: Intake,
  bell: Bell,
  answer: (id: number) => Promise<void>,
  log: Log,
): Promise<void> {
  const logged = async (id: number) => {
    await answer(id);
    log.debug({ step: bell, id }, 'done');
  };
  await bells.listen(bell, CONCURRENCY[bell], logged, (error) => logError(log, bell, error));
}

async function listenForLetters(service: Service, log: Log): Promise<void> {
  await listen(service, 'reply', (id) => reply(service, id), log);
  await listen(service, 'copy', (id) => copy(service, id), log);
}

/** Repeats `work` until stopped; an error is logged and the next round tries again. */
async function every(
  milliseconds: number,
  step: Step,
  work: () => Promise<unknown>,
  log: Log,
  stop: AbortSignal,
): Promise<void> {
  while (!stop.aborted) {
    await work().catch((error: unknown) => logError(log, step, error));
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
  await listen(intake, 'read', (id) => read(intake, id), log);
  await listen(intake, 'viruses', (id) => checkLater(intake, id), log);
  await listen(intake, 'scan', (id) => scan(intake, id), log);
  await listen(intake, 'register', (id) => register(intake, id), log);
  if (service) await listenForLetters(service, log);
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
