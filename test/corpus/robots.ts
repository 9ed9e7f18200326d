// Mails of robots, built after what the systems are known to write: short to say, and wanted to stay without an answer.
import type { Case, CaseMail } from './case.ts';
import { define, type Kit, unanswered } from './kit.ts';
import { NOBODY } from './senders.ts';

export const CRLF = '\r\n';
/** The subject of a letter of ours, which robots repeat. */
export const LETTER = '[DKST-BT-220808-0003] Đã tiếp nhận hồ sơ đề nghị xét, công nhận sáng kiến năm 2022';

type RobotMail = Omit<CaseMail, 'want' | 'from'> & { from: [name: string, local: string] };

/** @param reason why it is automatic */
export function robot(name: string, why: string, reason: string, mail: (k: Kit) => RobotMail): Case {
  return define(`robot-${name}`, why, NOBODY, (k) => {
    const { from, ...rest } = mail(k);
    return [{ ...rest, from: fromOf(k, ...from), want: unanswered('automatic', reason) }];
  });
}

/** One that only its head and a few words make: rows of these are easily read and added to. */
export type Row = [
  name: string,
  why: string,
  reason: string,
  from: [name: string, local: string],
  subject: string,
  text: string,
  headers?: Record<string, string>,
];

export function robotOf([name, why, reason, from, subject, text, headers = {}]: Row): Case {
  return robot(name, why, reason, () => ({ from, subject, text, headers }));
}

/** At a domain of this case alone; local parts are what robots are known by. */
export function fromOf(k: Kit, name: string, local: string): string {
  return `${name} <${local}@${k.mark}.example.vn>`;
}

/** RFC 6522: a report is words for people, fields for programs, and the head of the message it is about. */
export function report(
  from: string,
  subject: string,
  { kind, words, fields, head = [] }: { kind: string; words: string[]; fields: string[]; head?: string[] },
): NonNullable<CaseMail['raw']> {
  return (_, messageId) => {
    const letter = messageId.replace('<', '<tiepnhan.');
    const part = (type: string, lines: string[]) => ['--=_report', `Content-Type: ${type}`, '', ...lines, ''];
    return Buffer.from(
      [
        `From: ${from}`,
        'To: hopthu@example.vn',
        `Subject: ${subject}`,
        `Message-ID: ${messageId}`,
        ...head,
        'MIME-Version: 1.0',
        `Content-Type: multipart/report; report-type=${kind}; boundary="=_report"`,
        '',
        ...part('text/plain; charset=utf-8', words),
        ...part(kind === 'tlsrpt' ? 'application/tlsrpt+json' : `message/${kind}`, [
          ...fields,
          `Original-Message-ID: ${letter}`,
        ]),
        ...part('text/rfc822-headers', [`Subject: ${LETTER}`, `Message-ID: ${letter}`]),
        '--=_report--',
        '',
      ].join(CRLF),
    );
  };
}
