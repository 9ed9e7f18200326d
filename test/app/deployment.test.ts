// Holds the Dockerfile and docker-compose.yml to what the program is: no engine is at hand to try them with.
import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { readSettings } from '../../config/settings.ts';
import packageFile from '../../package.json' with { type: 'json' };

const root = join(import.meta.dirname, '../..');
const fileText = (name: string) => readFileSync(join(root, name), 'utf8');
const settingNames = [...fileText('config/example.env').matchAll(/^([A-Z_]+)=$/gm)].map(([, name]) => name);

const instructions = fileText('Dockerfile')
  .replace(/^#.*\n/gm, '')
  .replace(/\\\n\s*/g, '')
  .split('\n')
  .filter((line) => line !== '')
  .map((line) => ({ name: line.split(' ', 1)[0], words: line.split(' ').slice(1), line }));
const argumentsOf = (name: string) => instructions.filter((one) => one.name === name).map((one) => one.words);
const last = (name: string) => argumentsOf(name).at(-1)?.join(' ') ?? '';

/** An image with a version down to its last number, so that a build next year is the build of today. */
const PINNED = /^[a-z/]+:\d+\.\d+(\.\d+)?(-[a-z-]+)?$/;

describe('Dockerfile', () => {
  it('builds in one stage and runs in another, both of the same pinned image', () => {
    const images = argumentsOf('FROM').map(([image]) => image);
    expect(images).toEqual([images[0], images[0]]);
    expect(images[0]).toMatch(PINNED);
  });

  const copies = argumentsOf('COPY').filter(([first]) => !first?.startsWith('--from'));

  it('copies what exists and what .dockerignore lets through', () => {
    const letThrough = fileText('.dockerignore').match(/^!.+$/gm);
    const sources = copies.flatMap((words) => words.slice(0, -1));
    expect(sources.filter((source) => !existsSync(join(root, source)))).toEqual([]);
    expect(sources.filter((source) => !letThrough?.includes(`!${source}`))).toEqual([]);
  });

  it('copies everything the program is made of', () => {
    const runtime = instructions.slice(instructions.findLastIndex((one) => one.name === 'FROM'));
    const held = runtime.filter((one) => one.name === 'COPY').map((one) => one.words.at(-1));
    expect(held).toEqual(expect.arrayContaining(packageFile.files));
  });

  it('runs the command of the package, as nobody special', () => {
    expect(last('USER')).toBe('node');
    expect(last('ENTRYPOINT')).toBe(`["node", "/app/${packageFile.bin.tiepnhan}"]`);
    expect(last('CMD')).toBe('["start"]');
  });
});

describe('HEALTHCHECK', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'tiepnhan-health-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const command = z.array(z.string()).parse(JSON.parse(/\[.*\]/.exec(last('HEALTHCHECK'))?.[0] ?? '[]'));
  const status = () =>
    spawnSync(process.execPath, command.slice(1), { env: { TMPDIR: folder }, cwd: root }).status;

  it('fails until the service has been well, and when it no longer is', () => {
    // Named in src/app/heart.ts, which writes it.
    expect(fileText('src/app/heart.ts')).toContain("'tiepnhan.alive'");
    const heartbeat = join(folder, 'tiepnhan.alive');
    expect(status()).toBe(1);
    writeFileSync(heartbeat, '');
    expect(status()).toBe(0);
    const longAgo = new Date(Date.now() - 120_000);
    utimesSync(heartbeat, longAgo, longAgo);
    expect(status()).toBe(1);
  });
});

describe('docker-compose.yml', () => {
  const service = z.looseObject({
    image: z.string(),
    entrypoint: z.array(z.string()).optional(),
    environment: z.record(z.string(), z.string()).default({}),
    env_file: z.string().optional(),
    healthcheck: z.looseObject({ test: z.array(z.string()) }).optional(),
    depends_on: z.record(z.string(), z.object({ condition: z.string() })).default({}),
    volumes: z.array(z.string()).default([]),
    networks: z.array(z.string()),
    ports: z.array(z.string()).default([]),
    mem_limit: z.string(),
    restart: z.string(),
  });
  const named = z.record(z.string(), z.unknown());
  const compose = z
    .looseObject({ services: z.record(z.string(), service), volumes: named, networks: named })
    .parse(parse(fileText('docker-compose.yml'), { merge: true }));
  const services = Object.entries(compose.services);
  const ours = services.filter(([, { image }]) => image === `tiepnhan:${packageFile.version}`);

  it('runs every worker in a container of its own, the migrations before, and the command line', () => {
    const workers = readdirSync(join(root, 'workers')).map((file) => file.replace(/\.ts$/, ''));
    const run = ours.map(([name, { entrypoint }]) => [name, entrypoint]);
    expect(Object.fromEntries(run)).toEqual({
      migrate: undefined,
      tiepnhan: undefined,
      ...Object.fromEntries(workers.map((name) => [name, ['node', `dist/workers/${name}.js`]])),
    });
  });

  it('gives them settings that they know', () => {
    for (const [, { environment, env_file }] of ours) {
      expect(settingNames).toEqual(expect.arrayContaining(Object.keys(environment)));
      expect(env_file).toBe('.env');
      const filled = Object.entries(environment).map(([name, value]) => [
        name,
        value.replace(/\$\{POSTGRES_PASSWORD[^}]*\}/, '0a1b2c'),
      ]);
      expect(readSettings(Object.fromEntries(filled), '/app')).toMatchObject({
        databaseUrl: 'postgres://tiepnhan:0a1b2c@postgres:5432/tiepnhan',
        redisUrl: 'redis://redis:6379',
        archiveDir: '/data/archive',
      });
    }
  });

  it('serves health to this machine alone', () => {
    const { web } = compose.services;
    expect(web?.ports).toEqual(['127.0.0.1:8080:8080']);
    expect(web?.environment).toMatchObject({ WEB_HOST: '0.0.0.0', WEB_PORT: '8080' });
    expect(web?.healthcheck?.test.join(' ')).toContain('127.0.0.1:8080/healthz');
    expect(services.filter(([, { ports }]) => ports.length > 0).map(([name]) => name)).toEqual([
      'web',
      'mail',
    ]);
  });

  it('takes its one secret from .env and stops without it', () => {
    const variables = fileText('docker-compose.yml').match(/\$\{\w+(:\?)?/g);
    expect(new Set(variables)).toEqual(new Set(['$' + '{POSTGRES_PASSWORD:?']));
  });

  it('keeps the archive for receive, read, scan and the page, and those that read off the network', () => {
    const holders = services.filter(([, { volumes }]) => volumes.includes('archive:/data'));
    expect(holders.map(([name]) => name)).toEqual(['tiepnhan', 'receive', 'read', 'scan', 'web']);
    expect(compose.services.read?.networks).toEqual(['inside']);
    expect(compose.services.scan?.networks).toEqual(['inside']);
    expect(compose.networks.inside).toEqual({ internal: true });
  });

  it.each(services)('%s is pinned, locked down and limited', (name, one) => {
    expect(one).toMatchObject({
      read_only: true,
      cap_drop: ['ALL'],
      security_opt: ['no-new-privileges:true'],
      mem_limit: expect.stringMatching(/^\d+[mg]$/),
      restart: ['migrate', 'tiepnhan'].includes(name) ? 'no' : 'unless-stopped',
    });
    expect(one.image).toMatch(PINNED);
    expect(one.ports.filter((port) => !port.startsWith('127.0.0.1:'))).toEqual([]);
  });

  it.each(services)('%s names only what is defined, and waits only for what can come', (_name, one) => {
    const volumes = one.volumes
      .map((volume) => volume.split(':', 1)[0] ?? '')
      .filter((at) => !/^\./.test(at));
    expect(Object.keys(compose.volumes)).toEqual(expect.arrayContaining(volumes));
    expect(Object.keys(compose.networks)).toEqual(expect.arrayContaining(one.networks));
    for (const [other, { condition }] of Object.entries(one.depends_on)) {
      const awaited = compose.services[other];
      const can = condition === 'service_healthy' ? awaited?.healthcheck : awaited?.restart === 'no';
      expect(can, `${other}: ${condition}`).toBeTruthy();
    }
  });
});

describe('README.md', () => {
  it('explains every setting', () => {
    const rows = [...fileText('README.md').matchAll(/^\| `([A-Z_]+)` *\|/gm)].map(([, name]) => name);
    expect(rows.sort()).toEqual([...settingNames, 'ENV_FILE'].sort());
  });
});
