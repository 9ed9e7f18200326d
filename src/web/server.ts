// The service over HTTP: whether it lives, whether it can work, and its figures. Nothing here is secret, nothing is written.
import { setTimeout } from 'node:timers/promises';
import fastify from 'fastify';
import type { Archive } from '../archive/archive.ts';
import { Fault } from '../core/fault.ts';
import { CONTENT_TYPE, expose, gauge } from './exposition.ts';
import { type MetricsDeps, measure } from './metrics.ts';

export interface WebDeps extends MetricsDeps {
  archive: Archive;
}

export interface Web {
  url: string;
  close(): Promise<void>;
}

/** Time that each thing the service stands on has to answer (ms). */
const PATIENCE = 5_000;
/** Answers younger than this are given again, so that whoever asks often costs nothing (ms). */
const FRESH = { ready: 2_000, figures: 10_000 };

/** @param port 0: any free one. Errors: Fault web-port-unusable */
export async function openWeb(deps: WebDeps, { host, port }: { host: string; port: number }): Promise<Web> {
  const server = fastify({ bodyLimit: 1024, requestTimeout: 10_000, keepAliveTimeout: 5_000 });
  const ready = remembered(() => findUnready(deps), FRESH.ready);
  const figures = remembered(() => measure(deps), FRESH.figures);
  server.addHook('onSend', async (_request, reply) => {
    reply.headers({ 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' });
  });
  server.get('/healthz', async () => ({ status: 'ok' }));
  server.get('/readyz', async (_request, reply) => {
    const unready = await ready();
    return reply
      .status(unready.length === 0 ? 200 : 503)
      .send({ status: unready.length === 0 ? 'ready' : 'not ready', unready });
  });
  server.get('/metrics', async (_request, reply) => {
    const families = [...(await figures()), ...deps.meter.families(), ...processFamilies()];
    return reply.type(CONTENT_TYPE).send(expose(families));
  });
  const url = await server.listen({ host, port }).catch((cause: unknown) => {
    throw new Fault('web-port-unusable', { transient: false, detail: `${host}:${port}`, cause });
  });
  return { url, close: () => server.close() };
}

/** Names of what this process cannot do its work without and that does not answer. */
async function findUnready({ db, bells, archive }: WebDeps): Promise<string[]> {
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

/** Whoever asks while an answer is young, or still on its way, gets the same one. */
function remembered<T>(ask: () => Promise<T>, milliseconds: number): () => Promise<T> {
  let last: { at: number; answer: Promise<T> } | null = null;
  return () => {
    if (last && Date.now() - last.at < milliseconds) return last.answer;
    last = { at: Date.now(), answer: ask() };
    return last.answer;
  };
}
