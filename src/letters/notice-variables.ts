// What templates may use of letters that answer no message: reminders, refusals, the staff's daily summary.
import type { Campaign, DocumentType } from '../core/campaign.ts';
import { harmless, harmlessParagraph } from '../core/harmless.ts';
import type {
  DailySummaryFacts,
  RefusalFacts,
  ReportReminderFacts,
  SubmissionReminderFacts,
  SummaryDossier,
  SupplementReminderFacts,
} from '../core/letter.ts';
import { reasonForStaff } from '../core/reasons.ts';
import { addressed, missingLines, refusedLines } from '../core/wording.ts';

export function supplementReminder(facts: SupplementReminderFacts) {
  return {
    code: facts.code,
    unit: addressed(facts.unit),
    noticed_at: facts.noticedAt,
    supplement_deadline: facts.supplementDeadline,
    expired: facts.expired,
    missing: missingLines(facts.missing, facts.itemCount),
    refused: refusedLines(facts.refused),
  };
}

export function submissionReminder(facts: SubmissionReminderFacts, { deadline, documents }: Campaign) {
  return {
    code: '',
    unit: addressed(facts.unit),
    as_of: facts.asOf,
    mailbox: facts.mailbox,
    deadline: { wording: deadline.wording },
    documents: wanted(documents),
  };
}

export function reportReminder({ unit, asOf, mailbox, report }: ReportReminderFacts) {
  return {
    code: '',
    unit: addressed(unit),
    as_of: asOf,
    mailbox,
    deadline: { wording: report.deadlineWording },
    report: { period: report.period },
  };
}

export function refusal(facts: RefusalFacts) {
  return {
    code: facts.code,
    arrival_number: facts.arrivalNumber ?? '',
    unit: addressed(facts.unit),
    received_at: facts.receivedAt,
    // The template ends the sentence.
    reason: harmlessParagraph(facts.reason).replace(/[\s.;,/]+$/, ''),
  };
}

export function dailySummary(facts: DailySummaryFacts) {
  return {
    code: '',
    since: facts.since,
    until: facts.until,
    registered: cutList(facts.registered, dossierLine),
    unsorted: cutList(facts.unsorted, ({ receivedAt, subject, reason }) => ({
      received_at: receivedAt,
      subject: harmless(subject),
      reason: reason ? reasonForStaff(reason) : '',
    })),
    due_soon: cutList(facts.dueSoon, dossierLine),
    overdue: cutList(facts.overdue, dossierLine),
    undelivered: cutList(facts.undelivered, ({ subject }) => ({ subject: harmless(subject) })),
    disconnected: cutList(facts.disconnected, ({ mailbox, since }) => ({ mailbox, since })),
  };
}

function dossierLine({ code, unit, receivedAt, supplementDeadline }: SummaryDossier) {
  return {
    code,
    unit: unit ? harmless(unit.shortName) : '',
    received_at: receivedAt,
    supplement_deadline: supplementDeadline,
  };
}

/** The log has them all; a summary names the first ones. */
const MOST_LINES = 20;

function cutList<Fact, Line>(facts: Fact[], line: (fact: Fact) => Line) {
  return {
    count: facts.length,
    lines: facts.slice(0, MOST_LINES).map(line),
    more: Math.max(0, facts.length - MOST_LINES),
  };
}

const FORMS: Record<DocumentType['forms'][number], string> = {
  signed: 'bản ký, đóng dấu (PDF hoặc ảnh chụp rõ nét)',
  editable: 'bản mềm (Word/Excel)',
};

/** What a dossier must hold; what every dossier needs comes first. */
function wanted(documents: DocumentType[]) {
  return (['always', 'if-several-items'] as const).flatMap((when) =>
    documents
      .filter(({ required }) => required === when)
      .map(({ name, required, per, forms }) => ({
        name,
        if_several: required === 'if-several-items',
        each_item: per === 'item',
        forms: forms.map((form) => FORMS[form]).join(' và '),
      })),
  );
}
