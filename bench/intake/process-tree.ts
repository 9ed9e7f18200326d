// What a process and its children use, as Linux counts it.
import { readdirSync, readFileSync } from 'node:fs';

export interface Usage {
  /** Highest sum of resident memory (MB): of each process its own highest; where they share memory, the highest sum seen. */
  peakMb: number;
  /** Milliseconds of processor time so far. */
  cpuMs: number;
  /** Resident memory at each look (MB). */
  curve: number[];
}

export interface Watch {
  usage(): Usage;
  stop(): Usage;
}

/** Clock ticks are hundredths of a second on Linux. */
const TICK_MS = 10;
/** To add up the pages of processes that share memory takes milliseconds for each of them. */
const LOOK_EVERY = { alone: 250, sharing: 2_000 };

/**
 * @param pid of the root of the tree
 * @param shares its processes share memory (Postgres), so each is counted by its proportional share
 */
export function watchTree(pid: number, shares = false): Watch {
  let peakMb = 0;
  let cpuMs = 0;
  const began = cpuOf(treeOf(pid));
  const curve: number[] = [];
  const look = () => {
    const tree = treeOf(pid);
    const mb = memoryOf(tree, shares ? PROPORTIONAL : RESIDENT);
    peakMb = Math.max(peakMb, shares ? mb : memoryOf(tree, HIGHEST));
    if (mb > 0) curve.push(Math.round(mb));
    cpuMs = Math.max(cpuMs, cpuOf(tree) - began);
  };
  look();
  const timer = setInterval(look, shares ? LOOK_EVERY.sharing : LOOK_EVERY.alone);
  const usage = () => ({ peakMb, cpuMs, curve });
  return {
    usage,
    stop: () => {
      look();
      clearInterval(timer);
      return usage();
    },
  };
}

function treeOf(pid: number): number[] {
  const parents = new Map<number, number>();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const stat = statOf(Number(name));
    if (stat) parents.set(Number(name), Number(stat[1]));
  }
  const tree = [pid];
  for (const parent of tree) for (const [child, of] of parents) if (of === parent) tree.push(child);
  return tree;
}

/** Fields of /proc/PID/stat from the third on: what stands before may hold spaces (proc(5)). */
function statOf(pid: number): string[] | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return text.slice(text.lastIndexOf(')') + 2).split(' ');
  } catch {
    return null;
  }
}

/** Time of a tree: its living processes, and children that have ended. */
function cpuOf(tree: number[]): number {
  return tree.reduce((sum, pid) => {
    const stat = statOf(pid);
    // utime, stime, cutime, cstime
    return sum + (stat ? [11, 12, 13, 14].reduce((ticks, at) => ticks + Number(stat[at]), 0) : 0) * TICK_MS;
  }, 0);
}

/** Files and fields of proc(5). */
const RESIDENT = ['status', 'VmRSS'];
const HIGHEST = ['status', 'VmHWM'];
const PROPORTIONAL = ['smaps_rollup', 'Pss'];

/** Megabytes of a tree. */
function memoryOf(tree: number[], [file, field]: string[]): number {
  return tree.reduce((sum, pid) => {
    try {
      const text = readFileSync(`/proc/${pid}/${file}`, 'utf8');
      return sum + Number(new RegExp(`^${field}:\\s+(\\d+)`, 'm').exec(text)?.[1] ?? 0) / 1024;
    } catch {
      return sum;
    }
  }, 0);
}
