// What Postgres does for a question: the big tables that it reads from end to end.
import type { Database, Queryable } from '../src/store/database.ts';

const BIG = [
  'log_entries',
  'messages',
  'dossiers',
  'attachments',
  'documents',
  'items',
  'letters',
  'events',
  'files',
];

interface Plan {
  'Node Type': string;
  'Relation Name'?: string;
  'Index Name'?: string;
  Plans?: Plan[];
}

export interface Scans {
  /** Big tables read without an index. */
  whole: string[];
  /** Indexes of the log's own table that were used. */
  indexes: string[];
}

/** Runs `work` and asks of each of its statements how it is answered. */
export async function explain(db: Database, work: (db: Database) => Promise<unknown>): Promise<Scans> {
  const plans: Plan[] = [];
  const watch = <T extends Queryable>(asked: T): T =>
    new Proxy(asked, {
      get(target, name) {
        if (name === 'query') return (sql: string, values?: unknown[]) => ask(target, sql, values);
        // The connection of a transaction.
        if (name === 'connect') return async () => watch(await db.connect());
        const found: unknown = Reflect.get(target, name);
        return typeof found === 'function' ? found.bind(target) : found;
      },
    });
  const ask = async (target: Queryable, sql: string, values?: unknown[]) => {
    if (/^\s*(select|with)\b/.test(sql)) {
      const { rows } = await target.query<{ 'QUERY PLAN': { Plan: Plan }[] }>(
        `explain (format json) ${sql}`,
        values,
      );
      plans.push(...rows.flatMap((row) => row['QUERY PLAN'].map(({ Plan }) => Plan)));
    }
    return target.query(sql, values);
  };
  const watched = watch(db);
  await work(watched);
  const nodes = plans.flatMap(nodesOf);
  const whole = nodes.filter(
    (node) => node['Node Type'] === 'Seq Scan' && BIG.includes(node['Relation Name'] ?? ''),
  );
  const indexes = nodes
    .flatMap((node) => node['Index Name'] ?? [])
    .filter((name) => name.startsWith('log_entries_'));
  return {
    whole: [...new Set(whole.map((node) => node['Relation Name'] ?? ''))],
    indexes: [...new Set(indexes.map((name) => name.replace('log_entries_', '')))],
  };
}

function nodesOf(plan: Plan): Plan[] {
  return [plan, ...(plan.Plans ?? []).flatMap(nodesOf)];
}
