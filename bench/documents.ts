// What reading the inside of files costs, for each kind of them: `node dist/bench/documents.js [OTHER_DIST]`; with the
// `dist` of another build, both in turns, and whether they read the same.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { FileFacts } from '../src/core/facts.ts';
import { KINDS, writeFiles } from './document-files.ts';

const ROUNDS = 2;
/** Of each kind, all different. The first ones load libraries and warm the compiler up. */
const FILES = 120;
const WARM_UP = 40;

interface Cost {
  /** Milliseconds a file. */
  cpu: number;
  wall: number;
  /** Highest of the process so far (bytes). */
  rss: number;
  facts: FileFacts[];
}

async function main([other]: string[]): Promise<void> {
  const own = join(dirname(createRequire(import.meta.url).resolve('#package.json')), 'dist');
  const builds = other ? [other, own] : [own];
  const folder = await mkdtemp(join(tmpdir(), 'tiepnhan-documents-'));
  try {
    const files = await writeFiles(folder, FILES);
    print('kind          build   cpu ms/file  wall ms/file  peak RSS MB');
    for (const kind of KINDS) {
      const read: string[] = [];
      for (let round = 0; round < ROUNDS * builds.length; round++) {
        const build = round % builds.length;
        const { cpu, wall, rss, facts } = await measure(builds[build] ?? own, files[kind]);
        const name = 'AB'.charAt(build);
        print(
          `${kind.padEnd(14)}${name}     ${figure(cpu)}      ${figure(wall)}     ${figure(rss / 2 ** 20, 0)}`,
        );
        read[build] = JSON.stringify(facts);
      }
      if (read.some((one) => one !== read[0])) print(`${kind}: A and B read different things`);
    }
    print(builds.map((build, at) => `${'AB'.charAt(at)}: ${build}`).join('\n'));
  } finally {
    await rm(folder, { recursive: true });
  }
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

const figure = (value: number, digits = 2) => value.toFixed(digits).padStart(8);

/** In a process of its own: what one reader loads is not the other's. */
async function measure(build: string, files: string[]): Promise<Cost> {
  const child = fork(import.meta.filename, ['reader', build, ...files]);
  const [cost] = (await once(child, 'message')) as [Cost];
  await once(child, 'exit');
  return cost;
}

async function read([build = '', ...files]: string[]): Promise<void> {
  const { inspectFile } = (await import(pathToFileURL(join(build, 'src/documents/inspect.js')).href)) as {
    inspectFile(path: string): Promise<FileFacts>;
  };
  for (const file of files.slice(0, WARM_UP)) await inspectFile(file);
  const facts: FileFacts[] = [];
  const begun = performance.now();
  const before = process.cpuUsage();
  for (const file of files.slice(WARM_UP)) facts.push(await inspectFile(file));
  const { user, system } = process.cpuUsage(before);
  const measured = files.length - WARM_UP;
  const cost: Cost = {
    cpu: (user + system) / 1000 / measured,
    wall: (performance.now() - begun) / measured,
    rss: process.resourceUsage().maxRSS * 1024,
    facts,
  };
  process.send?.(cost, () => process.disconnect());
}

const [mode, ...rest] = process.argv.slice(2);
await (mode === 'reader' ? read(rest) : main(process.argv.slice(2)));
