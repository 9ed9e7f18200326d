// Facts for the tests of core, with only what a test is about said.
import { readCampaign } from '../../config/campaign.ts';
import type { AttachmentFacts, Envelope, FileType, MessageFacts } from '../../src/core/facts.ts';
import type { Reason } from '../../src/core/reasons.ts';

export const campaign = readCampaign('config/campaign.yaml');

let lastId = 0;

export function attachment({
  name = 'tep.docx',
  type = 'docx' as FileType,
  text = null as string | null,
  problem = null as Reason | null,
  ...rest
}: Partial<Omit<AttachmentFacts, 'file'>> & {
  type?: FileType;
  text?: string | null;
  problem?: Reason | null;
} = {}): AttachmentFacts {
  const id = ++lastId;
  return {
    id,
    position: id,
    nameAsSent: name,
    name,
    declaredType: 'application/octet-stream',
    shownInBody: false,
    sha256: String(id).padStart(64, '0'),
    size: 100_000,
    file: { type, text, problem },
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
  attachments = [] as AttachmentFacts[],
  receivedAt = new Date('2022-08-08T02:15:00Z'),
  ...change
}: Partial<Envelope> &
  Partial<Pick<MessageFacts, 'body' | 'attachments' | 'receivedAt'>> = {}): MessageFacts {
  return { id: 1, receivedAt, envelope: envelope({ subject, ...change }), body, attachments };
}
