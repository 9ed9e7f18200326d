// Deleting from the archive: content that is put again at the same moment must survive.
import { link, mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Fault } from '../core/fault.ts';
import { syncFolders } from './disk.ts';

/** Fresh: stored since, perhaps by somebody whose row is not committed yet; wanted: a row names them. */
export type Removal = 'removed' | 'fresh' | 'wanted';

export type Remove = (
  sha256: string,
  storedBefore: Date,
  isWanted: () => Promise<boolean>,
) => Promise<Removal>;

/** Where bytes lie between being taken aside and being deleted. */
export function leavingFolder(folder: string): string {
  return join(folder, 'leaving');
}

/**
 * Every put makes the file anew, so its time tells whether somebody has stored the content lately. It is looked at once more
 * after a rename has taken the file out of everybody's reach: a put before the rename shows, a put after it is not touched.
 */
export function openRemoval(folder: string, pathOf: (sha256: string) => string): Remove {
  const removeOne: Remove = async (sha256, storedBefore, isWanted) => {
    const path = pathOf(sha256);
    const aside = join(leavingFolder(folder), sha256);
    const isFresh = async (file: string) => {
      const found = await unlessAbsent(stat(file));
      return found !== null && found.mtime >= storedBefore;
    };
    await mkdir(dirname(aside), { recursive: true, mode: 0o700 });
    await putBack(aside, path);
    if (await isWanted()) return 'wanted';
    if (await isFresh(path)) return 'fresh';
    if ((await unlessAbsent(rename(path, aside))) === null) return 'removed';
    if (await isFresh(aside)) {
      await putBack(aside, path);
      return 'fresh';
    }
    await rm(aside, { force: true });
    await syncFolders(dirname(path), dirname(aside));
    return 'removed';
  };
  return (...parameters) =>
    removeOne(...parameters).catch((cause: unknown) => {
      if (!(cause instanceof Error) || !('syscall' in cause)) throw cause;
      throw new Fault('archive-unwritable', { transient: true, detail: cause.message, cause });
    });
}

/** A link never takes the place of what was put meanwhile. */
async function putBack(aside: string, path: string): Promise<void> {
  const linked = await unlessAbsent(link(aside, path).catch(unless('EEXIST')));
  if (linked !== null) await rm(aside, { force: true });
}

/** Names in a folder; none where there is no such folder. */
export async function namesOf(folder: string): Promise<string[]> {
  return (await unlessAbsent(readdir(folder))) ?? [];
}

async function unlessAbsent<T>(work: Promise<T>): Promise<T | null> {
  return work.catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
    return null;
  });
}

function unless(code: string) {
  return (error: NodeJS.ErrnoException): undefined => {
    if (error.code !== code) throw error;
  };
}
