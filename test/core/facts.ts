// Facts for the tests of core, with only what a test is about said.
import { readCampaign } from '../../config/campaign.ts';
import type {
  AttachmentFacts,
  Envelope,
  FileEntry,
  FileType,
  MessageFacts,
  SentLink,
} from '../../src/core/facts.ts';
import type { Reason } from '../../src/core/reasons.ts';

export const campaign = readCampaign('config/campaign.yaml');

let lastId = 0;

export function attachment({
  name = 'tep.docx',
  type = 'docx' as FileType,
  text = null as string | null,
  pages = null as number | null,
  scannedText = null as string | null,
  problem = null as Reason | null,
  macros = false,
  entries = [] as FileEntry[],
  ...rest
}: Partial<Omit<AttachmentFacts, 'file'>> & {
  type?: FileType;
  text?: string | null;
  pages?: number | null;
  scannedText?: string | null;
  problem?: Reason | null;
  macros?: boolean;
  entries?: FileEntry[];
} = {}): AttachmentFacts {
  const id = ++lastId;
  return {
    id,
    position: id,
    parent: null,
    path: name,
    nameAsSent: name,
    name,
    declaredType: 'application/octet-stream',
    shownInBody: false,
    sha256: String(id).padStart(64, '0'),
    size: 100_000,
    file: { type, text, pages, scannedText, problem, macros, entries },
    ...rest,
  };
}

export function envelope(change: Partial<Envelope> = {}): Envelope {
  return {
    messageId: '<a@example.vn>',
    inReplyTo: [],
    references: [],
    from: { name: '', address: 'mttq.giaphu@example.vn' },
    replyTo: null,
    subject: '',
    headers: [],
    ...change,
  };
}

export function message({
  subject = '',
  body = '',
  links = [] as SentLink[],
  attachments = [] as AttachmentFacts[],
  receivedAt = new Date('2022-08-08T02:15:00Z'),
  ...change
}: Partial<Envelope> &
  Partial<Pick<MessageFacts, 'body' | 'links' | 'attachments' | 'receivedAt'>> = {}): MessageFacts {
  return { id: 1, receivedAt, envelope: envelope({ subject, ...change }), body, links, attachments };
}
