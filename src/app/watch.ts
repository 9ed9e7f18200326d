// Watches mailboxes: a living connection to each, IDLE as a hint, polling as the floor, and a new connection when it dies.
import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { setTimeout } from 'node:timers/promises';
import pLimit from 'p-limit';
import { mailboxName } from '../../config/mail-server.ts';
import { Fault } from '../core/fault.ts';
import { nextConnectionIn } from '../core/retry.ts';
import { connectMailbox, type Mailbox } from '../mail/imap.ts';
import type { Pass } from '../steps/fetch.ts';
import { type PassOptions, receive, type Suspects } from '../steps/receive.ts';
import { receiveJunk } from '../steps/receive-junk.ts';
import { enterMailbox, markMailboxFailed } from '../store/mailboxes.ts';
import { LEASE, leaveMailboxes, shareMailboxes } from '../store/receivers.ts';
import { type Log, logError } from './log.ts';
import type { Observer } from './observer.ts';
import type { Service, Source } from './service.ts';

/** Passes that fetch at the same time: each may hold a batch in memory. */
const PASSES = 8;
/** A pass that takes longer goes on beside the others: a server that stalls holds up no other mailbox (ms). */
const TURN = 2_000;
/** The whole folder is compared with the log at each connection, and again after this long (ms). */
const COMPARE_EVERY = 3600_000;

/** Watches the mailboxes that this process has a share in, until `stop` is aborted. */
export async function watchMailboxes(
  service: Service,
  pollSeconds: number,
  observer: Observer,
  stop: AbortSignal,
  shareEvery = LEASE / 3,
): Promise<void> {
  const { log } = observer;
  const me = `${hostname()}:${process.pid}:${randomUUID()}`;
  const turns = openTurns();
  const watched = new Map<number, Watched>();
  const begin = (id: number, source: Source) => {
    const leave = new AbortController();
    const until = AbortSignal.any([stop, leave.signal]);
    const left = watch(service, source, pollSeconds, turns, observer, until).finally(() =>
      watched.delete(id),
    );
    watched.set(id, { leave, left });
  };
  let sources: Map<number, Source> | null = null;
  while (!stop.aborted) {
    try {
      sources ??= await enterAll(service);
      await share(service, sources, me, watched, begin);
    } catch (error) {
      logError(log, { step: 'receive' }, error);
    }
    await setTimeout(shareEvery, undefined, { signal: stop }).catch(() => {});
  }
  await Promise.all([...watched.values()].map(({ left }) => left));
  await leaveMailboxes(service.db, me).catch((error: unknown) => logError(log, { step: 'receive' }, error));
}

interface Watched {
  leave: AbortController;
  left: Promise<void>;
}

/** Renews the lease, leaves what others are to watch now and begins what has become free. */
async function share(
  { db, now }: Service,
  sources: Map<number, Source>,
  me: string,
  watched: Map<number, Watched>,
  begin: (id: number, source: Source) => void,
): Promise<void> {
  const mine = await shareMailboxes(db, me, [...sources.keys()], now());
  for (const [id, { leave }] of watched) if (!mine.includes(id)) leave.abort();
  for (const [id, source] of sources) if (mine.includes(id) && !watched.has(id)) begin(id, source);
}

async function enterAll({ db, sources, now }: Service): Promise<Map<number, Source>> {
  const entered = new Map<number, Source>();
  for (const source of sources) entered.set((await enterMailbox(db, source.name, now())).id, source);
  return entered;
}

type Turns = <T>(work: () => Promise<T>) => Promise<T>;

function openTurns(): Turns {
  const limit = pLimit(PASSES);
  return (work) =>
    new Promise((resolve, reject) => {
      void limit(async () => {
        const over = new AbortController();
        const done = work()
          .then(resolve, reject)
          .finally(() => over.abort());
        await Promise.race([done, setTimeout(TURN, undefined, { signal: over.signal }).catch(() => {})]);
      });
    });
}

/** One mailbox: connected again after each fault, at growing intervals until a pass has succeeded. */
async function watch(
  service: Service,
  source: Source,
  pollSeconds: number,
  turns: Turns,
  observer: Observer,
  stop: AbortSignal,
): Promise<void> {
  const { log } = observer;
  const work = { step: 'receive', mailbox: source.name };
  let failures = 0;
  const suspects = openSuspects();
  while (!stop.aborted) {
    try {
      const mailbox = await connectMailbox(source.address);
      try {
        const junk = await openJunk(service, source, mailbox, log);
        for (let compareAt = Number.NEGATIVE_INFINITY; !stop.aborted; ) {
          const compare = performance.now() >= compareAt;
          await turns(() =>
            observer.during(work, async () => {
              await junk(stop);
              await pass(service, source, mailbox, { compare, suspects, stop }, log);
            }),
          );
          if (compare) compareAt = performance.now() + COMPARE_EVERY;
          failures = 0;
          suspects.singly = false;
          await mailbox.waitForNews(pollSeconds * 1000, stop);
        }
      } finally {
        await mailbox.close();
      }
    } catch (error) {
      // What is not the mail server's fault keeps nobody away from it for longer than a poll.
      failures = isMailFault(error) ? failures + 1 : 1;
      suspects.broke();
      await noteFailure(service, source.name, error, log);
      const wait = nextConnectionIn(failures, pollSeconds, Math.random());
      await setTimeout(wait, undefined, { signal: stop }).catch(() => {});
    }
  }
}

function isMailFault(error: unknown): boolean {
  return !(error instanceof Fault) || /^(mailbox|oauth)-/.test(error.code);
}

/** A message at which the line breaks twice is left alone for this long, so that it holds up none behind it (ms). */
const LEAVE_ALONE = 3600_000;

function openSuspects(): Suspects & { broke(): void } {
  const strikes = new Map<number, number>();
  const leftAlone = new Map<number, number>();
  let inHand: number | null = null;
  return {
    singly: false,
    avoids: (uid) => performance.now() < (leftAlone.get(uid) ?? 0),
    fetching(uid) {
      inHand = uid;
    },
    broke() {
      this.singly = true;
      if (inHand === null) return;
      const times = (strikes.get(inHand) ?? 0) + 1;
      strikes.set(inHand, times % 2);
      if (times === 2) leftAlone.set(inHand, performance.now() + LEAVE_ALONE);
      inHand = null;
    },
  };
}

/** Returns a look into the Junk folder, which is taken when something has come there since the last. */
async function openJunk(
  service: Service,
  { name, address }: Source,
  mailbox: Mailbox,
  log: Log,
): Promise<(stop?: AbortSignal) => Promise<void>> {
  const path = await mailbox.findJunk();
  if (path === null || path === address.folder) return async () => {};
  const junkName = mailboxName({ ...address, folder: path });
  let seen: number | null = null;
  return async (stop) => {
    const next = await mailbox.nextUidOf(path);
    if (next !== null && next === seen) return;
    const folder = await mailbox.open(path);
    const done = await receiveJunk(saying(service, junkName, log), name, junkName, mailbox, folder, stop);
    logPass(log, junkName, done);
    seen = done.withheld.length > 0 ? null : next;
  };
}

async function pass(
  service: Service,
  { name, address }: Source,
  mailbox: Mailbox,
  options: PassOptions,
  log: Log,
): Promise<Pass> {
  // Opened anew each time: a folder may have been made anew on the server, and its UIDs with it.
  const folder = await mailbox.open(address.folder);
  const done = await receive(saying(service, name, log), name, mailbox, folder, options);
  logPass(log, name, done);
  return done;
}

/** The log begins to know a message where its number is given. */
function saying(service: Service, mailbox: string, log: Log): Service {
  const onStored = (message: number, uid: number) =>
    log.info({ step: 'receive', message, mailbox, uid }, 'stored');
  return { ...service, onStored };
}

function logPass(log: Log, name: string, done: Pass): void {
  const worthSaying = done.stored + done.known + done.gone + done.withheld.length > 0;
  log[worthSaying ? 'info' : 'debug']({ mailbox: name, ...done }, 'mailbox checked');
}

/** One pass over every mailbox, each on a connection of its own; a fault of one is thrown after the others had their turn. */
export async function poll(service: Service, log: Log): Promise<Pass[]> {
  const turns = openTurns();
  const passes = await Promise.allSettled(
    service.sources.map((source) => turns(() => pollOne(service, source, log))),
  );
  const failed = passes.find((one) => one.status === 'rejected');
  if (failed) throw failed.reason;
  return passes.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
}

async function pollOne(service: Service, source: Source, log: Log): Promise<Pass> {
  try {
    const mailbox = await connectMailbox(source.address);
    try {
      const junk = await openJunk(service, source, mailbox, log);
      await junk();
      return await pass(service, source, mailbox, { compare: true }, log);
    } finally {
      await mailbox.close();
    }
  } catch (error) {
    await noteFailure(service, source.name, error, log);
    throw error;
  }
}

async function noteFailure({ db, now }: Service, name: string, error: unknown, log: Log): Promise<void> {
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
