// Beats: processes say which steps they run, when these last finished something, and how much room the archive has.
import type { Queryable } from './database.ts';

export interface Beat {
  step: string;
  doneAt: Date;
  /** Free bytes on the disk of the archive; null: the process has none. */
  archiveFree: number | null;
}

export async function saveBeats(db: Queryable, beats: Beat[], now: Date): Promise<void> {
  await db.query(
    `insert into steps (name, seen_at, done_at, archive_free)
     select b.step, $2, b.done_at, b.archive_free
     from jsonb_to_recordset($1) as b(step text, done_at timestamptz, archive_free bigint) order by b.step
     on conflict (name) do update set seen_at = greatest(steps.seen_at, excluded.seen_at),
       done_at = greatest(steps.done_at, excluded.done_at),
       archive_free = coalesce(excluded.archive_free, steps.archive_free)`,
    [
      JSON.stringify(
        beats.map(({ step, doneAt, archiveFree }) => ({ step, done_at: doneAt, archive_free: archiveFree })),
      ),
      now,
    ],
  );
}
