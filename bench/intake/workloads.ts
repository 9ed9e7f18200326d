// The mails of a run: the same name and number make the same mails, each a dossier of its own from an address of its own.
import { createHash } from 'node:crypto';
import { PLACES } from '../../test/support/mails.ts';
import { makePapers, type Papers, randomOf } from './papers.ts';

export interface Sent {
  messageId: string;
  raw: Buffer;
  /** Of its attachments, in their order. */
  sha256s: string[];
  /** Whether a letter is owed for it. */
  answered: boolean;
}

export const WORKLOADS = {
  /** 84 KB: a .docx and a PDF. */
  small: 3_000,
  /** 3.9 MB: .docx, .doc, two scans, two photos. */
  typical: 500,
  /** 24.8 MB. */
  big: 120,
  /** Mixed as in life. */
  campaign: 3_000,
} as const;
export type Workload = keyof typeof WORKLOADS;

export async function* mailsOf(workload: Workload, count: number): AsyncGenerator<Sent> {
  const units = [];
  for (const [at, place] of PLACES.entries()) {
    const letterhead = ['ỦY BAN MTTQ VIỆT NAM', `XÃ ${place.toUpperCase()}`, 'BAN THƯỜNG TRỰC'];
    units.push({ place, papers: await makePapers({ letterhead, place }, at + 1) });
  }
  const random = randomOf(count);
  for (let number = 1; number <= count; number++) {
    const unit = units[number % units.length];
    if (!unit) throw new Error('there are units');
    const kind = workload === 'campaign' ? kindOf(random()) : workload;
    yield kind === 'ordinary'
      ? invitation(number, unit.place)
      : dossier(number, unit, FILES[kind](unit.papers, number));
  }
}

type Kind = Exclude<Workload, 'campaign'> | 'ordinary';

/** Seven mails in ten are small, one in fifty is as large as mail servers let pass, one in twenty is no dossier. */
function kindOf(chance: number): Kind {
  if (chance < 0.7) return 'small';
  if (chance < 0.93) return 'typical';
  return chance < 0.95 ? 'big' : 'ordinary';
}

interface File {
  name: string;
  type: string;
  content: Buffer;
}

const WORD = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
const docx = (papers: Papers, number: number): File => ({
  name: 'Bao cao mo ta sang kien.docx',
  type: WORD,
  content: papers.docx(number),
});
const pdf = (name: string, content: Buffer): File => ({ name, type: 'application/pdf', content });
const photo = (name: string, content: Buffer): File => ({ name, type: 'image/jpeg', content });

const FILES: Record<Exclude<Kind, 'ordinary'>, (papers: Papers, number: number) => File[]> = {
  small: (papers, number) => [docx(papers, number), pdf('To trinh.pdf', papers.pdf(number))],
  typical: (papers, number) => [
    docx(papers, number),
    { name: 'To trinh.doc', type: 'application/msword', content: papers.doc(number) },
    pdf('To trinh.signed.pdf', papers.scan(2 * number)),
    pdf('Bao cao mo ta.signed.pdf', papers.scan(2 * number + 1)),
    photo('Anh mo hinh 1.jpg', papers.photo(2 * number)),
    photo('Anh mo hinh 2.jpg', papers.photo(2 * number + 1)),
  ],
  big: (papers, number) => [
    docx(papers, number),
    ...[1, 2, 3].map((at) => pdf(`Minh chung ${at}.pdf`, papers.scan(3 * number + at, true))),
    ...[1, 2, 3].map((at) => photo(`Anh ${at}.jpg`, papers.photo(3 * number + at, true))),
  ],
};

function dossier(number: number, { place }: { place: string }, files: File[]): Sent {
  const subject = `Hồ sơ đề nghị công nhận sáng kiến số ${number} của MTTQ xã ${place}`;
  return mail(
    number,
    place,
    subject,
    `Kính gửi Ban tổ chức, MTTQ xã ${place} gửi hồ sơ đề nghị công nhận sáng kiến.`,
    files,
  );
}

function invitation(number: number, place: string): Sent {
  return { ...mail(number, place, 'Giấy mời họp giao ban', 'Trân trọng kính mời.', []), answered: false };
}

/** As Gmail's page writes them. */
function mail(number: number, place: string, subject: string, text: string, files: File[]): Sent {
  const messageId = `<bench-${number}@mail.gmail.example>`;
  const outer = `000000000000${String(number).padStart(16, '0')}`;
  const inner = `${outer}a`;
  const head = [
    'MIME-Version: 1.0',
    'Date: Mon, 8 Aug 2022 09:15:00 +0700',
    `Message-ID: ${messageId}`,
    `Subject: ${encoded(subject)}`,
    `From: ${encoded(`MTTQ ${place}`)} <mttq.${number}@gmail.example>`,
    'To: hopthu@example.vn',
    `Content-Type: multipart/mixed; boundary="${outer}"`,
    '',
    `--${outer}`,
    `Content-Type: multipart/alternative; boundary="${inner}"`,
    '',
    ...[
      ['plain', text],
      ['html', `<div dir="ltr">${text}</div>`],
    ].flatMap(([type, words = '']) => [
      `--${inner}`,
      `Content-Type: text/${type}; charset="UTF-8"`,
      'Content-Transfer-Encoding: base64',
      '',
      lines(Buffer.from(words)),
    ]),
    `--${inner}--`,
  ];
  const parts = files.flatMap(({ name, type, content }, at) => [
    `--${outer}`,
    `Content-Type: ${type}; name="${name}"`,
    `Content-Disposition: attachment; filename="${name}"`,
    'Content-Transfer-Encoding: base64',
    `X-Attachment-Id: f_bench${number}${at}`,
    '',
    lines(content),
  ]);
  return {
    messageId,
    raw: Buffer.from([...head, ...parts, `--${outer}--`, ''].join('\r\n'), 'latin1'),
    sha256s: files.map(({ content }) => createHash('sha256').update(content).digest('hex')),
    answered: true,
  };
}

function encoded(words: string): string {
  return `=?UTF-8?B?${Buffer.from(words).toString('base64')}?=`;
}

function lines(content: Buffer): string {
  return content.toString('base64').replace(/.{76}(?=.)/g, '$&\r\n');
}
