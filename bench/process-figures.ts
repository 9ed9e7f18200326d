// What a process costs, as Linux counts it: resident memory, processor time, open sockets.
import { readdir, readFile, readlink } from 'node:fs/promises';

export interface ProcessFigures {
  /** MB. */
  rss: number;
  /** Seconds of a processor since it began. */
  cpu: number;
  sockets: number;
}

/** Ticks of /proc/PID/stat in a second (USER_HZ). */
const HZ = 100;

export async function findFigures(pid: number): Promise<ProcessFigures> {
  const [status, stat, descriptors] = await Promise.all([
    readFile(`/proc/${pid}/status`, 'utf8'),
    readFile(`/proc/${pid}/stat`, 'utf8'),
    readdir(`/proc/${pid}/fd`),
  ]);
  const targets = await Promise.all(
    descriptors.map((fd) => readlink(`/proc/${pid}/fd/${fd}`).catch(() => '')),
  );
  const kilobytes = Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1] ?? 0);
  // The name in brackets may hold spaces; user and system time are the 12th and 13th field after it.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return {
    rss: kilobytes / 1024,
    cpu: (Number(fields[11]) + Number(fields[12])) / HZ,
    sockets: targets.filter((target) => target.startsWith('socket:')).length,
  };
}
