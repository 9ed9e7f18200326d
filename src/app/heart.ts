// The heart: shows from outside that the process is well, and ends it when its loops are dead, to be started anew.
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { type Log, logError } from './log.ts';
import type { Intake } from './service.ts';

/** The container's health check looks at this file's age. */
const HEARTBEAT = join(tmpdir(), 'tiepnhan.alive');
const BEAT_EVERY = 10_000;

/** Beats until `stop` is aborted; the database must answer for the first beat. `die` is called when nothing else helps. */
export async function startHeart(
  service: Pick<Intake, 'db' | 'bells'>,
  log: Log,
  stop: AbortSignal,
  die: () => void,
  beatEvery = BEAT_EVERY,
): Promise<void> {
  const beat = async () => {
    const silent = await service.bells.silent();
    // Bells that are being closed fall silent too.
    if (silent.length > 0 && !stop.aborted) {
      log.fatal(
        { bells: silent },
        'the queue hands over no work any more; the process ends to be started anew',
      );
      return die();
    }
    await service.db.query('select 1');
    await writeFile(HEARTBEAT, '');
  };
  await beat();
  void (async () => {
    while (!stop.aborted) {
      await setTimeout(beatEvery, undefined, { signal: stop }).catch(() => {});
      if (!stop.aborted) await beat().catch((error: unknown) => logError(log, { step: 'heartbeat' }, error));
    }
  })();
}
