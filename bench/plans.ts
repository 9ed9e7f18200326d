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
export async function explain(db: Database, work: (db: Queryable) => Promise<unknown>): Promise<Scans> {
  const plans: Plan[] = [];
  const watched = new Proxy(db, {
    get(target, name) {
      if (name !== 'query') return Reflect.get(target, name);
      return async (sql: string, values: unknown[]) => {
        const { rows } = await target.query<{ 'QUERY PLAN': { Plan: Plan }[] }>(
          `explain (format json) ${sql}`,
          values,
        );
        plans.push(...rows.flatMap((row) => row['QUERY PLAN'].map(({ Plan }) => Plan)));
        return target.query(sql, values);
      };
    },
  });
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
