// Where a run's processor time went, by library and by room of ours, from V8's CPU profiles.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

interface Profile {
  nodes: { id: number; callFrame: { functionName: string; url: string } }[];
  samples: number[];
  timeDeltas: number[];
}

export interface Share {
  what: string;
  ms: number;
}

/** Self time of each library and room, the largest first; one profile is written for each thread. */
export function sharesOf(folder: string): Share[] {
  const found = new Map<string, number>();
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.cpuprofile'))) {
    const { nodes, samples, timeDeltas } = JSON.parse(readFileSync(join(folder, file), 'utf8')) as Profile;
    const names = new Map(nodes.map(({ id, callFrame }) => [id, ownerOf(callFrame)]));
    for (const [at, id] of samples.entries()) {
      const name = names.get(id) ?? 'unknown';
      found.set(name, (found.get(name) ?? 0) + (timeDeltas[at] ?? 0) / 1000);
    }
  }
  found.delete('idle');
  return [...found].map(([what, ms]) => ({ what, ms })).sort((a, b) => b.ms - a.ms);
}

function ownerOf({ functionName, url }: { functionName: string; url: string }): string {
  const library = /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url)?.[1];
  if (library) return library;
  const room = /dist\/(src\/[^/]+|config)\//.exec(url)?.[1];
  if (room) return room;
  if (functionName === '(garbage collector)') return 'garbage collection';
  if (functionName === '(idle)') return 'idle';
  if (functionName === '(program)') return 'native code outside JavaScript';
  return url.startsWith('node:') ? `node: ${url.slice(5)}` : functionName || 'unknown';
}
