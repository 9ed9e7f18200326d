// Opens what holds other files, one level of it: each file inside is kept, or listed with the reason why not.
import type { Keep, Unpacked, UnpackLimits } from './container.ts';
import { unpackSevenZip } from './seven-zip.ts';
import { unpackTnef } from './tnef.ts';
import { unpackZip } from './unzip.ts';

const LIMITS: UnpackLimits = {
  entries: 500,
  bytes: 500 * 1024 * 1024,
  ratio: 100,
  ratioFrom: 20 * 1024 * 1024,
};

export type Container = 'zip' | 'rar' | '7z' | 'tnef' | 'msg';

/** Never fails by what is in the file. Errors: those of `keep`. */
export async function unpack(path: string, type: Container, keep: Keep, limits = LIMITS): Promise<Unpacked> {
  switch (type) {
    case 'zip':
      return unpackZip(path, keep, limits);
    case 'rar':
    case '7z':
      return unpackSevenZip(path, type, keep, limits);
    case 'tnef':
      return unpackTnef(path, keep, limits);
    case 'msg':
      // Outlook's own files are rare, and what reads them is not.
      return (await import('./msg.ts')).unpackMsg(path, keep, limits);
  }
}
