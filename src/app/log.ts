// The program's own log: one JSON line each, or readable lines on a terminal; never a secret, never a dossier's content.

import { pino } from 'pino';
import { Fault } from '../core/fault.ts';

export type Log = Pick<pino.Logger, 'info' | 'warn' | 'error' | 'debug' | 'fatal'>;

export function openLog(level: string): Log {
  return pino(
    {
      level,
      base: undefined,
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: ['*.password', '*.pass', '*.accessToken', '*.url'],
      // Errors of libraries may carry whole objects; the log wants name, code, sentence and place.
      serializers: { err: (error: unknown) => summary(error) },
      ...(process.stderr.isTTY && {
        transport: { target: 'pino-pretty', options: { destination: 2, ignore: 'pid,hostname' } },
      }),
    },
    ...(process.stderr.isTTY ? [] : [pino.destination(2)]),
  );
}

function summary(error: unknown) {
  if (!(error instanceof Error)) return { message: String(error) };
  const { name, message, stack } = error;
  return {
    name,
    code: 'code' in error ? error.code : undefined,
    message,
    stack: stack?.split('\n').slice(1, 6),
  };
}

export function logError(log: Log, step: string, error: unknown): void {
  if (error instanceof Fault) log.error({ step, fault: error.code, mend: error.mend }, error.message);
  else log.error({ step, err: error }, 'failed');
}
