// What many ask side by side goes to the database as one question.
import DataLoader from 'dataloader';
import type { Queryable } from './database.ts';

/**
 * Turns a question about many, answered in their order, into one about each: those asked of one connection in the same turn of
 * the event loop are put together. So a batch of messages, worked on side by side in one transaction, asks as often as one does.
 */
export function together<Asked, Answer>(
  ask: (db: Queryable, asked: readonly Asked[]) => Promise<Answer[]>,
): (db: Queryable, asked: Asked) => Promise<Answer> {
  const loaders = new WeakMap<Queryable, DataLoader<Asked, Answer>>();
  return (db, asked) => {
    const loader =
      loaders.get(db) ?? new DataLoader((all: readonly Asked[]) => ask(db, all), { cache: false });
    loaders.set(db, loader);
    return loader.load(asked);
  };
}

/** A question that is the same whoever asks it. */
export function shared<Answer>(ask: (db: Queryable) => Promise<Answer>): (db: Queryable) => Promise<Answer> {
  const asked = together<'it', Answer>(async (db, all) => {
    const answer = await ask(db);
    return all.map(() => answer);
  });
  return (db) => asked(db, 'it');
}
