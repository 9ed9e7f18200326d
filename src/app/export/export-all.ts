// Writes everything the service keeps into a folder for the archive: originals, documents, letters, registers, checksums.
import type { Campaign } from '../../core/campaign.ts';
import { saveEvent } from '../../store/events.ts';
import {
  type ExportedDossier,
  type ExportedMessage,
  findNotices,
  openScope,
  readDossiers,
  readMessages,
  type Scope,
} from '../../store/exports.ts';
import { openPackage, type PackageFolder } from './package-folder.ts';
import { readmeText } from './readme.ts';
import { writeCatalogue, writeRegisters } from './registers.ts';
import {
  type ExportDeps,
  type MessageTables,
  openMessageTables,
  type Shelf,
  writeLetters,
  writeMessage,
} from './write-messages.ts';

export interface Exported {
  messages: number;
  dossiers: number;
  /** Files that the archive lacks, or that are not what they were. */
  bad: number;
}

/** Room for registers and letters beside what is counted (bytes). */
const MARGIN = 64 * 1024 * 1024;

/** Errors: Fault export-folder, export-space, file-unwritable. */
export async function exportAll(
  deps: ExportDeps & { campaigns: Campaign[]; now: () => Date },
  target: string,
  campaign: string | null,
  onMessage: (done: number, total: number) => void,
): Promise<Exported> {
  const { db, campaigns, now } = deps;
  const { messages: total, bytes, ...scope } = await openScope(db, campaign);
  const folder = await openPackage(target, bytes + MARGIN);
  const tables = await openMessageTables(folder);
  let messages = 0;
  let bad = 0;
  const write = async (shelf: Shelf, message: ExportedMessage) => {
    bad += await writeMessage(deps, folder, tables, shelf, message);
    onMessage(++messages, Math.max(total, messages));
  };
  const dossiers = await writeDossiers(deps, folder, tables, scope, write);
  if (campaign === null) await writeLoose(deps, folder, tables, scope, write);
  await writeCatalogue(folder, dossiers, campaigns);
  await writeRegisters(db, folder, scope, campaigns);
  await folder.write('README.txt', readmeText(scope, now(), bad));
  await folder.finish();
  const exported = { messages, dossiers: dossiers.length, bad };
  await saveEvent(db, { what: 'exported', detail: { campaign, ...exported } }, now(), 'operator');
  return exported;
}

type Write = (shelf: Shelf, message: ExportedMessage) => Promise<void>;

async function writeDossiers(
  deps: ExportDeps,
  folder: PackageFolder,
  { letters }: MessageTables,
  scope: Scope,
  write: Write,
): Promise<ExportedDossier[]> {
  const dossiers: ExportedDossier[] = [];
  for await (const dossier of readDossiers(deps.db, scope)) {
    const home = `ho-so/${dossier.code}`;
    const shelf = { folder: home, mails: `${home}/thu-den`, code: dossier.code, taken: new Set<string>() };
    for await (const message of readMessages(deps.db, scope, dossier.id)) await write(shelf, message);
    await writeLetters(deps, folder, letters, shelf, await findNotices(deps.db, dossier.id));
    await folder.settle();
    dossiers.push(dossier);
  }
  return dossiers;
}

/** Messages of no dossier have no documents of their own: their files are in the originals. */
async function writeLoose(
  deps: ExportDeps,
  folder: PackageFolder,
  { letters }: MessageTables,
  scope: Scope,
  write: Write,
): Promise<void> {
  const shelf = { folder: '.', mails: 'thu', code: null, taken: new Set<string>() };
  for await (const message of readMessages(deps.db, scope, null)) await write(shelf, message);
  await writeLetters(deps, folder, letters, shelf, await findNotices(deps.db, null));
  await folder.settle();
}
