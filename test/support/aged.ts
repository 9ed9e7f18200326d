// An office years later: what it holds was stored long ago, and its campaign keeps things for less long.
import { readdir, readFile, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from './postgres.ts';
import type { Office } from './service.ts';

/** A copy of the shipped campaign with other periods. */
export async function shortCampaign(folder: string, retention: Record<string, string>): Promise<string> {
  const shipped = await readFile('config/campaign.yaml', 'utf8');
  const lines = Object.entries(retention).map(([one, period]) => `  ${one}: ${period}\n`);
  const file = join(folder, 'campaign.yaml');
  await writeFile(
    file,
    `${shipped.slice(0, shipped.indexOf('\nretention:'))}\nretention:\n${lines.join('')}`,
  );
  return file;
}

/** Supplement periods are reckoned from today's clock; here they ended with the campaign. */
export async function endSupplements({ database }: Office): Promise<void> {
  await run(database.url, "update dossiers set supplement_until = '2022-08-20'");
}

/** Every file of the archive was stored long ago. */
export async function ageArchive(archiveDir: string): Promise<void> {
  for (const entry of await readdir(archiveDir, { recursive: true, withFileTypes: true })) {
    if (entry.isFile()) await utimes(join(entry.parentPath, entry.name), new Date(0), new Date(0));
  }
}
