// What a run has kept, compared with what was sent: every attachment of every mail, by the sha256 of its bytes on the disk.
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import type { Contestant } from './contestants.ts';
import type { Delivered } from './office.ts';

export interface Kept {
  attachments: number;
  /** Of those sent, not among what is kept for their mail, or not the bytes that were sent. */
  wrong: number;
}

const PRODUCT = `select m.message_id as "messageId", array_agg(a.sha256) filter (where a.parent is null and a.id is not null) as sha256s
  from messages m left join attachments a on a.message_id = m.id group by m.id`;
const PLAIN = `select m.message_id as "messageId", array_agg(f.sha256) filter (where f.message is not null) as sha256s
  from plain_messages m left join plain_files f on f.message = m.id group by m.id`;

export const checkProduct = (run: Contestant, sent: Delivered[]): Promise<Kept> =>
  check(run, sent, PRODUCT, (sha256) => join(run.files, sha256.slice(0, 2), sha256.slice(2, 4), sha256));

export const checkPlain = (run: Contestant, sent: Delivered[]): Promise<Kept> =>
  check(run, sent, PLAIN, (sha256) => join(run.files, sha256));

async function check(
  { databaseUrl }: Contestant,
  sent: Delivered[],
  sql: string,
  pathOf: (sha256: string) => string,
): Promise<Kept> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  const { rows } = await client
    .query<{ messageId: string; sha256s: string[] | null }>(sql)
    .finally(() => client.end());
  const found = new Map(rows.map((row) => [row.messageId, row.sha256s ?? []]));
  const kept: Kept = { attachments: 0, wrong: 0 };
  for (const { messageId, sha256s } of sent) {
    const rest = [...(found.get(messageId) ?? [])];
    for (const sha256 of sha256s) {
      kept.attachments++;
      const at = rest.indexOf(sha256);
      if (at < 0 || (await digest(pathOf(sha256))) !== sha256) kept.wrong++;
      else rest.splice(at, 1);
    }
    // What nobody sent.
    kept.wrong += rest.length;
  }
  return kept;
}

async function digest(path: string): Promise<string | null> {
  const hash = createHash('sha256');
  try {
    for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
    return hash.digest('hex');
  } catch {
    return null;
  }
}
