// Watches one mailbox: IDLE as a hint while its connection may be kept, polling as the floor, and a new connection when it dies.
import { setTimeout } from 'node:timers/promises';
import { Fault } from '../core/fault.ts';
import { nextConnectionIn, nextLookIn } from '../core/retry.ts';
import { connectMailbox } from '../mail/imap.ts';
import type { MailboxAddress } from '../mail/imap-login.ts';
import { markMailboxFailed } from '../store/mailboxes.ts';
import { type Log, logError } from './log.ts';
import { openLooks } from './look.ts';
import type { Observer } from './observer.ts';
import { openPlaces, type Place, type Places } from './places.ts';
import type { Service, Source } from './service.ts';
import { openTurns, type Turns } from './turns.ts';

/** What all mailboxes of a process are watched with. */
export interface Watch {
  service: Service;
  observer: Observer;
  pollSeconds: number;
  turns: Turns;
  /** Its connections. */
  places: Places;
  /** Those of them that may be on their way into one server. */
  doorOf(address: MailboxAddress): Places;
}

export function openWatch(service: Service, pollSeconds: number, observer: Observer): Watch {
  const places = openPlaces(service.connections);
  return {
    service,
    observer,
    pollSeconds,
    turns: openTurns(),
    places,
    doorOf: openDoors(service.connections),
  };
}

/** A server that hangs keeps whoever wants in for a minute; a quarter of the places may be held up so, the rest is others'. */
function openDoors(connections: number): Watch['doorOf'] {
  const doors = new Map<string, Places>();
  return ({ host, port }) => {
    const door = doors.get(`${host}:${port}`) ?? openPlaces(Math.ceil(connections / 4));
    doors.set(`${host}:${port}`, door);
    return door;
  };
}

/** Until `stop` is aborted. Connected to again after each fault, at growing intervals until a look has succeeded. */
export async function watchMailbox(watch: Watch, source: Source, stop: AbortSignal): Promise<void> {
  const { service, observer, pollSeconds, turns, places } = watch;
  const door = watch.doorOf(source.address);
  const work = { step: 'receive', mailbox: source.name };
  const looks = openLooks(service, source, turns, observer.log);
  let failures = 0;
  let mailAt = 0;
  let lookedAt = 0;

  async function visit(place: Place, inDoor: Place): Promise<void> {
    const mailbox = await connectMailbox(source.address);
    // Whoever failed last time is in only when it has been looked at.
    if (failures === 0) inDoor.leave();
    const waitForNews = (wanted: AbortSignal) =>
      mailbox.waitForNews(pollSeconds * 1000, AbortSignal.any([stop, wanted]));
    try {
      do {
        const done = await observer.during(work, () => looks.look(mailbox, stop));
        lookedAt = performance.now();
        if (done.stored > 0) mailAt = lookedAt;
        failures = 0;
        inDoor.leave();
      } while (!stop.aborted && (await place.rest(mailAt, waitForNews)));
    } finally {
      await mailbox.close();
    }
  }

  while (!stop.aborted) {
    let wait: number;
    try {
      await door.within(stop, (inDoor) => places.within(stop, (place) => visit(place, inDoor)));
      wait = nextLookIn(performance.now() - lookedAt, pollSeconds, Math.random());
    } catch (error) {
      // What is not the mail server's fault keeps nobody away from it for longer than a poll.
      failures = isMailFault(error) ? failures + 1 : 1;
      looks.broke();
      await noteFailure(service, source.name, error, observer.log);
      wait = nextConnectionIn(failures, pollSeconds, Math.random());
    }
    await setTimeout(wait, undefined, { signal: stop }).catch(() => {});
  }
}

function isMailFault(error: unknown): boolean {
  return !(error instanceof Fault) || /^(mailbox|oauth)-/.test(error.code);
}

export async function noteFailure(
  { db, now }: Service,
  name: string,
  error: unknown,
  log: Log,
): Promise<void> {
  logError(log, { step: 'receive', mailbox: name }, error);
  const failure = {
    error: error instanceof Error ? error.message : String(error),
    // A login server that is away passes; one that refuses wants a person.
    fault: error instanceof Fault && !error.transient ? error.code : null,
  };
  await markMailboxFailed(db, name, failure, now()).catch((lost: unknown) =>
    logError(log, { step: 'receive', mailbox: name }, lost),
  );
}
