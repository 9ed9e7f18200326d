// Starts steps and keeps them running until the process is asked to stop.
import { campaignWarnings } from '../../config/campaign.ts';
import { readSettings, requireMail } from '../../config/settings.ts';
import { DONE, explain, FAILED } from './exit.ts';
import { startHeart } from './heart.ts';
import { openLog } from './log.ts';
import { runSteps, type Step } from './run.ts';
import { openService } from './service.ts';

/** Work in hand that is not finished by then is left to the next start (ms). */
const PATIENCE = 10_000;

/** Runs until SIGTERM or SIGINT. Only the page works without a mailbox. Errors: Fault of whatever cannot be opened. */
export async function start(steps: readonly Step[]): Promise<void> {
  const settings = readSettings(process.env, process.cwd());
  const needsMail = steps.some((step) => step !== 'web');
  const mail = needsMail ? requireMail(settings) : [];
  const log = openLog(settings.logLevel);
  const service = await openService(settings, mail);
  const stop = stopSignal(() => {
    log.info('stopping');
    setTimeout(() => {
      log.warn('work in hand did not end in time; the next start takes it up again');
      process.exit(0);
    }, PATIENCE).unref();
  });
  const end = new AbortController();
  const until = AbortSignal.any([stop, end.signal]);
  try {
    await startHeart(service, log, until, () => process.exit(FAILED));
    for (const warning of service.campaigns.flatMap((one) => campaignWarnings(one, new Date())))
      log.warn(warning);
    await runSteps(service, steps, settings.pollSeconds, log, until);
  } finally {
    // Where one step cannot begin, the others end with it.
    end.abort();
    await service.close();
  }
  log.info('stopped');
}

/** One step as a process of its own. */
export async function startWorker(step: Step): Promise<void> {
  process.exitCode = await start([step]).then(() => DONE, explain);
}

/** Aborted at the first SIGTERM or SIGINT; a second one ends the process at once. */
function stopSignal(onStop: () => void): AbortSignal {
  const stop = new AbortController();
  for (const name of ['SIGTERM', 'SIGINT'] as const) {
    process.once(name, () => {
      if (stop.signal.aborted) return;
      onStop();
      stop.abort();
    });
  }
  return stop.signal;
}
