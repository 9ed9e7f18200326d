// The archive: raw messages and decoded files, each kept once under the sha256 of its bytes, in a folder or in a bucket.
import type { Archive } from './contract.ts';
import { type FolderArchive, openFolder } from './folder.ts';
import type { Bucket } from './objects.ts';

export type { Archive, Kept } from './contract.ts';

export async function openArchive(folder: string): Promise<FolderArchive>;
/** @param folder the archive, or, with a bucket, what is on its way to and from it */
export async function openArchive(folder: string, bucket: Bucket | null): Promise<Archive>;
export async function openArchive(folder: string, bucket: Bucket | null = null): Promise<Archive> {
  if (!bucket) return openFolder(folder);
  // Only here: its library takes 25 MB, which reader threads and offices without a bucket spare.
  const { openBucket } = await import('./bucket.ts');
  return openBucket(folder, bucket);
}
