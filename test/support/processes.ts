// The built command as a process of its own, to be waited for or killed.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';

export interface Started {
  child: ChildProcess;
  /** What it has printed so far. */
  stdout(): string;
  stderr(): string;
  /** Waits for its end; returns its exit code, or the signal that ended it. */
  end(): Promise<number | NodeJS.Signals>;
}

export function startCommand(args: string[], env: NodeJS.ProcessEnv, script = 'bin/tiepnhan.js'): Started {
  const child = spawn(process.execPath, [script, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text) => (stderr += text));
  const ended = once(child, 'close').then(([code, signal]) => (code ?? signal) as number | NodeJS.Signals);
  return { child, stdout: () => stdout, stderr: () => stderr, end: () => ended };
}

export async function runCommand(args: string[], env: NodeJS.ProcessEnv) {
  const started = startCommand(args, env);
  const code = await started.end();
  return { code, stdout: started.stdout(), stderr: started.stderr() };
}
