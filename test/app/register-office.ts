// An office in the middle of its campaign, row by row: what the registers are made of.
import { readUnits } from '../../config/units.ts';
import { type Database, openDatabase } from '../../src/store/database.ts';
import { enterMailbox } from '../../src/store/mailboxes.ts';
import { saveUnits } from '../../src/store/units.ts';
import { createTestDatabase } from '../support/postgres.ts';

/** Two weeks after the deadline. */
export const NOW = new Date('2022-08-20T02:00:00Z');

export interface RegisterOffice {
  db: Database;
  close(): Promise<void>;
}

type Row = Record<string, unknown>;
type Insert = (table: string, row: Row) => Promise<number>;

export async function openRegisterOffice(): Promise<RegisterOffice> {
  const database = await createTestDatabase();
  const db = await openDatabase(database.url);
  await saveUnits(db, readUnits('config/units.yaml'), NOW);
  await fill(db);
  return {
    db,
    async close() {
      await db.end();
      await database.drop();
    },
  };
}

const TO_TRINH = [
  'ỦY BAN MTTQ VIỆT NAM',
  'XÃ GIA PHÚ',
  'Số: 15/TTr-MTTQ-BTT',
  'Gia Phú, ngày 05 tháng 8 năm 2022',
  'TỜ TRÌNH',
  'Về việc đề nghị xét, công nhận sáng kiến năm 2022',
  'Kính gửi: Ban Thường trực',
].join('\n');

async function fill(db: Database): Promise<void> {
  const { insert, message, dossier, document, letter } = await writers(db);
  await db.query(
    `insert into staff (username, name, role, created_at) values ('canbo1', 'Lê Thị Tiếp Nhận', 'officer', $1)`,
    [NOW],
  );
  // Its number is not the first: registers go by arrival numbers.
  const late = await dossier({
    arrival_number: 2,
    unit_code: 'MTTQ-XUANQUANG',
    status: 'awaiting-documents',
    deadline: 'late',
    received_at: '2022-08-10T08:00:00+07:00',
    assignee: 'nguoi-la',
    items: [{ title: '' }],
  });
  await letter({ dossier_id: late, kind: 'supplement-missing', sent_at: '2022-08-12T08:20:00+07:00' });
  await letter({ dossier_id: late, kind: 'missing-documents', sent_at: '2022-08-10T23:30:00+07:00' });
  const giaPhu = await dossier({
    arrival_number: 1,
    unit_code: 'MTTQ-GIAPHU',
    received_at: '2022-08-08T09:15:00+07:00',
    completed_at: '2022-08-08T09:16:00+07:00',
    paper_received_on: '2022-08-12',
    paper_sets: 2,
    assignee: 'canbo1',
    note: '=Đã xem bản giấy',
    address: 'giaphu@example.vn',
    items: [
      {
        title: '=HYPERLINK("http://example.vn")',
        authors: ['Lò Văn A', 'Lý Thị B'],
        sector: 'kdc',
        object_kind: 'mo-hinh-sang-tao',
      },
      { title: '+84 cách tưới', authors: ['Lò Văn A'], sector: 'sxkd', object_kind: 'san-pham-sang-tao' },
    ],
  });
  await document(giaPhu, { type: 'to_trinh', form: 'signed', text: TO_TRINH });
  await document(giaPhu, { type: 'to_trinh', form: 'editable' });
  await document(giaPhu, { type: 'bao_cao_mo_ta', form: 'editable', item_number: 2 });
  await document(giaPhu, { type: 'bao_cao_mo_ta', form: 'signed', item_number: 2, superseded: true });
  await dossier({ arrival_number: 3, status: 'unsorted', subject: '@Hồ sơ không rõ', items: [] });
  await dossier({
    arrival_number: 4,
    unit_code: 'MTTQ-GIAPHU',
    status: 'duplicate',
    merged_into: giaPhu,
    items: [{ title: 'Trùng', sector: 'kdc' }],
  });
  await dossier({
    arrival_number: 5,
    unit_code: 'MTTQ-THAINIEN',
    status: 'refused',
    status_reason: 'Không thuộc đối tượng.',
    items: [{ title: 'Không xét', sector: 'yte' }],
  });
  await dossier({
    arrival_number: 6,
    unit_code: 'MTTQ-PHONGNIEN',
    status: 'forwarded',
    completed_at: '2022-08-09T08:00:00+07:00',
    forwarded_at: '2022-08-19T23:59:00+07:00',
    received_at: '2022-08-09T08:00:00+07:00',
    items: [{ title: 'Tủ sách thôn' }, { title: 'Đường hoa' }, { title: '' }],
  });
  const report = { kind: 'periodic-report', items: [] };
  await dossier({
    ...report,
    arrival_number: 7,
    unit_code: 'MTTQ-GIAPHU',
    received_at: '2022-06-05T10:00:00+07:00',
    period: '6 tháng đầu năm 2022',
    subject: 'Báo cáo 6 tháng',
  });
  await dossier({
    ...report,
    arrival_number: 8,
    unit_code: 'MTTQ-PHOLU',
    received_at: '2022-06-15T10:00:00+07:00',
    deadline: 'late',
  });
  await dossier({
    ...{ arrival_number: 9, campaign: 'nam-2021', unit_code: 'MTTQ-SONHAI', purged_at: NOW, items: [] },
    received_at: '2021-08-01T10:00:00+07:00',
  });
  const addresses = { 'MTTQ-SONHAI': 'sonhai@example.vn', 'MTTQ-XUANGIAO': 'xuangiao@example.vn' };
  for (const [unit_code, address] of Object.entries(addresses)) {
    await insert('unit_addresses', { unit_code, address, confirmed_by: 'canbo1', confirmed_at: NOW });
  }
  const reminder = { kind: 'submission-reminder', written_by: 'canbo1' };
  await letter({ ...reminder, recipient: 'XuanGiao@example.vn', sent_at: '2022-08-01T08:00:00+07:00' });
  await letter({
    ...reminder,
    recipient: 'xuangiao@example.vn',
    sent_at: '2022-08-05T08:00:00+07:00',
    message_id: '<nhac@example.vn>',
  });
  const nothing = { state: 'unsorted', reason: 'nothing-to-propose' };
  await message({ ...nothing, from_address: 'sonhai@example.vn', received_at: '2022-08-03T08:00:00+07:00' });
  await message({
    ...nothing,
    from_address: 'canbo.xa@example.vn',
    in_reply_to: '{<nhac@example.vn>}',
    received_at: '2022-08-06T08:00:00+07:00',
  });
}

const sha = (number: number) => String(number).padStart(64, '0');

/** What writes rows, each as the service would have left it but for what is named. */
async function writers(db: Database) {
  const mailbox = await enterMailbox(db, 'hopthu@example.vn/INBOX', NOW);
  let count = 0;
  const insert: Insert = async (table, row) => {
    const columns = Object.keys(row);
    const places = columns.map((_, at) => `$${at + 1}`);
    const { rows } = await db.query<{ id: number }>(
      `insert into ${table} (${columns.join(', ')}) values (${places.join(', ')}) returning *`,
      Object.values(row),
    );
    return rows[0]?.id ?? 0;
  };
  const message = (row: Row) => {
    count++;
    const place = { mailbox_id: mailbox.id, uid_validity: 1, uid: count, sha256: sha(count), size: 1 };
    const head = { in_reply_to: '{}', reference_ids: '{}', from_name: '', subject: '', headers: '[]' };
    return insert('messages', {
      ...{ ...place, ...head, received_at: NOW, received_by: 'server', state: 'registered' },
      ...row,
    });
  };
  return {
    insert,
    message,
    async dossier({
      items,
      address = null,
      subject = 'Hồ sơ sáng kiến',
      ...row
    }: Row & { items: Row[] }): Promise<number> {
      const id = await insert('dossiers', {
        ...{ code: `DKST-BT-220808-000${row.arrival_number}`, office: 'BT', arrival_year: 2022 },
        ...{ campaign: 'dkst-2022', kind: 'initiative', unit_evidence: '[]', missing: '[]' },
        ...{ status: 'complete', deadline: 'on-time', received_at: '2022-08-08T10:00:00+07:00' },
        ...{ supplement_until: '2022-08-15T17:00:00+07:00' },
        ...row,
      });
      await message({ dossier_id: id, from_address: address, subject });
      for (const [at, item] of items.entries())
        await insert('items', { dossier_id: id, number: at + 1, ...item });
      return id;
    },
    async document(
      dossier_id: number,
      { text = null, superseded = false, item_number = null, ...row }: Row,
    ): Promise<void> {
      const message_id = await message({ dossier_id, state: 'supplement' });
      const sha256 = sha(1_000 + count);
      await insert('files', { sha256, size: 1, type: 'docx', text, read_at: NOW });
      const place = {
        message_id,
        position: 0,
        path: 'f',
        name: 'f',
        declared_type: '',
        shown_in_body: false,
      };
      const attachment_id = await insert('attachments', { ...place, sha256, size: 1, verdict: 'accepted' });
      await insert('documents', {
        ...{ dossier_id, attachment_id, item_number, confidence: 1, evidence: '[]' },
        ...{ superseded_by: superseded ? attachment_id : null },
        ...row,
      });
    },
    async letter(row: Row): Promise<void> {
      count++;
      await insert('letters', {
        ...{
          recipient: 'a@example.vn',
          subject: '',
          body: '',
          html: '',
          message_id: `<${count}@example.vn>`,
        },
        ...{ mailbox_id: mailbox.id, state: 'sent', written_at: NOW, written_by: 'machine' },
        ...row,
      });
    },
  };
}
