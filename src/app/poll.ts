// Looks at every mailbox once, each on a connection of its own.
import pLimit from 'p-limit';
import { connectMailbox } from '../mail/imap.ts';
import type { Pass } from '../steps/fetch.ts';
import type { Log } from './log.ts';
import { openLooks } from './look.ts';
import type { Service, Source } from './service.ts';
import { openTurns, type Turns } from './turns.ts';
import { noteFailure } from './watch-mailbox.ts';

/** Returns what each pass did; a fault of one mailbox is thrown after the others had their turn. */
export async function poll(service: Service, log: Log): Promise<Pass[]> {
  const turns = openTurns();
  const connected = pLimit(service.connections);
  const passes = await Promise.allSettled(
    service.sources.map((source) => connected(() => pollOne(service, source, turns, log))),
  );
  const failed = passes.find((one) => one.status === 'rejected');
  if (failed) throw failed.reason;
  return passes.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
}

async function pollOne(service: Service, source: Source, turns: Turns, log: Log): Promise<Pass> {
  try {
    const mailbox = await connectMailbox(source.address);
    try {
      return await openLooks(service, source, turns, log).look(mailbox);
    } finally {
      await mailbox.close();
    }
  } catch (error) {
    await noteFailure(service, source.name, error, log);
    throw error;
  }
}
