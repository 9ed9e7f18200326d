// How long people wait: from a mail's arrival to its letter, at several rates, and from the start to the first mail taken in.
//   npm run bench:waiting [-- --redis] [--minutes N]
import { setTimeout } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { end, startProduct } from './intake/contestants.ts';
import { type BenchOffice, openBenchOffice } from './intake/office.ts';
import { mailsOf, type Sent, type Workload } from './intake/workloads.ts';

const { values } = parseArgs({
  options: { redis: { type: 'boolean', default: false }, minutes: { type: 'string', default: '2' } },
});
const OPTIONS = { redis: values.redis, profile: null, withoutText: false };
const say = (text: string) => void process.stdout.write(`${text}\n`);

/** When the letter to each mail was taken, counted from the moment at which the mail lay in the mailbox (ms), sorted. */
async function waits(office: BenchOffice, mails: Sent[], every: number): Promise<number[]> {
  const arrived = new Map<string, number>();
  await office.dovecot.withClient(async (client) => {
    const began = performance.now();
    for (const [at, { raw, messageId }] of mails.entries()) {
      await setTimeout(Math.max(0, began + at * every - performance.now()));
      await client.append('INBOX', raw, [], new Date('2022-08-08T09:15:00+07:00'));
      arrived.set(messageId, performance.now());
    }
  });
  while (mails.some(({ messageId }) => !office.sink.letters.has(messageId))) await setTimeout(20);
  return mails
    .map(({ messageId }) => (office.sink.acceptedAt.get(messageId) ?? 0) - (arrived.get(messageId) ?? 0))
    .sort((a, b) => a - b);
}

async function collect(workload: Workload, count: number): Promise<Sent[]> {
  const mails: Sent[] = [];
  for await (const mail of mailsOf(workload, count)) mails.push(mail);
  return mails;
}

async function measureWaits(workload: Workload, count: number, every: number): Promise<void> {
  const office = await openBenchOffice({ withRedis: values.redis, profile: false });
  const [first, ...mails] = await collect(workload, count + 1);
  const product = await startProduct(office, OPTIONS);
  // What is loaded once is loaded.
  if (first) await waits(office, [first], 0);
  const found = await waits(office, mails, every);
  const at = (share: number) => Math.round(found[Math.ceil(found.length * share) - 1] ?? 0);
  say(
    `${workload}, one each ${every} ms, ${count} mails: letter after p50 ${at(0.5)} ms, p95 ${at(0.95)} ms, all ${at(1)} ms`,
  );
  await end(product);
  await office.close();
}

async function measureStart(): Promise<void> {
  const office = await openBenchOffice({ withRedis: values.redis, profile: false });
  const mails = await collect('small', 6);
  let databaseUrl: string | undefined;
  const starts: number[] = [];
  for (const [at, { raw, messageId }] of mails.entries()) {
    await office.dovecot.append(raw);
    const began = performance.now();
    const product = await startProduct(office, OPTIONS, databaseUrl);
    databaseUrl = product.databaseUrl;
    await untilStored(databaseUrl, messageId);
    // The first makes the database.
    if (at > 0) starts.push(Math.round(performance.now() - began));
    while (!office.sink.letters.has(messageId)) await setTimeout(20);
    await end(product);
  }
  say(`start to first mail taken in: ${starts.join(', ')} ms`);
  await office.close();
}

async function untilStored(databaseUrl: string, messageId: string): Promise<void> {
  const db = new pg.Pool({ connectionString: databaseUrl });
  const stored = async () => {
    const asked = db.query('select from messages where message_id = $1', [messageId]);
    return ((await asked.catch(() => null))?.rowCount ?? 0) > 0;
  };
  while (!(await stored())) await setTimeout(10);
  await db.end();
}

await measureStart();
await measureWaits('typical', 5 * Number(values.minutes), 12_000);
await measureWaits('small', 400, 50);
