// Watches mailboxes: those that this process has a share in, for as long as it has.
import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { setTimeout } from 'node:timers/promises';
import { enterMailboxes } from '../store/mailboxes.ts';
import { LEASE, leaveMailboxes, shareMailboxes } from '../store/receivers.ts';
import { logError } from './log.ts';
import type { Observer } from './observer.ts';
import type { Service, Source } from './service.ts';
import { openWatch, type Watch, watchMailbox } from './watch-mailbox.ts';

/** Until `stop` is aborted. */
export async function watchMailboxes(
  service: Service,
  pollSeconds: number,
  observer: Observer,
  stop: AbortSignal,
  shareEvery = LEASE / 3,
): Promise<void> {
  const me = `${hostname()}:${process.pid}:${randomUUID()}`;
  const onError = (error: unknown) => logError(observer.log, { step: 'receive' }, error);
  const watch = openWatch(service, pollSeconds, observer);
  const watched = new Map<number, Watched>();
  let sources: Map<number, Source> | null = null;
  while (!stop.aborted) {
    try {
      sources ??= await enterAll(service);
      const mine = await shareMailboxes(service.db, me, [...sources.keys()], service.now());
      follow(mine, sources, watch, watched, stop);
    } catch (error) {
      onError(error);
    }
    await setTimeout(shareEvery, undefined, { signal: stop }).catch(() => {});
  }
  await Promise.all([...watched.values()].map(({ left }) => left));
  await leaveMailboxes(service.db, me).catch(onError);
}

interface Watched {
  leave: AbortController;
  left: Promise<void>;
}

/** Leaves what others are to watch now, and begins what has become this process's. */
function follow(
  mine: number[],
  sources: Map<number, Source>,
  watch: Watch,
  watched: Map<number, Watched>,
  stop: AbortSignal,
): void {
  const ours = new Set(mine);
  for (const [id, { leave }] of watched) if (!ours.has(id)) leave.abort();
  for (const id of mine) {
    const source = sources.get(id);
    if (!source || watched.has(id)) continue;
    const leave = new AbortController();
    const until = AbortSignal.any([stop, leave.signal]);
    const left = watchMailbox(watch, source, until).finally(() => watched.delete(id));
    watched.set(id, { leave, left });
  }
}

async function enterAll({ db, sources, now }: Service): Promise<Map<number, Source>> {
  const byName = new Map(sources.map((source) => [source.name, source]));
  const entered = await enterMailboxes(db, [...byName.keys()], now());
  return new Map(
    entered.flatMap(({ id, name }) => {
      const source = byName.get(name);
      return source ? [[id, source] as const] : [];
    }),
  );
}
