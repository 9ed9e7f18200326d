// Beside the path, in the background: OCR reads scans of unclear name, and their message is judged once more.
import { judgeAttachment, scansWanted } from '../core/document.ts';
import type { FileType } from '../core/facts.ts';
import { dueBy, nextAttemptAt } from '../core/retry.ts';
import { findMailboxOf } from '../store/messages.ts';
import { beginScans, findUnscanned, markScansFailed, saveScan } from '../store/scans.ts';
import { type RegisterDeps, registerAgain } from './register.ts';

export interface Scanner {
  /** Text of a scan's first page; null: nothing legible, or it took too long. */
  scan(sha256: string, type: FileType): Promise<string | null>;
}

export interface ScanDeps extends RegisterDeps {
  scanner: Scanner;
}

/** Pages read of one message: a report's worth of photos is no reason to keep others waiting. */
const MOST_SCANS = 20;
const ATTEMPTS = 3;

export async function scan(deps: ScanDeps, id: number): Promise<void> {
  await deps.claims.holding('scan', id, async () => {
    const attempts = await beginScans(deps.db, id, dueBy(deps.now()));
    if (attempts === null) return;
    try {
      // What killed its worker before is judged without.
      if (attempts <= ATTEMPTS) await readScans(deps, id);
      await deps.bells.ring('reply', await registerAgain(deps, id, 'text'));
    } catch (error) {
      const again = nextAttemptAt(attempts, Number.POSITIVE_INFINITY, deps.now()) ?? deps.now();
      await markScansFailed(deps.db, id, again);
      throw error;
    }
  });
}

async function readScans({ db, scanner, deskOf, now }: ScanDeps, id: number): Promise<void> {
  const { campaigns } = deskOf(await findMailboxOf(db, id));
  const wanted = (await findUnscanned(db, id)).filter((attachment) =>
    campaigns.some((campaign) => scansWanted(attachment, judgeAttachment(attachment, campaign))),
  );
  for (const { sha256, file } of wanted.slice(0, MOST_SCANS)) {
    if (sha256 !== null) await saveScan(db, sha256, await scanner.scan(sha256, file.type), now());
  }
}
