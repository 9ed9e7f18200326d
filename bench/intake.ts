// The whole job, mailbox to letters: the product as users run it against a plain script, A B A B, on the same mails.
// With --profile the product alone runs, and where its time went is printed; FOLDER keeps the profiles, for DevTools.
//   npm run bench [-- WORKLOAD…] [--count N] [--rounds N] [--redis] [--without-text] [--profile FOLDER] [--curve]
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import Table from 'cli-table3';
import { type Contestant, end, startPlain, startProduct } from './intake/contestants.ts';
import { checkPlain, checkProduct, type Kept } from './intake/kept.ts';
import { type BenchOffice, type Delivered, openBenchOffice } from './intake/office.ts';
import { watchTree } from './intake/process-tree.ts';
import { sharesOf } from './intake/profile.ts';
import { mailsOf, WORKLOADS, type Workload } from './intake/workloads.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    count: { type: 'string' },
    rounds: { type: 'string', default: '2' },
    redis: { type: 'boolean', default: false },
    'without-text': { type: 'boolean', default: false },
    profile: { type: 'string' },
    curve: { type: 'boolean', default: false },
  },
});

/** ext4 is slow to make files where many were removed a moment ago: nobody's files are removed before the end, and the next workload waits (ms). */
const SETTLE = 90_000;

/** A contestant that answers nothing for so long has come to its end (ms). */
const SILENCE = 120_000;

interface Run {
  who: 'product' | 'plain';
  seconds: number;
  mails: number;
  megabytes: number;
  peakMb: number;
  curve: number[];
  cpuMsPerMail: number;
  postgresMb: number;
  postgresCpuMsPerMail: number;
  missing: number;
  doubled: number;
  kept: Kept;
}

async function run(
  office: BenchOffice,
  who: Run['who'],
  sent: Delivered[],
  profile: string | null,
): Promise<Run> {
  office.sink.clear();
  await warmMemory(office.folder, sent);
  const postgres = watchTree(office.postgresPid, true);
  const began = performance.now();
  const contestant = await start(office, who, profile);
  const tree = watchTree(contestant.child.pid ?? 0);
  const owed = sent.filter(({ answered }) => answered).map(({ messageId }) => messageId);
  const last = await untilAnswered(office, contestant, owed);
  const seconds = (last - began) / 1000;
  const server = postgres.stop();
  const used = tree.usage();
  await end(contestant);
  tree.stop();
  const letters = owed.map((messageId) => office.sink.letters.get(messageId) ?? 0);
  const kept = await (who === 'product' ? checkProduct : checkPlain)(contestant, sent);
  return {
    who,
    seconds,
    mails: sent.length,
    megabytes: sent.reduce((sum, { size }) => sum + size, 0) / 1e6,
    peakMb: used.peakMb,
    curve: used.curve,
    cpuMsPerMail: used.cpuMs / sent.length,
    postgresMb: server.peakMb,
    postgresCpuMsPerMail: server.cpuMs / sent.length,
    missing: letters.filter((count) => count === 0).length,
    doubled: letters.filter((count) => count > 1).length + (office.sink.letters.get('none') ?? 0),
    kept,
  };
}

/** A virtual machine's host hands memory out when it is first written to, which takes longer than the writing: both find it ready. */
async function warmMemory(folder: string, sent: Delivered[]): Promise<void> {
  const file = join(folder, 'warm');
  const megabyte = Buffer.alloc(1e6, 1);
  const written = sent.reduce((sum, { size }) => sum + 2 * size, 0);
  await writeFile(
    file,
    (function* () {
      for (let at = 0; at < written; at += megabyte.length) yield megabyte;
    })(),
  );
  await rm(file);
}

function start(office: BenchOffice, who: Run['who'], profile: string | null): Promise<Contestant> {
  if (who === 'plain') return startPlain(office);
  return startProduct(office, { redis: values.redis, profile, withoutText: values['without-text'] });
}

/** Returns when the last letter was taken (ms, performance.now). */
async function untilAnswered(
  { sink }: BenchOffice,
  { child, said }: Contestant,
  owed: string[],
): Promise<number> {
  let seen = 0;
  let quietSince = performance.now();
  const answered = () => owed.filter((messageId) => sink.letters.has(messageId)).length;
  for (let count = answered(); count < owed.length; count = answered()) {
    if (count !== seen) quietSince = performance.now();
    seen = count;
    const ended = child.exitCode !== null;
    if (ended || performance.now() - quietSince > SILENCE) {
      say(`${owed.length - count} of ${owed.length} letters are missing:\n${said()}`);
      break;
    }
    await setTimeout(50);
  }
  return Math.max(...sink.acceptedAt.values());
}

function print(workload: Workload, runs: Run[]): void {
  const table = new Table({
    head: [
      workload,
      'mails/s',
      'MB/s',
      'RSS MB',
      'CPU ms/mail',
      'Postgres MB',
      'its CPU ms/mail',
      'letters missing',
      'doubled',
      'attachments wrong',
    ],
    style: { head: [], border: [] },
  });
  for (const one of runs) {
    table.push([
      one.who,
      (one.mails / one.seconds).toFixed(1),
      (one.megabytes / one.seconds).toFixed(1),
      Math.round(one.peakMb),
      one.cpuMsPerMail.toFixed(1),
      Math.round(one.postgresMb),
      one.postgresCpuMsPerMail.toFixed(1),
      one.missing,
      one.doubled,
      `${one.kept.wrong} of ${one.kept.attachments}`,
    ]);
  }
  say(table.toString());
  const rate = (who: Run['who']) => {
    const mine = runs.filter((one) => one.who === who);
    return (
      mine.reduce((sum, { mails }) => sum + mails, 0) / mine.reduce((sum, { seconds }) => sum + seconds, 0)
    );
  };
  say(`${workload}: product / plain = ${(rate('product') / rate('plain')).toFixed(2)}\n`);
  for (const { who, curve } of runs) {
    if (values.curve && who === 'product') say(`resident MB: ${thinned(curve, 60).join(' ')}\n`);
  }
}

function thinned(curve: number[], points: number): number[] {
  const step = Math.max(1, Math.floor(curve.length / points));
  return curve.filter((_, at) => at % step === 0);
}

const say = (text: string) => void process.stdout.write(`${text}\n`);

function printProfile(folder: string, mails: number): void {
  for (const { what, ms } of sharesOf(folder).slice(0, 40)) {
    say(`${(ms / mails).toFixed(2).padStart(9)} ms/mail  ${what}`);
  }
}

const wanted = (positionals.length > 0 ? positionals : Object.keys(WORKLOADS)) as Workload[];
for (const [at, workload] of wanted.entries()) {
  if (at > 0) await setTimeout(SETTLE);
  const office = await openBenchOffice({ withRedis: values.redis, profile: values.profile !== undefined });
  try {
    const count = values.count ? Number(values.count) : WORKLOADS[workload];
    const sent = await office.deliver(mailsOf(workload, count));
    const size = sent.reduce((sum, one) => sum + one.size, 0) / 1e6;
    say(
      `${workload}: ${count} mails, ${Math.round(size)} MB, queue on ${values.redis ? 'Redis' : 'Postgres'}${values['without-text'] ? ', text reading off' : ''}`,
    );
    if (values.profile) {
      print(workload, [await run(office, 'product', sent, values.profile)]);
      printProfile(values.profile, sent.length);
      for (const { statement, ms, calls } of await office.statements()) {
        say(
          `${(ms / count).toFixed(2).padStart(9)} ms/mail  ${(calls / count).toFixed(1)} calls/mail  ${statement}`,
        );
      }
      continue;
    }
    const runs: Run[] = [];
    for (let round = 0; round < Number(values.rounds); round++) {
      for (const who of ['plain', 'product'] as const) runs.push(await run(office, who, sent, null));
    }
    print(workload, runs);
  } finally {
    await office.close();
  }
}
