// One preview thread: makes mails and pages harmless to look at. It holds no secrets and reaches no network.
import { archiveIn } from '../archive/folder.ts';
import { drawImage, drawPage } from '../documents/picture.ts';
import { viewMail } from '../mail/view.ts';
import { answer } from './thread-answer.ts';

/** Longest side of an image in a mail (pixels). */
const INLINE = 1000;

export const mail = (file: File) => answer(viewArchived(file));
export const picture = (page: File & { page: number }) => answer(drawArchived(page));

interface File {
  folder: string;
  sha256: string;
}

async function viewArchived({ folder, sha256 }: File) {
  return viewMail(await archiveIn(folder).open(sha256), async (image) => {
    const drawn = await drawImage(image, INLINE);
    return 'problem' in drawn ? null : drawn.bytes;
  });
}

async function drawArchived({ folder, sha256, page }: File & { page: number }) {
  return drawPage(await archiveIn(folder).localPath(sha256), page);
}
