// Lays out the files of a message in one list, each followed by what lay inside it.
import type { AttachmentFacts, FileEntry, FileFacts } from './facts.ts';
import { repairName } from './name.ts';
import { placeInside } from './place.ts';
import type { Reason } from './reasons.ts';

/** A file where it lay. */
export type PlacedFile = Omit<AttachmentFacts, 'id' | 'file'> & {
  /** Why this one cannot be used, whatever its file is elsewhere. */
  problem: Reason | null;
};

/** @param known facts of every file that was looked at, by sha256; what is absent lay beyond the limits */
export function unfold(attachments: FileEntry[], known: ReadonlyMap<string, FileFacts>): PlacedFile[] {
  const found: PlacedFile[] = [];
  const factsOf = ({ sha256 }: FileEntry) => (sha256 === null ? undefined : known.get(sha256));

  function add(entry: FileEntry, parent: PlacedFile | null): void {
    const facts = factsOf(entry);
    const position = found.length;
    const name = repairName(entry.nameAsSent, facts?.type ?? 'unknown', position);
    const path = placeInside(parent?.path ?? null, entry.nameAsSent, name);
    const placed: PlacedFile = { ...entry, position, parent: parent?.position ?? null, path, name };
    found.push(placed);
    const inside = facts?.entries ?? [];
    const within = inside.every((one) => one.sha256 === null || factsOf(one) !== undefined);
    if (!within) placed.problem = 'archive-limits';
    else for (const one of inside) add(one, placed);
  }

  for (const attachment of attachments) add(attachment, null);
  return found;
}
