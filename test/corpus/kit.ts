// What a case is built with: a sender, papers of its own, and the wants that most cases share.
import { createHash } from 'node:crypto';
import type { Case, CaseMail, MissingLine, Part, Want, WantedDocument } from './case.ts';
import { part, pdf, word } from './files.ts';
import { papersOf, titleFor } from './papers.ts';
import type { Sender } from './senders.ts';

export type Kit = ReturnType<typeof kitOf>;

/** @param build makes the mails, in their order, with the case's own sender and papers */
export function define(name: string, why: string, unit: Sender, build: (kit: Kit) => CaseMail[]): Case {
  return { name, why, mails: build(kitOf(name, unit)) };
}

function kitOf(name: string, unit: Sender) {
  const mark = createHash('sha256').update(name).digest('hex').slice(0, 8);
  const seed = Number.parseInt(mark.slice(0, 6), 16);
  const papers = papersOf(unit, mark, seed);
  const title = titleFor(seed);
  return {
    ...papers,
    unit,
    /** A number of this case's own. */
    seed,
    mark,
    title,
    /** Titles of several initiatives. */
    titles: [0, 1, 2, 3].map((at) => titleFor(seed, at)),
    from: `${unit.name} <vanthu.${mark}@example.vn>`,
    /** Another address of this case. */
    address: (name: string, local = 'canbo', domain = 'example.vn') => `${name} <${local}.${mark}@${domain}>`,
    subject: `Hồ sơ đề nghị xét, công nhận sáng kiến năm 2022 của ${unit.name}`,
    text: `Kính gửi Ban Thường trực, ${unit.name} gửi hồ sơ đề nghị xét, công nhận sáng kiến.`,
    /** Papers of another sender under this case's mark. */
    papersOf: (other: Sender) => papersOf(other, mark, seed),
    orderWord: (name = 'Tờ trình.docx') => part(name, word(papers.order())),
    orderPdf: (name = 'Tờ trình.pdf') => part(name, pdf(papers.order())),
    reportWord: (name = 'Báo cáo mô tả sáng kiến.docx', of = title) => part(name, word(papers.report(of))),
    reportPdf: (name = 'Báo cáo mô tả sáng kiến.pdf', of = title) => part(name, pdf(papers.report(of))),
    /** All that is required of one initiative. */
    full: (): Part[] => [
      part('Tờ trình.docx', word(papers.order())),
      part('Tờ trình.pdf', pdf(papers.order())),
      part('Báo cáo mô tả sáng kiến.docx', word(papers.report(title))),
      part('Báo cáo mô tả sáng kiến.pdf', pdf(papers.report(title))),
    ],
  };
}

/** Registered, nothing owed. */
export function complete(unit: Sender, more: Partial<Want> = {}): Want {
  return {
    outcome: 'registered',
    reason: null,
    kind: 'initiative',
    unit: unit.code,
    status: 'complete',
    deadline: 'on-time',
    missing: [],
    letters: ['receipt'],
    ...more,
  };
}

/** Registered; these lines are owed. */
export function owing(unit: Sender, missing: MissingLine[], more: Partial<Want> = {}): Want {
  return complete(unit, {
    status: 'awaiting-documents',
    missing,
    letters: ['receipt-checking', 'missing-documents'],
    ...more,
  });
}

/** Registered; a person must look before anything can be said to be missing. */
export function checking(unit: Sender, more: Partial<Want> = {}): Want {
  return complete(unit, { status: 'checking', letters: ['receipt-checking'], ...more });
}

/** Somewhere where staff may see it; no letter. */
export function unanswered(
  outcome: string | string[],
  reason: string | string[],
  more: Partial<Want> = {},
): Want {
  return { outcome, reason, letters: [], ...more };
}

export function accepted(name: string, type: string | null | undefined, form: string): WantedDocument {
  return { name, ...(type !== undefined && { type }), form, verdict: 'accepted' };
}

export function refused(name: string, reason: string, more: Partial<WantedDocument> = {}): WantedDocument {
  return { name, verdict: 'refused', reason, ...more };
}

export function ignored(name: string, reason?: string): WantedDocument {
  return { name, verdict: 'ignored', ...(reason && { reason }) };
}

/** The usual four files, as they are to be found. */
export const FOUR: WantedDocument[] = [
  accepted('Tờ trình.docx', 'to_trinh', 'editable'),
  accepted('Tờ trình.pdf', 'to_trinh', 'signed'),
  accepted('Báo cáo mô tả sáng kiến.docx', 'bao_cao_mo_ta', 'editable'),
  accepted('Báo cáo mô tả sáng kiến.pdf', 'bao_cao_mo_ta', 'signed'),
];

/** Ordinary mail of the mailbox: wherever it waits, it is not registered and not answered. */
export const ORDINARY: Want = {
  outcome: ['unsorted', 'not-a-submission'],
  reason: ['ordinary-mail', 'kind-unclear', 'no-documents'],
  letters: [],
};
