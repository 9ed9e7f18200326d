// Looks at one mailbox again and again, on whatever connection: what one look has learned, the next one knows.
import { mailboxName } from '../../config/mail-server.ts';
import type { Mailbox } from '../mail/imap.ts';
import type { Pass } from '../steps/fetch.ts';
import { receive } from '../steps/receive.ts';
import { receiveJunk } from '../steps/receive-junk.ts';
import type { Log } from './log.ts';
import type { Service, Source } from './service.ts';
import { openSuspects } from './suspects.ts';
import type { Turns } from './turns.ts';

export interface Looks {
  /** Takes in what is new, from the Junk folder first. Errors: Fault, of the mailbox or of where mail is kept. */
  look(mailbox: Mailbox, stop?: AbortSignal): Promise<Pass>;
  /** The line broke: the next look compares everything, and fetches one by one. */
  broke(): void;
}

/** The whole folder is compared with the log at first, after a fault, and again after this long (ms). */
const COMPARE_EVERY = 3600_000;

export function openLooks(service: Service, source: Source, turns: Turns, log: Log): Looks {
  const { name, address } = source;
  const suspects = openSuspects();
  let compareAt = Number.NEGATIVE_INFINITY;
  let lookIntoJunk: LookIntoJunk = async () => {};
  /** UIDNEXT at the last look that left nothing behind; null: there was none, or the server does not say. */
  let seen: number | null = null;
  return {
    async look(mailbox, stop) {
      const compare = performance.now() >= compareAt;
      if (compare) lookIntoJunk = await openJunk(service, source, mailbox, turns, log);
      await lookIntoJunk(mailbox, stop);
      // Opened anew each time: a folder may have been made anew on the server, and its UIDs with it.
      const folder = await mailbox.open(address.folder);
      const options = { compare, suspects, stop };
      const pass = () => receive(saying(service, name, log), name, mailbox, folder, options);
      // Most looks find nothing: they need not wait for those that fetch.
      const isQuiet = !compare && folder.uidNext !== null && folder.uidNext === seen;
      const done = isQuiet ? await pass() : await turns(pass);
      logPass(log, name, done);
      seen = done.withheld.length > 0 ? null : folder.uidNext;
      if (compare) compareAt = performance.now() + COMPARE_EVERY;
      suspects.singly = false;
      return done;
    },
    broke() {
      suspects.broke();
      compareAt = Number.NEGATIVE_INFINITY;
    },
  };
}

type LookIntoJunk = (mailbox: Mailbox, stop?: AbortSignal) => Promise<void>;

/** Returns a look into the Junk folder, which is taken when something has come there since the last. */
async function openJunk(
  service: Service,
  { name, address }: Source,
  account: Mailbox,
  turns: Turns,
  log: Log,
): Promise<LookIntoJunk> {
  const path = await account.findJunk();
  if (path === null || path === address.folder) return async () => {};
  const junkName = mailboxName({ ...address, folder: path });
  let seen: number | null = null;
  return async (mailbox, stop) => {
    const next = await mailbox.nextUidOf(path);
    if (next !== null && next === seen) return;
    const folder = await mailbox.open(path);
    const deps = saying(service, junkName, log);
    const done = await turns(() => receiveJunk(deps, name, junkName, mailbox, folder, stop));
    logPass(log, junkName, done);
    seen = done.withheld.length > 0 ? null : next;
  };
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
