// Verdicts and letters for the tests of core: of a mail of which only what a test is about is said.
import { readUnits } from '../../config/units.ts';
import { documentOf } from '../../src/core/dossier-document.ts';
import { judgeDossier } from '../../src/core/dossier-state.ts';
import { prepareRegistry } from '../../src/core/mention.ts';
import { decideLetters, type LetterRules } from '../../src/core/outbox.ts';
import { holdOf, judgeMessage, type RegistrationFacts } from '../../src/core/registration.ts';
import type { DossierFacts } from '../../src/core/thread.ts';
import { attachment, campaign, message } from './facts.ts';

const registry = prepareRegistry(readUnits('config/units.yaml'));
export const NOW = new Date('2022-08-08T02:20:00Z');
export const HEAD = 'ỦY BAN MTTQ VIỆT NAM\nXÃ GIA PHÚ\n';
export const order = (type: 'docx' | 'pdf') =>
  attachment({ name: `To trinh.${type}`, type, text: `${HEAD}TỜ TRÌNH\nV/v đề nghị công nhận sáng kiến` });
export const report = (type: 'docx' | 'pdf') =>
  attachment({
    name: `Bao cao.${type}`,
    type,
    text: `${HEAD}BÁO CÁO MÔ TẢ SÁNG KIẾN\nTên sáng kiến: Mô hình`,
  });
export const whole = () => [order('docx'), order('pdf'), report('docx'), report('pdf')];

export const EXISTING: DossierFacts = {
  id: 1,
  code: 'DKST-BT-220808-0001',
  campaign: campaign.code,
  kind: 'initiative',
  unit: 'MTTQ-GIAPHU',
  addresses: ['mttq.giaphu@example.vn'],
  receivedAt: NOW,
  lastMessageAt: NOW,
  files: [],
};

export function judge(
  change: Parameters<typeof message>[0] = {},
  { answered = [] as DossierFacts[], recent = [] as DossierFacts[], ...known }: Known = {},
) {
  const facts = message(change);
  const threads = { answered, named: [], sharing: [], recent, ...known.threads };
  const all: RegistrationFacts = {
    message: facts,
    automatic: null,
    authentication: 'none',
    foundInJunk: false,
    cut: false,
    isCopy: false,
    restoredAt: null,
    confirmedUnit: null,
    mergedUnits: new Map(),
    ...known,
    threads,
  };
  return { facts, verdict: judgeMessage(all, campaign, registry), hold: holdOf(all) };
}

interface Known extends Partial<Omit<RegistrationFacts, 'threads'>> {
  answered?: DossierFacts[];
  recent?: DossierFacts[];
  threads?: Partial<RegistrationFacts['threads']>;
}

export function letters(
  change: Parameters<typeof message>[0],
  rules: Partial<LetterRules> = {},
  answered: DossierFacts[] = [],
  known: Known = {},
) {
  const { facts, verdict, hold } = judge(change, { answered, ...known });
  const documents = facts.attachments.flatMap((one, at) => {
    const judged = verdict.documents[at];
    return judged ? [documentOf(one, judged, facts, campaign)] : [];
  });
  const { dossier } = verdict;
  const links = facts.links.length;
  const state =
    dossier &&
    judgeDossier(documents, { kind: dossier.kind, unitKnown: dossier.unit.unit !== null, links }, campaign);
  const all: LetterRules = {
    mode: 'send',
    replySince: new Date(0),
    quietSeconds: 600,
    written: { toAddress: { hour: 0, day: 0 }, inAll: { hour: 0, day: 0 } },
    hold,
    foundVirus: false,
    scansPending: false,
    gone: [],
    withdrawn: [],
    ...rules,
  };
  return decideLetters(verdict, state, facts, all, campaign, NOW).map(
    ({ kind, dueAt, held }) => `${kind}${dueAt > NOW ? ' later' : ''}${held ? ` ${held}` : ''}`,
  );
}
