// A real clamd, and servers that are none.

import type { AddressInfo } from 'node:net';
import { createServer, type Server } from 'node:net';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openClamd } from '../../src/documents/clamd.ts';
import { EICAR, startClamd, type TestClamd } from '../support/clamd.ts';
import { freePort } from '../support/program.ts';

const LARGEST = 1_000_000;
let clamd: TestClamd;
beforeAll(async () => {
  clamd = await startClamd(LARGEST);
});
afterAll(() => clamd.stop());

const bytes = (text: string | Buffer) => Readable.from([Buffer.from(text)]);

describe('openClamd', () => {
  it('tells clean files from infected ones, wherever the virus stands', async () => {
    const scanner = openClamd(clamd.address);
    expect(await scanner.check(bytes('Tờ trình'))).toEqual({ verdict: 'clean', virus: null });
    expect(await scanner.check(bytes(''))).toEqual({ verdict: 'clean', virus: null });
    const found = { verdict: 'infected', virus: expect.stringContaining('Eicar') };
    expect(await scanner.check(bytes(EICAR))).toEqual(found);
    const pieces = [Buffer.alloc(300_000, 'a'), Buffer.from(EICAR), Buffer.alloc(300_000, 'b')];
    expect(await scanner.check(Readable.from(pieces))).toEqual(found);
    expect(await scanner.version()).toMatch(/^ClamAV/);
  });

  it('never calls clean what it has not seen whole', async () => {
    const large = Readable.from(Array.from({ length: 40 }, () => Buffer.alloc(64_000, 'a')));
    expect(await openClamd(clamd.address).check(large)).toEqual({ verdict: 'too-large', virus: null });
  });

  it('checks several at the same time', async () => {
    const scanner = openClamd(clamd.address);
    const verdicts = await Promise.all(
      Array.from({ length: 20 }, (_, at) => scanner.check(bytes(at % 2 ? EICAR : 'clean'))),
    );
    expect(verdicts.map(({ verdict }) => verdict)).toEqual(
      Array.from({ length: 20 }, (_, at) => (at % 2 ? 'infected' : 'clean')),
    );
  });
});

describe('a scanner that is away', () => {
  const unreachable = { code: 'clamd-unreachable', transient: true };
  async function serve(
    answer: string | null,
  ): Promise<{ server: Server; address: { host: string; port: number } }> {
    const server = createServer((socket) => {
      socket.on('error', () => {});
      socket.resume();
      if (answer !== null) socket.end(answer);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return { server, address: { host: '127.0.0.1', port: (server.address() as AddressInfo).port } };
  }

  it.each([
    ['says nothing', null],
    ['closes the line', ''],
    ['talks nonsense', '220 smtp.example.vn ESMTP\r\n\0'],
    ['is out of order', "stream: Can't allocate memory ERROR\0"],
  ])('%s is a fault, never a verdict', async (_, answer) => {
    const { server, address } = await serve(answer);
    const scanner = openClamd(address, { connect: 200, answer: 200 });
    await expect(scanner.check(bytes('a'))).rejects.toMatchObject(unreachable);
    server.close();
  });

  it('keeps nobody waiting twice', async () => {
    const { server, address } = await serve(null);
    let connections = 0;
    server.on('connection', () => connections++);
    const scanner = openClamd(address, { connect: 200, answer: 200 });
    for (let asked = 0; asked < 5; asked++) {
      await expect(scanner.check(bytes('a'))).rejects.toMatchObject(unreachable);
    }
    expect(connections).toBe(1);
    server.close();
    const none = openClamd({ host: '127.0.0.1', port: await freePort() });
    await expect(none.version()).rejects.toMatchObject(unreachable);
  });
});
