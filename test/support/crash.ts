// Crashes a service after its n-th effect: what it did stays done, and it does nothing more.
import type pg from 'pg';
import type { Service } from '../../src/app/service.ts';
import type { Smtp } from '../../src/mail/smtp.ts';

export class Crash extends Error {}

export interface CrashPlan {
  service: Service;
  /** What had just been done when it crashed; null if it did not. */
  crashedAfter(): string | null;
}

/** Effects are everything others can see: bytes in the archive, statements in the database, rings, letters. */
export function crashAfter(service: Service, effects: number): CrashPlan {
  let done = 0;
  let crashedAfter: string | null = null;

  const effect = async <T>(what: string, act: () => Promise<T>): Promise<T> => {
    if (crashedAfter !== null) throw new Crash('the process is dead');
    const result = await act();
    if (++done === effects) {
      crashedAfter = what;
      throw new Crash(what);
    }
    return result;
  };
  const query = (target: pg.Pool | pg.PoolClient) => (sql: string | pg.QueryConfig, values?: unknown[]) => {
    const text = typeof sql === 'string' ? sql : sql.text;
    const act = () => target.query(text, values);
    // Reading is no effect; and what a dead process would not even send is not counted.
    if (/^\s*select(?! pg_)/.test(text))
      return crashedAfter === null ? act() : Promise.reject(new Crash('dead'));
    if (/^\s*rollback/.test(text)) return act();
    return effect(text.trim().replace(/\s+/g, ' ').slice(0, 60), act);
  };

  const db = new Proxy(service.db, {
    get(pool, name) {
      if (name === 'query') return query(pool);
      if (name === 'connect') {
        return async () => {
          const client = await pool.connect();
          return new Proxy(client, {
            get: (target, key) => (key === 'query' ? query(target) : bound(target, key)),
          });
        };
      }
      return bound(pool, name);
    },
  });
  return {
    service: {
      ...service,
      db,
      archive: {
        ...service.archive,
        put: (content) => effect('archive.put', () => service.archive.put(content)),
        remove: (...parameters) => effect('archive.remove', () => service.archive.remove(...parameters)),
      },
      bells: {
        ...service.bells,
        ring: (bell, ids) => effect(`ring ${bell}`, () => service.bells.ring(bell, ids)),
      },
      postOf: (mailbox) => {
        const post = service.postOf(mailbox);
        const { smtp } = post;
        const send: Smtp['send'] = (letter, from, begin) =>
          effect('smtp.send', () => smtp.send(letter, from, begin));
        return { ...post, smtp: { ...smtp, send } };
      },
    },
    crashedAfter: () => crashedAfter,
  };
}

function bound<T extends object>(target: T, name: string | symbol): unknown {
  const value: unknown = Reflect.get(target, name);
  return typeof value === 'function' ? value.bind(target) : value;
}
