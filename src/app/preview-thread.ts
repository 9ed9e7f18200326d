// One preview thread: makes mails and pages harmless to look at. It holds no secrets and reaches no network.
import { workerData } from 'node:worker_threads';
import { openArchive } from '../archive/archive.ts';
import { drawImage, drawPage } from '../documents/picture.ts';
import { viewMail } from '../mail/view.ts';
import { answer } from './thread-answer.ts';

const archive = await openArchive((workerData as { archiveFolder: string }).archiveFolder);

/** Longest side of an image in a mail (pixels). */
const INLINE = 1000;

export const mail = ({ sha256 }: { sha256: string }) => answer(viewArchived(sha256));
export const picture = ({ sha256, page }: { sha256: string; page: number }) =>
  answer(drawArchived(sha256, page));

async function viewArchived(sha256: string) {
  return viewMail(await archive.open(sha256), async (image) => {
    const drawn = await drawImage(image, INLINE);
    return 'problem' in drawn ? null : drawn.bytes;
  });
}

async function drawArchived(sha256: string, page: number) {
  return drawPage(await archive.localPath(sha256), page);
}
