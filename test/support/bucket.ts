// A private bucket: OpenStack Swift, an object store that offices run, speaking S3 with signatures and uploads in parts.
import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import type { Bucket } from '../../src/archive/objects.ts';
import { findProgram, freePort, type Running, startProgram } from './program.ts';

export interface TestBucket extends Bucket {
  port: number;
  /** As ARCHIVE_URL has it. */
  url: string;
  /** Kills what keeps the objects, as a power cut would, and starts it again. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

const KEY = { keyId: 'office:staff', secret: 'mat/khau+a@b?c' };
const PACKAGE = 'swift-proxy swift-account swift-container swift-object memcached';
const STORES = ['account', 'container', 'object'] as const;

export async function startBucket(): Promise<TestBucket> {
  const folder = await mkdtemp(join(tmpdir(), 'swift-'));
  await mkdir(join(folder, 'disks', 'disk'), { recursive: true });
  const running: Running[] = [];
  const memory = await freePort();
  const memcached = findProgram('memcached', PACKAGE);
  const owner = userInfo().username;
  running.push(await startProgram(memcached, ['-l', '127.0.0.1', '-p', `${memory}`, '-m', '16', '-u', owner], memory));
  const ports = [await freePort(), await freePort(), await freePort()];
  execFileSync('/usr/bin/python3', ['-c', RINGS, folder, ...ports.map(String)]);
  const store = async (at: number) => {
    const name = STORES[at] ?? '';
    return startSwift(folder, name, ports[at] ?? 0, storeConfig(name));
  };
  const [accounts, containers, objects, proxyPort] = await Promise.all([store(0), store(1), store(2), freePort()]);
  running.push(accounts, containers);
  let kept = objects;
  running.push(await startSwift(folder, 'proxy', proxyPort, proxyConfig(memory)));
  const endpoint = `http://127.0.0.1:${proxyPort}`;
  const place = { endpoint, region: 'us-east-1', name: 'kho-luu', prefix: 'mttq/', ...KEY };
  await makeBucket(place);
  const [user, password] = [KEY.keyId, KEY.secret].map(encodeURIComponent);
  return {
    ...place,
    port: proxyPort,
    url: `s3://${user}:${password}@127.0.0.1:${proxyPort}/kho-luu/mttq?tls=off`,
    async restart() {
      await kept.stop('SIGKILL');
      kept = await store(2);
    },
    async stop() {
      await Promise.all([...running, kept].map((one) => one.stop('SIGKILL')));
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function makeBucket({ endpoint, region, name, keyId, secret }: Bucket): Promise<void> {
  const client = new S3Client({
    endpoint,
    region,
    forcePathStyle: true,
    credentials: { accessKeyId: keyId, secretAccessKey: secret },
  });
  await client.send(new CreateBucketCommand({ Bucket: name }));
  client.destroy();
}

/** Says where accounts, containers and objects lie: all on the one disk. */
const RINGS = `
import sys
from swift.common.ring import RingBuilder
folder, *ports = sys.argv[1:]
for kind, port in zip(('account', 'container', 'object'), map(int, ports)):
    ring = RingBuilder(1, 1, 0)
    ring.add_dev({'region': 1, 'zone': 1, 'weight': 1, 'device': 'disk', 'ip': '127.0.0.1', 'port': port,
                  'replication_ip': '127.0.0.1', 'replication_port': port})
    ring.rebalance()
    ring.get_ring().save(f'{folder}/{kind}.ring.gz')
`;

async function startSwift(folder: string, name: string, port: number, sections: string): Promise<Running> {
  const config = join(folder, `${name}.conf`);
  const common = [
    '[DEFAULT]',
    'bind_ip = 127.0.0.1',
    `bind_port = ${port}`,
    'workers = 0',
    `user = ${userInfo().username}`,
    `swift_dir = ${folder}`,
    `devices = ${join(folder, 'disks')}`,
    'mount_check = false',
    'fallocate_reserve = 0',
  ];
  await writeFile(config, `${common.join('\n')}\n${sections}`);
  return startProgram(findProgram(`swift-${name}-server`, PACKAGE), [config], port);
}

function storeConfig(name: string): string {
  return `[pipeline:main]\npipeline = ${name}-server\n[app:${name}-server]\nuse = egg:swift#${name}\n`;
}

function proxyConfig(memory: number): string {
  const filters = ['catch_errors', 'gatekeeper', 'cache', 'listing_formats', 'bulk', 's3api', 'tempauth', 'slo'];
  const settings: Record<string, string> = {
    cache: `memcache_servers = 127.0.0.1:${memory}\n`,
    tempauth: `user_${KEY.keyId.replace(':', '_')} = ${KEY.secret} .admin\n`,
  };
  const section = (name: string) =>
    `[filter:${name}]\nuse = egg:swift#${name === 'cache' ? 'memcache' : name}\n${settings[name] ?? ''}`;
  return [
    `[pipeline:main]\npipeline = ${filters.join(' ')} proxy-server\n`,
    ...filters.map(section),
    '[app:proxy-server]\nuse = egg:swift#proxy\naccount_autocreate = true\n',
  ].join('');
}
