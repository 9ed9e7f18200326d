// The program's own log: one JSON line each, or readable lines on a terminal; never a secret, never a dossier's content.

import { pino } from 'pino';
import { Fault } from '../core/fault.ts';
import type { Work } from './work.ts';

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
  if (!(error instanceof Error)) return { message: withoutQuoted(String(error)) };
  const { name, message, stack } = error;
  return {
    name,
    code: 'code' in error ? error.code : undefined,
    message: withoutQuoted(message),
    // A message of several lines stands in the stack as well.
    stack: stack
      ?.split('\n')
      .filter((line) => /^\s+at /.test(line))
      .slice(0, 5),
  };
}

export function logError(log: Log, work: Work, error: unknown): void {
  if (error instanceof Fault) {
    log.error({ ...work, fault: error.code, mend: error.mend }, withoutPersons(error.message));
  } else log.error({ ...work, err: error }, 'failed');
}

/** Servers repeat in their answers whom a letter goes to, and libraries the address that they were given. */
function withoutPersons(text: string): string {
  return text
    .replace(/\b([a-z][a-z0-9+.-]*:\/\/)(?:[^\s/"'@]*@)?([^\s/"'<>]*)[^\s"'<>]*/gi, '$1$2')
    .replace(/[^\s<>"'(),;:]+@[^\s<>"'(),;:]+/g, '…@…');
}

/** What a bug's message quotes may come from a mail; names of the schema are ours. */
function withoutQuoted(text: string): string {
  const quoted = /(?<!\b(?:relation|column|constraint|index|function) )(["'`])(?:(?!\1).)+\1/gs;
  return withoutPersons(text.replace(quoted, '$1…$1')).slice(0, 500);
}
