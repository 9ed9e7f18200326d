// What a template may use: the facts of a letter, made harmless, and the office's own words.
import type { Campaign } from '../core/campaign.ts';
import { harmless } from '../core/harmless.ts';
import {
  ANSWER_KINDS,
  type AnswerKind,
  type FactsOf,
  HUMAN_ONLY,
  type LetterFacts,
  type LetterKind,
} from '../core/letter.ts';
import {
  addressed,
  DEADLINE_PHRASES,
  listNames,
  missingLines,
  receivedLines,
  refusedLines,
} from '../core/wording.ts';
import {
  dailySummary,
  refusal,
  reportReminder,
  submissionReminder,
  supplementReminder,
} from './notice-variables.ts';

export interface Variables {
  /** Empty where there is no dossier. */
  code: string;
  [name: string]: unknown;
}

/** Every variable of a kind is always there, so that a misspelt one is an error; texts and lists may be empty. */
export function variablesOf<Kind extends LetterKind>(
  kind: Kind,
  facts: FactsOf<Kind>,
  campaign: Campaign,
): Variables {
  return { ...ofOffice(kind, campaign), ...OF_KIND[kind](facts, campaign) };
}

/** The same for each kind that answers a message. */
export function forAnswers<Value>(value: Value): Record<AnswerKind, Value> {
  return Object.fromEntries(ANSWER_KINDS.map((kind) => [kind, value])) as Record<AnswerKind, Value>;
}

const OF_KIND: { [Kind in LetterKind]: (facts: FactsOf<Kind>, campaign: Campaign) => Variables } = {
  ...forAnswers(answer),
  'supplement-reminder': supplementReminder,
  'submission-reminder': submissionReminder,
  'report-reminder': reportReminder,
  refusal,
  'daily-summary': dailySummary,
};

function ofOffice(kind: LetterKind, { office, title, basis, paperNote }: Campaign) {
  return {
    office: {
      name: office.name,
      short_name: office.shortName,
      section: office.section,
      contact: office.contact,
      phone: office.phone,
    },
    campaign: { title, basis },
    paper_note: paperNote ?? '',
    /** Whether nobody pressed a button, and whether it answers a mail. */
    automatic: !HUMAN_ONLY.includes(kind),
    answer: ANSWER_KINDS.some((one) => one === kind),
  };
}

function answer(facts: LetterFacts, campaign: Campaign): Variables {
  const { report, items } = facts;
  return {
    code: facts.code ?? '',
    arrival_number: facts.arrivalNumber ?? '',
    unit: addressed(facts.unit),
    received_at: facts.receivedAt,
    first_received_at: facts.firstReceivedAt ?? facts.receivedAt,
    deadline: {
      wording: report?.deadlineWording ?? campaign.deadline.wording,
      phrase: DEADLINE_PHRASES[facts.deadline],
      late: facts.deadline === 'late',
    },
    supplement: facts.supplement,
    complete: facts.complete,
    report: { known: report !== null, period: report?.period ?? '' },
    supplement_deadline: facts.supplementDeadline,
    original_subject: harmless(facts.originalSubject),
    items: items.map(({ number, title }) => ({ number, title: harmless(title) })),
    file_count: facts.fileCount,
    uncertain_count: facts.uncertainCount,
    received: receivedLines(facts.received, items.length),
    missing: missingLines(facts.missing, items.length),
    refused: refusedLines(facts.refused),
    refused_count: facts.refused.length,
    link_count: facts.links.length,
    link_services: [...new Set(facts.links.map(({ service }) => harmless(service)))].join(', '),
    replaced_count: facts.replaced.length,
    replaced: listNames(facts.replaced.map(({ name }) => name)),
  };
}
