// Whether the log's own table says what the other tables say.
import { run } from './postgres.ts';

/** Entries that are missing, stale or left over, each as "why id". */
export async function findUntrueEntries(url: string): Promise<string[]> {
  const rows = await run(
    url,
    `select 'stale or left over' as why, id from (select * from log_entries except select * from log_entries_now) x
     union all select 'missing or stale', id from (select * from log_entries_now except select * from log_entries) x
     order by id`,
  );
  return rows.map(({ why, id }) => `${why} ${id}`);
}
