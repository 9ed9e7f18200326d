// Whether the service lives, whether it can work, and its figures. Nothing here is secret, nothing is written.
import { setTimeout } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import type { Archive } from '../archive/archive.ts';
import { CONTENT_TYPE, expose, gauge } from './exposition.ts';
import { type MetricsDeps, measure } from './metrics.ts';
import { remembered } from './remembered.ts';

export interface HealthDeps extends MetricsDeps {
  archive: Archive;
}

/** Time that each thing the service stands on has to answer (ms). */
const PATIENCE = 5_000;
/** Answers younger than this are given again, so that whoever asks often costs nothing (ms). */
const FRESH = { ready: 2_000, figures: 10_000 };

const PLAIN = { config: { access: 'public', plain: true } } as const;

export function serveHealth(server: FastifyInstance, deps: HealthDeps): void {
  const ready = remembered(() => findUnready(deps), FRESH.ready);
  const figures = remembered(() => measure(deps), FRESH.figures);
  server.get('/healthz', PLAIN, async () => ({ status: 'ok' }));
  server.get('/readyz', PLAIN, async (_request, reply) => {
    const unready = await ready();
    return reply
      .status(unready.length === 0 ? 200 : 503)
      .send({ status: unready.length === 0 ? 'ready' : 'not ready', unready });
  });
  server.get('/metrics', PLAIN, async (_request, reply) => {
    const families = [...(await figures()), ...deps.meter.families(), ...processFamilies()];
    return reply.type(CONTENT_TYPE).send(expose(families));
  });
}

/** Names of what this process cannot do its work without and that does not answer. */
async function findUnready({ db, bells, archive }: HealthDeps): Promise<string[]> {
  const checks: [string, Promise<unknown>][] = [
    ['database', db.query('select 1')],
    ['queue', bells.depths()],
    ['archive', archive.check()],
  ];
  const unready = checks.map(async ([name, asked]) => ((await answersInTime(asked)) ? [] : [name]));
  return (await Promise.all(unready)).flat();
}

function answersInTime(asked: Promise<unknown>): Promise<boolean> {
  const answered = asked.then((answer) => answer !== null);
  return Promise.race([answered, setTimeout(PATIENCE, false, { ref: false })]).catch(() => false);
}

function processFamilies() {
  const started = Date.now() / 1000 - process.uptime();
  return [
    gauge('process_resident_memory_bytes', 'Resident memory of this process.', [
      { value: process.memoryUsage.rss() },
    ]),
    gauge('process_start_time_seconds', 'When this process started.', [{ value: started }]),
  ];
}
