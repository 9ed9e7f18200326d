// What may be handed out of the archive, and under which names.
import type { Reason } from './reasons.ts';
import { safeName, uniqueName } from './safe-name.ts';

export interface KeptFile {
  /** Place in the message, and of what it lay in. */
  position: number;
  parent: number | null;
  /** Null: it was not taken out. */
  sha256: string | null;
  infected: boolean;
  problem: Reason | null;
}

/** Positions of infected files, and of what they lay in: to open that is to open them. */
export function findQuarantined(
  files: Pick<KeptFile, 'position' | 'parent' | 'infected'>[],
): ReadonlySet<number> {
  const parents = new Map(files.map(({ position, parent }) => [position, parent]));
  const found = new Set<number>();
  for (const { position, infected } of files) {
    for (let at = infected ? position : null; at !== null; at = parents.get(at) ?? null) found.add(at);
  }
  return found;
}

/** Why a file of a message is never handed out; null: it may be. */
export function withheldReason(
  { position, sha256, problem }: KeptFile,
  quarantined: ReadonlySet<number>,
): Reason | null {
  if (quarantined.has(position)) return 'infected';
  if (problem === 'executable') return problem;
  return sha256 === null ? (problem ?? 'damaged') : null;
}

/** Of a message as it came. */
export function mailName(id: number, subject: string): string {
  return safeName(`Thư ${[id, subject.trim()].filter(Boolean).join(' - ')}.eml`);
}

export interface BundledFile {
  messageId: number;
  receivedAt: Date;
  name: string;
  sha256: string | null;
  /** Bytes. */
  size: number;
  withheld: Reason | null;
}

export type PlacedFile = BundledFile & { path: string };

/** Gives each file its path in a ZIP: a folder for each message where there are several, no name twice. */
export function placeFiles(files: BundledFile[]): PlacedFile[] {
  const messages = new Map<number, Set<string>>();
  for (const { messageId } of files) messages.set(messageId, messages.get(messageId) ?? new Set());
  const numbers = new Map([...messages.keys()].map((id, at) => [id, at + 1]));
  return files.map((file) => {
    const name = uniqueName(file.name, messages.get(file.messageId) ?? new Set());
    const folder = `Thư ${numbers.get(file.messageId)} ngày ${dayOf(file.receivedAt)}`;
    return { ...file, path: messages.size > 1 ? `${folder}/${name}` : name };
  });
}

/** "05-08-2022", in Vietnam, which has kept UTC+7 since 1975. */
function dayOf(at: Date): string {
  const local = new Date(at.getTime() + 7 * 3600_000).toISOString();
  return local.slice(0, 10).split('-').reverse().join('-');
}
