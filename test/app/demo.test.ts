// The demo as people run it: to its end, again over what the last one left, and cut short.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../support/eventually.ts';

const SCRIPT = resolve('bin/tiepnhan.js');
/** The story takes half a minute, more on a busy machine (ms). */
const LONG = 180_000;

let folder = '';
const children: ChildProcess[] = [];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'demo-'));
});
afterAll(async () => {
  for (const child of children) child.kill('SIGKILL');
  await rm(folder, { recursive: true, force: true });
});

/** In a folder of the test's own; settings of the machine must not reach the demo, so some are set. */
function start(args: string[], env: NodeJS.ProcessEnv = {}) {
  const child = spawn(process.execPath, [SCRIPT, ...args], {
    cwd: folder,
    env: { PATH: process.env.PATH, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.push(child);
  let said = '';
  let complaints = '';
  child.stdout.setEncoding('utf8').on('data', (text) => (said += text));
  child.stderr.setEncoding('utf8').on('data', (text) => (complaints += text));
  const end = once(child, 'close').then(([code, signal]) => code ?? signal);
  return { child, end, said: () => said, complaints: () => complaints };
}

/** Processes that have the folder in their command line, such as its Postgres. */
async function processesIn(path: string): Promise<string[]> {
  const numbers = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const lines = await Promise.all(
    numbers.map((pid) => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')),
  );
  return lines.filter((line) => line.includes(path));
}

describe('demo --once', () => {
  it(
    'plays the whole story, shows it, and leaves nothing running',
    async () => {
      const demo = start(['demo', '--once'], { DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' });
      expect({ code: await demo.end, complaints: demo.complaints() }).toEqual({ code: 0, complaints: '' });
      expect(demo.said()).not.toContain('✗');
      expect(demo.said()).toContain('Every mail has become what the story expects');
      expect(demo.said()).toContain('Tổng số: 14 thư');
      const letters = await readdir(join(folder, 'data/demo/letters'));
      expect(letters.length).toBeGreaterThanOrEqual(13);
      for (const name of letters) expect(demo.said()).toContain(`data/demo/letters/${name}`);
      expect(await processesIn(folder)).toEqual([]);
    },
    LONG,
  );

  it('leaves a log behind, which the command it names prints', async () => {
    const log = start(['log', '--format', 'jsonl'], { ENV_FILE: 'data/demo/demo.env' });
    expect({ code: await log.end, complaints: log.complaints() }).toEqual({ code: 0, complaints: '' });
    expect(log.said().trim().split('\n')).toHaveLength(14);
    expect(await processesIn(folder)).toEqual([]);
  });

  it(
    'ends cleanly when it is interrupted, or when nobody reads on',
    async () => {
      const demo = start(['demo', '--once']);
      await eventually('the first letter', () => demo.said().includes('receipt, sent'), LONG);
      demo.child.kill('SIGINT');
      expect(await demo.end).toBe(1);
      const unread = start(['demo', '--once']);
      await eventually('the first words', () => unread.said() !== '', LONG);
      unread.child.stdout.destroy();
      await unread.end;
      expect(await processesIn(folder)).toEqual([]);
    },
    LONG,
  );
});

describe('demo', () => {
  it(
    'runs on after the story until Ctrl-C, alone in its folder',
    async () => {
      const demo = start(['demo']);
      await eventually('the first words', () => demo.said().includes('\n1. '), LONG);
      const second = start(['demo', '--once']);
      expect(await second.end).toBe(1);
      expect(second.said()).toContain('Another demo is running');
      await eventually('the end of the story', () => demo.said().includes('Ctrl-C ends it'), LONG);
      expect(demo.said()).not.toContain('✗');
      expect(demo.child.exitCode).toBe(null);
      demo.child.kill('SIGINT');
      demo.child.kill('SIGINT'); // npm hands on what the terminal has sent already
      expect(await demo.end).toBe(0);
      expect(await processesIn(folder)).toEqual([]);
    },
    LONG,
  );
});
