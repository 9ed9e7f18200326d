// A private Redis: nothing on disk, nothing evicted.
import { findProgram, freePort, type Running, startProgram } from './program.ts';

export interface TestRedis extends Running {
  url: string;
}

/** @param at the port; a free one unless a server is to come back where it was */
export async function startRedis(policy = 'noeviction', at?: number): Promise<TestRedis> {
  const port = at ?? (await freePort());
  const options = { port, bind: '127.0.0.1', save: '', appendonly: 'no', 'maxmemory-policy': policy };
  const args = Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)]);
  const running = await startProgram(findProgram('redis-server', 'redis-server'), args, port);
  return { ...running, url: `redis://127.0.0.1:${port}` };
}
