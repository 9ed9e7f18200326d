// The processes of a chaos run: started again whenever they end, killed and frozen at will.
import { setTimeout } from 'node:timers/promises';
import { startCommand } from '../support/processes.ts';
import { ended } from '../support/program.ts';

export interface Crew {
  /** Times a process has been started. */
  starts: number;
  /** What processes said when they ended by themselves with an error. */
  complaints: string[];
  kill(random: () => number): void;
  /** Stops a process for a while, as a machine does that swaps. */
  freeze(random: () => number, milliseconds: number): Promise<void>;
  /** Ends all, gracefully; returns what any of them said that did not end well. */
  end(): Promise<string[]>;
}

/**
 * @param layout the arguments of "start" for each process
 * @param envOf the environment of a process, by its place in the layout
 */
export function startCrew(layout: string[][], envOf: (at: number) => NodeJS.ProcessEnv): Crew {
  const running = new Map<number, ReturnType<typeof startCommand>>();
  let ending = false;
  const crew: Crew = {
    starts: 0,
    complaints: [],
    kill(random) {
      pick(random)?.kill('SIGKILL');
    },
    async freeze(random, milliseconds) {
      const child = pick(random);
      child?.kill('SIGSTOP');
      await setTimeout(milliseconds);
      child?.kill('SIGCONT');
    },
    async end() {
      ending = true;
      const unwell: string[] = [];
      await Promise.all(
        [...running.values()].map(async ({ child, stderr }) => {
          await ended(child, 'SIGTERM');
          if (child.exitCode === 0) return;
          const said = stderr().slice(-500);
          unwell.push(`${child.spawnargs.join(' ')} ended with ${child.exitCode}: ${said}`);
        }),
      );
      return unwell;
    },
  };
  const pick = (random: () => number) => [...running.values()][Math.floor(random() * running.size)]?.child;
  const keepRunning = async (at: number) => {
    while (!ending) {
      const started = startCommand(['start', ...(layout[at] ?? [])], envOf(at));
      crew.starts++;
      running.set(at, started);
      const code = await started.end();
      if (!ending) running.delete(at);
      if (typeof code === 'number' && code !== 0) crew.complaints.push(started.stderr().slice(-500));
      if (!ending) await setTimeout(300);
    }
  };
  for (const at of layout.keys()) void keepRunning(at);
  return crew;
}
