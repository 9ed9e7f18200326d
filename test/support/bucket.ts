// A private bucket: OpenStack Swift, an object store that offices run, speaking S3 with signatures and uploads in parts.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CreateBucketCommand } from '@aws-sdk/client-s3';
import { type Bucket, openClient } from '../../src/archive/objects.ts';
import { findProgram, lastingPort, startProgram } from './program.ts';

export interface TestBucket extends Bucket {
  port: number;
  /** As ARCHIVE_URL has it. */
  url: string;
  pid(): number;
  /** Kills the server, as a power cut would, and starts it again on the same port. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/** Each character would mean something else in a URL. */
const KEY = { keyId: 'office:staff', secret: 'mat/khau+a@b?c' };
const SERVER = fileURLToPath(new URL('bucket-server.py', import.meta.url));

export async function startBucket(): Promise<TestBucket> {
  // Its library belongs to Debian's Python, and comes with the programs.
  findProgram('swift-proxy-server', 'swift-proxy swift-account swift-container swift-object');
  const folder = await mkdtemp(join(tmpdir(), 'swift-'));
  const ports = [await lastingPort(), await lastingPort(), await lastingPort(), await lastingPort()];
  const [port = 0] = ports;
  const args = [SERVER, folder, KEY.keyId, KEY.secret, ...ports.map(String)];
  const start = () => startProgram('/usr/bin/python3', args, port);
  let running = await start();
  const place = {
    endpoint: `http://127.0.0.1:${port}`,
    region: 'us-east-1',
    name: 'kho-luu',
    prefix: 'mttq/',
    ...KEY,
  };
  await makeBucket(place);
  const [user, password] = [KEY.keyId, KEY.secret].map(encodeURIComponent);
  return {
    ...place,
    port,
    url: `s3://${user}:${password}@127.0.0.1:${port}/kho-luu/mttq?tls=off`,
    pid: () => running.pid,
    async restart() {
      await running.stop('SIGKILL');
      running = await start();
    },
    async stop() {
      await running.stop('SIGKILL');
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function makeBucket(place: Bucket): Promise<void> {
  const client = openClient(place);
  await client.send(new CreateBucketCommand({ Bucket: place.name }));
  client.destroy();
}
