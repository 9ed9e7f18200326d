// An office whose staff decide: mails go in, decisions are made, letters go out.
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { requireMail } from '../../config/settings.ts';
import { baoCaoMoTa, toTrinh } from '../../demo/samples/documents.ts';
import { makeDocx } from '../../demo/samples/docx.ts';
import { type Mail, makeMail } from '../../demo/samples/eml.ts';
import { makePdf } from '../../demo/samples/pdf.ts';
import { runSteps } from '../../src/app/run.ts';
import { openService, type Service } from '../../src/app/service.ts';
import type { Decided, DossierDecision, MessageDecision } from '../../src/core/decision.ts';
import type { Intent } from '../../src/core/decisions.ts';
import { dueBy } from '../../src/core/retry.ts';
import { takeImported } from '../../src/steps/take-in.ts';
import { countDue } from '../../src/store/log.ts';
import { enterMailbox, IMPORTED } from '../../src/store/mailboxes.ts';
import { findUntrueEntries } from './entries.ts';
import { eventually } from './eventually.ts';
import { LOG, type Office, openOffice } from './service.ts';

export let office: Office;
export let service: Service;
const stop = new AbortController();
let running: Promise<void>;

/** Opens the office for the tests of the file that calls it, and closes it after them. */
export function useDecidingOffice(): void {
  beforeAll(async () => {
    office = await openOffice();
    service = await openService(office.settings, requireMail(office.settings));
    running = runSteps(service, ['read', 'register', 'reply', 'sweep'], 1, LOG, stop.signal);
    await service.db.query(
      `insert into staff (username, name, role, created_at) values ('can-bo', 'Cán bộ tiếp nhận', 'officer', now())`,
    );
  });
  // Whatever was decided, the log's own table says what the others say.
  afterEach(async () => expect(await findUntrueEntries(office.database.url)).toEqual([]));
  afterAll(async () => {
    stop.abort();
    await running;
    await service.close();
    await office.close();
  });
}

export const unitOf = (place: string) => ({
  letterhead: ['ỦY BAN MTTQ VIỆT NAM', `XÃ ${place.toUpperCase()}`, 'BAN THƯỜNG TRỰC'],
  place,
});

/** Papers of one unit; `title` tells its initiative. */
export async function papers(place: string, title: string) {
  const order = { ...toTrinh(unitOf(place)), number: `Số: ${title.length}/TTr-MTTQ` };
  const report = baoCaoMoTa(unitOf(place), title);
  return {
    orderWord: { name: 'Tờ trình.docx', content: await makeDocx(order) },
    orderScan: { name: 'Tờ trình.pdf', content: await makePdf(order) },
    reportWord: { name: 'Báo cáo.docx', content: await makeDocx(report) },
    reportScan: { name: 'Báo cáo.pdf', content: await makePdf(report) },
  };
}

/** Every message is registered and every letter that may go has gone. */
export async function idle(): Promise<void> {
  await eventually('nothing to be due', async () => {
    const { messages, letters } = await countDue(service.db, dueBy(new Date()));
    return messages + letters === 0;
  });
}

let sent = 0;
/** Takes a mail in and works until nothing is due; returns its row in the log. */
export async function take(mail: Partial<Mail> & Pick<Mail, 'from'>) {
  sent += 1;
  const messageId = `<decisions-${sent}@example.vn>`;
  const raw = await makeMail({
    to: 'hopthu@example.vn',
    subject: 'Hồ sơ đề nghị công nhận sáng kiến',
    text: 'Kính gửi Ban Thường trực hồ sơ sáng kiến.',
    messageId,
    ...mail,
  });
  const mailbox = await enterMailbox(service.db, IMPORTED, new Date(0));
  await takeImported(service, mailbox.id, raw);
  await idle();
  return entryOf(messageId);
}

export async function entryOf(messageId: string) {
  const entry = (await office.log()).find(({ message }) => message.messageId === messageId);
  if (!entry) throw new Error(`${messageId} is not in the log`);
  return entry;
}

export const SEND_ALL: Intent['send'] = [
  'receipt',
  'receipt-checking',
  'missing-documents',
  'supplement-complete',
  'supplement-missing',
  'unknown-unit',
  'refusal',
];

export interface Row {
  id: number;
  version: number;
  status: string;
  [column: string]: unknown;
}

export async function dossier(code: string): Promise<Row> {
  const { rows } = await service.db.query<Row>('select * from dossiers where code = $1', [code]);
  if (!rows[0]) throw new Error(`no dossier ${code}`);
  return rows[0];
}

export async function decide(
  code: string,
  decision: DossierDecision,
  send: Intent['send'] = SEND_ALL,
): Promise<Decided> {
  const { version } = await dossier(code);
  return service.decisions.onDossier(code, version, decision, { actor: 'can-bo', send });
}

export const onMessage = (
  id: number,
  state: string,
  decision: MessageDecision,
  send: Intent['send'] = SEND_ALL,
) => service.decisions.onMessage(id, state, decision, { actor: 'can-bo', send });

export const kindsOf = (decided: Decided) =>
  decided.how === 'done' ? decided.letters.map(({ kind }) => kind) : decided.how;

export async function events(code: string): Promise<string[]> {
  const { rows } = await service.db.query<{ told: string }>(
    `select actor || ' ' || what as told from events e join dossiers d on d.id = e.dossier_id where d.code = $1 order by e.id`,
    [code],
  );
  return rows.map(({ told }) => told);
}

export const attachment = async (code: string, name: string) => {
  const { rows } = await service.db.query<{ id: number }>(
    `select a.id from attachments a join messages m on m.id = a.message_id left join documents o on o.attachment_id = a.id
       join dossiers d on d.id = coalesce(o.dossier_id, m.dossier_id)
     where d.code = $1 and a.name = $2 order by a.id desc limit 1`,
    [code, name],
  );
  return rows[0]?.id ?? 0;
};

export const state = async () => {
  const { rows } = await service.db.query(
    `select (select jsonb_agg(to_jsonb(d) - 'version' order by id) from dossiers d) as dossiers,
       (select jsonb_agg(to_jsonb(o) order by id) from documents o) as documents,
       (select jsonb_agg(to_jsonb(m) - 'due_at' order by id) from messages m) as messages`,
  );
  return rows[0];
};
