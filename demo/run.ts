// The demo: the whole service on this machine with a mail server of its own, and a story of mails that units send.
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { readCampaign } from '../config/campaign.ts';
import { requireMail } from '../config/settings.ts';
import { DONE, FAILED } from '../src/app/exit.ts';
import { logError, openLog } from '../src/app/log.ts';
import { runSteps, type Step } from '../src/app/run.ts';
import { openService, type Service } from '../src/app/service.ts';
import { Fault } from '../src/core/fault.ts';
import { sweep } from '../src/steps/sweep.ts';
import { type MailServer, startMailServer } from './mail-server.ts';
import { ACCOUNT, clearFolder, type Office, prepareOffice } from './office.ts';
import { type DemoPage, findPort, prepareDemoPage } from './page.ts';
import { play } from './play.ts';
import {
  findUnkept,
  introduce,
  introducePage,
  say,
  sayHowToLookFurther,
  sayResult,
  showLetters,
  showLog,
} from './show.ts';
import { writeStory } from './story.ts';

/**
 * Without `once` it runs on after the story, until Ctrl-C. Returns the exit code: 1 when something differs from the story,
 * when `once` is cut short, or when another demo is running. Errors: Fault of whatever cannot be opened.
 */
export async function runDemo({ once }: { once: boolean }): Promise<number> {
  const stop = stopSignal();
  const folder = join(process.cwd(), 'data', 'demo');
  try {
    if (!(await clearFolder(folder))) {
      say(`Another demo is running in ${folder}: end it with Ctrl-C, then start again.`);
      return FAILED;
    }
    const code = await runIn(folder, once, stop);
    if (!once) say('Stopped.');
    return code;
  } catch (error) {
    // The terminal's Ctrl-C also ends a Postgres that is just being set up; that is no fault then.
    if (!stop.aborted || !(error instanceof Fault || isAbort(error))) throw error;
    say('Stopped before the end.');
    return once ? FAILED : DONE;
  }
}

async function runIn(folder: string, once: boolean, stop: AbortSignal): Promise<number> {
  const now = new Date();
  const server = await startMailServer(ACCOUNT, join(folder, 'letters'));
  try {
    const office = await prepareOffice(folder, server, now);
    introduce(office, server);
    const opened = await openService(office.settings, requireMail(office.settings));
    const service = { ...opened, web: { ...opened.web, port: await findPort(opened.web.port) } };
    // Whoever wants the result alone looks at no page.
    const page = once ? null : await prepareDemoPage(service);
    if (page) introducePage(page);
    try {
      return await runWith(service, office, server, page, now, stop);
    } finally {
      await service.close();
    }
  } finally {
    await server.close();
  }
}

async function runWith(
  service: Service,
  office: Office,
  server: MailServer,
  page: DemoPage | null,
  now: Date,
  stop: AbortSignal,
): Promise<number> {
  const told = new AbortController();
  const running = runQuickly(service, page !== null, AbortSignal.any([stop, told.signal]));
  try {
    const story = play(await writeStory(now), { db: service.db, server, say, stop });
    // If a step cannot even start, the story would wait for it in vain.
    const differences = await Promise.race([story, running.then(() => story)]);
    await showLog(service.db, office.settings.campaignFiles.map(readCampaign));
    await showLetters(service.db, server);
    differences.push(...(await findUnkept(service.db, server)));
    sayResult(differences, now);
    sayHowToLookFurther(office, page && server);
    if (page) {
      introducePage(page);
      await running;
    }
    return differences.length > 0 ? FAILED : DONE;
  } finally {
    told.abort();
    await running;
  }
}

/** An office polls every minute and sweeps every 15 s; whoever watches a demo waits for both. */
const POLL_SECONDS = 0.25;
/** Milliseconds. */
const SWEEP_EVERY = 500;
const SILENCE = 1_000;

async function runQuickly(service: Service, withPage: boolean, stop: AbortSignal): Promise<void> {
  const log = openLog('warn');
  const sweepOften = async () => {
    while (!stop.aborted) {
      await sweep(service, SILENCE).catch((error: unknown) => logError(log, { step: 'sweep' }, error));
      await setTimeout(SWEEP_EVERY, undefined, { signal: stop }).catch(() => {});
    }
  };
  const steps: Step[] = [
    'receive',
    'read',
    'register',
    'reply',
    'sweep',
    ...(withPage ? (['web'] as const) : []),
  ];
  await Promise.all([runSteps(service, steps, POLL_SECONDS, log, stop), sweepOften()]);
}

/** Longer than a clean end should take (ms). */
const PATIENCE = 10_000;

/** Aborted by Ctrl-C, by a terminal that is closed, and by a reader of our output who has seen enough. */
function stopSignal(): AbortSignal {
  const stop = new AbortController();
  const end = () => {
    // npm hands on a Ctrl-C that the terminal has sent to every process already, so it comes twice.
    if (stop.signal.aborted) return;
    stop.abort();
    setTimeout(PATIENCE, undefined, { ref: false }).then(() => process.exit(FAILED));
  };
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, end);
  // The command line would exit at once and leave Postgres behind.
  process.stdout.removeAllListeners('error').on('error', end);
  return stop.signal;
}

function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError';
}
