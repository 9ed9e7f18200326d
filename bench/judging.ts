// What judging a small dossier costs, and writing its letter: `node dist/bench/judging.js [OTHER_DIST]`; with the `dist` of
// another build, both in turns, and whether they judge the same.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { AttachmentFacts, MessageFacts } from '../src/core/facts.ts';
import type { RegistrationFacts } from '../src/core/registration.ts';
import { inspectFile } from '../src/documents/inspect.ts';
import { PLACES } from '../test/support/mails.ts';
import { makePapers } from './intake/papers.ts';

const ROUNDS = 3;
/** As many as a short run takes in: the first ones warm the compiler up, as they do there. */
const MAILS = 300;

/** Milliseconds of CPU a mail, and what was found. */
interface Cost {
  judging: number;
  words: number;
  letter: number;
  found: string;
}

async function main(other: string | undefined): Promise<void> {
  const own = join(dirname(createRequire(import.meta.url).resolve('#package.json')), 'dist');
  const builds = other ? [other, own] : [own];
  const messages = await makeMessages();
  const found = new Set<string>();
  print('build   judging   words to search for   letter   (cpu ms/mail)');
  for (let round = 0; round < ROUNDS * builds.length; round++) {
    const build = round % builds.length;
    const cost = await measure(builds[build] ?? own, messages);
    found.add(cost.found);
    print(
      `${'AB'.charAt(build)}      ${figure(cost.judging)}   ${figure(cost.words)}              ${figure(cost.letter)}`,
    );
  }
  if (found.size > 1) print('A and B judge different things');
  print(builds.map((build, at) => `${'AB'.charAt(at)}: ${build}`).join('\n'));
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

const figure = (value: number) => value.toFixed(2).padStart(7);

/** A dossier of each commune, its files read by this build. */
async function makeMessages(): Promise<MessageFacts[]> {
  const folder = await mkdtemp(join(tmpdir(), 'tiepnhan-judging-'));
  const read = async (name: string, content: Buffer): Promise<AttachmentFacts> => {
    await writeFile(join(folder, name), content);
    const file = await inspectFile(join(folder, name));
    return { ...PLACED, path: name, nameAsSent: name, name, size: content.length, file };
  };
  try {
    const messages: MessageFacts[] = [];
    for (const [at, place] of PLACES.entries()) {
      const letterhead = ['ỦY BAN MTTQ VIỆT NAM', `XÃ ${place.toUpperCase()}`, 'BAN THƯỜNG TRỰC'];
      const papers = await makePapers({ letterhead, place }, at + 1);
      const attachments = [
        await read('Bao cao mo ta sang kien.docx', papers.docx(at)),
        await read('To trinh.pdf', papers.pdf(at)),
      ];
      messages.push(messageOf(place, attachments));
    }
    return messages;
  } finally {
    await rm(folder, { recursive: true });
  }
}

const PLACED = {
  id: 1,
  position: 0,
  parent: null,
  declaredType: 'application/octet-stream',
  shownInBody: false,
  sha256: null,
};

function messageOf(place: string, attachments: AttachmentFacts[]): MessageFacts {
  return {
    id: 1,
    receivedAt: new Date('2022-08-08T02:15:00Z'),
    envelope: {
      messageId: '<a@gmail.example>',
      inReplyTo: [],
      references: [],
      from: { name: `MTTQ ${place}`, address: 'mttq@gmail.example' },
      replyTo: null,
      subject: `Hồ sơ đề nghị công nhận sáng kiến của MTTQ xã ${place}`,
      headers: [],
    },
    body: `Kính gửi Ban tổ chức, MTTQ xã ${place} gửi hồ sơ đề nghị công nhận sáng kiến.`,
    links: [],
    attachments: attachments.map((one, at) => ({ ...one, id: at + 1, position: at })),
  };
}

/** In a process of its own: what one build warms up is not the other's. */
async function measure(build: string, messages: MessageFacts[]): Promise<Cost> {
  const child = fork(import.meta.filename, ['judge', build], { serialization: 'advanced' });
  child.send(messages);
  const [cost] = (await once(child, 'message')) as [Cost];
  await once(child, 'exit');
  return cost;
}

async function judge(build: string): Promise<void> {
  const asked = once(process, 'message') as Promise<[MessageFacts[]]>;
  const judgeOne = await openBuild(build);
  const [messages] = await asked;
  const spent = { judging: 0, words: 0, letter: 0 };
  const timed = <T>(what: keyof typeof spent, work: () => T): T => {
    const before = process.cpuUsage();
    const made = work();
    const { user, system } = process.cpuUsage(before);
    spent[what] += (user + system) / 1000 / MAILS;
    return made;
  };
  const found: string[] = [];
  for (let at = 0; at < MAILS; at++) {
    const message = messages[at % messages.length];
    if (message) found.push(judgeOne(message, timed));
  }
  process.send?.({ ...spent, found: found.join('\n') }, () => process.disconnect());
}

type Timed = <T>(what: 'judging' | 'words' | 'letter', work: () => T) => T;

async function openBuild(build: string) {
  const load = <Module>(file: string): Promise<Module> => import(pathToFileURL(join(build, file)).href);
  const [registration, dossierState, dossierDocument, mention, search, facts, letters, campaigns, units] =
    await Promise.all([
      load<typeof import('../src/core/registration.ts')>('src/core/registration.js'),
      load<typeof import('../src/core/dossier-state.ts')>('src/core/dossier-state.js'),
      load<typeof import('../src/core/dossier-document.ts')>('src/core/dossier-document.js'),
      load<typeof import('../src/core/mention.ts')>('src/core/mention.js'),
      load<typeof import('../src/core/search-words.ts')>('src/core/search-words.js'),
      load<typeof import('../src/core/letter-facts.ts')>('src/core/letter-facts.js'),
      load<typeof import('../src/letters/letters.ts')>('src/letters/letters.js'),
      load<typeof import('../config/campaign.ts')>('config/campaign.js'),
      load<typeof import('../config/units.ts')>('config/units.js'),
    ]);
  const campaign = campaigns.readCampaign('config/campaign.yaml');
  const registry = mention.prepareRegistry(units.readUnits('config/units.yaml'));
  const { render } = letters.openLetters('config/letters', campaign, { has: () => true, add: () => {} });

  return (message: MessageFacts, timed: Timed): string => {
    const { verdict, documents, state } = timed('judging', () => {
      const verdict = registration.judgeMessage(asStranger(message), campaign, registry);
      const documents = message.attachments.flatMap((one, at) => {
        const judged = verdict.documents[at];
        return judged ? [dossierDocument.documentOf(one, judged, message, campaign)] : [];
      });
      const dossier = { kind: verdict.dossier?.kind ?? '', unitKnown: true, links: 0 };
      return { verdict, documents, state: dossierState.judgeDossier(documents, dossier, campaign) };
    });
    const words = timed('words', () =>
      message.attachments.map(({ file }) => search.searchWords(file.text ?? '')),
    );
    const unit = registry.units.get(verdict.dossier?.unit.unit ?? '') ?? null;
    const dossier = { ...DOSSIER, unit, receivedAt: message.receivedAt, documents, state };
    const letter = timed('letter', () =>
      render(LETTER, facts.letterFacts(LETTER, message, verdict, dossier, campaign)),
    );
    return JSON.stringify([verdict, documents, state.missing, words, letter]);
  };
}

const LETTER = 'missing-documents';
const DOSSIER = {
  code: 'DKST-BT-220808-0001',
  arrivalNumber: 1,
  deadline: 'on-time' as const,
  supplementUntil: new Date('2022-08-15T10:00:00Z'),
};

/** Nothing is known of its sender. */
function asStranger(message: MessageFacts): RegistrationFacts {
  return {
    message,
    automatic: null,
    authentication: 'none',
    foundInJunk: false,
    cut: false,
    isCopy: false,
    restoredAt: null,
    confirmedUnit: null,
    mergedUnits: new Map(),
    threads: { answered: [], named: [], sharing: [], recent: [] },
  };
}

const [mode, build] = process.argv.slice(2);
await (mode === 'judge' && build ? judge(build) : main(mode));
