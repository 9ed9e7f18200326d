// Which attachments are no documents: parts of signatures, logos, and what programs leave behind.
import type { Campaign } from './campaign.ts';
import type { AttachmentFacts, FileType } from './facts.ts';
import type { Reason } from './reasons.ts';

/** A logo in a signature block is smaller than this (bytes). */
export const LOGO_SIZE = 50_000;
/** One that the body does not show, and only its name gives away, is smaller still; no page can be read at this size. */
const NAMED_LOGO_SIZE = 20_000;

const SIGNATURE_TYPES =
  /^(application\/(x-)?(pkcs7-signature|pgp-signature)|text\/(x-)?vcard|text\/calendar|application\/ics)/i;
const SIGNATURE_NAMES = /\.(p7s|vcf|ics)$/i;
/** As Outlook names the pictures of a signature, and as people name them. */
const LOGO_NAME = /^(image\d{3}|logo.*|.*\blogo|signature|chu ky)\.(png|gif|jpe?g|bmp)$/i;
const PICTURES: readonly FileType[] = ['png', 'gif', 'jpg', 'bmp'];

export function findIgnoredReason(attachment: AttachmentFacts, campaign: Campaign): Reason | null {
  const { declaredType, name, shownInBody, size, file } = attachment;
  if (SIGNATURE_TYPES.test(declaredType) || SIGNATURE_NAMES.test(name)) return 'signature-part';
  if (namesOf(attachment).some((one) => campaign.ignoredNames.some((pattern) => pattern.test(one)))) {
    return 'ignored-name';
  }
  if (shownInBody && size < LOGO_SIZE) return 'inline-image';
  const isLogo = PICTURES.includes(file.type) && LOGO_NAME.test(name) && size < NAMED_LOGO_SIZE;
  return isLogo ? 'inline-image' : null;
}

/** Inside archives the folders count too: "__MACOSX/._To trinh.docx". */
function namesOf({ name, nameAsSent }: AttachmentFacts): string[] {
  const sent = (nameAsSent ?? '').split(/[\\/]/);
  return [name, ...sent].map((one) => one.toLowerCase().trim()).filter((one) => one !== '');
}
