// A mail that has gone its path is looked at: its words, its pages, its files as a ZIP, all found from what staff see.
import { buffer } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, it } from 'vitest';
import yauzl from 'yauzl';
import { baoCaoMoTa, toTrinh } from '../../demo/samples/documents.ts';
import { makeDocx } from '../../demo/samples/docx.ts';
import { makeMail } from '../../demo/samples/eml.ts';
import { makePdf } from '../../demo/samples/pdf.ts';
import { openIntake } from '../../src/app/service.ts';
import { zipFiles } from '../../src/archive/zip.ts';
import { placeFiles } from '../../src/core/handout.ts';
import { findAttachment, findBundle, findMail } from '../../src/store/downloads.ts';
import { makeZip } from '../documents/make-zip.ts';
import { type Office, openOffice } from '../support/service.ts';

const UNIT = { letterhead: ['ỦY BAN MTTQ VIỆT NAM', 'XÃ GIA PHÚ', 'BAN THƯỜNG TRỰC'], place: 'Gia Phú' };

let office: Office;
beforeEach(async () => {
  office = await openOffice();
});
afterEach(() => office.close());

it('a registered mail is shown and downloaded, but for what is infected', async () => {
  const order = await makePdf(toTrinh(UNIT));
  const report = await makeDocx(baoCaoMoTa(UNIT, 'Mô hình tự quản'));
  const mail = await makeMail({
    from: 'MTTQ xã Gia Phú <mttq.giaphu@example.vn>',
    to: 'hopthu@example.vn',
    subject: 'Hồ sơ sáng kiến',
    text: 'Kính gửi <b>Ban</b>.',
    messageId: '<looked-at@example.vn>',
    attachments: [
      { name: 'Tờ trình.pdf', content: order },
      { name: 'ho so.zip', content: makeZip([{ name: 'Báo cáo mô tả.docx', content: report }]) },
      { name: 'Phụ lục.docx', content: await makeDocx(toTrinh({ ...UNIT, place: 'Phụ lục' })) },
    ],
  });
  await office.dovecot.append(mail);
  await office.runOnce();
  const { db, archive, preview, close } = await openIntake(office.settings);
  try {
    await db.query(
      `update files f set virus_verdict = 'infected', virus = 'Eicar', virus_checked_at = now()
       from attachments a where a.sha256 = f.sha256 and a.name = 'Phụ lục.docx'`,
    );
    const { rows } = await db.query<{ id: number; message: number; dossier: number }>(
      `select a.id, m.id as message, m.dossier_id as dossier from attachments a join messages m on m.id = a.message_id
       order by a.position`,
    );
    const { message = 0, dossier = 0, id = 0 } = rows[0] ?? {};

    const found = await findMail(db, message);
    expect(found).toMatchObject({ name: `Thư ${message} - Hồ sơ sáng kiến.eml`, infected: true });
    expect(await preview.mail(found?.sha256 ?? '')).toMatchObject({
      subject: 'Hồ sơ sáng kiến',
      html: '<p>Kính gửi &#60;b&#62;Ban&#60;/b&#62;.</p>',
    });

    const file = await findAttachment(db, id);
    expect(file).toMatchObject({ type: 'pdf', withheld: null, text: expect.stringContaining('TỜ TRÌNH') });
    expect(await preview.picture(file?.sha256 ?? '', 1)).toMatchObject({ page: 1, height: 1600 });

    const zip = await buffer(await zipFiles(placeFiles(await findBundle(db, dossier)), archive));
    const opened = await yauzl.fromBufferPromise(zip, { lazyEntries: true });
    const contents = new Map<string, Buffer>();
    for await (const entry of opened.eachEntry())
      contents.set(entry.fileName, await buffer(await opened.openReadStreamPromise(entry)));
    expect([...contents.keys()]).toEqual(['Tờ trình.pdf', 'Báo cáo mô tả.docx', 'Tệp không kèm theo.txt']);
    expect(contents.get('Tờ trình.pdf')?.equals(order)).toBe(true);
    expect(contents.get('Báo cáo mô tả.docx')?.equals(report)).toBe(true);
    expect(contents.get('Tệp không kèm theo.txt')?.toString()).toContain('- Phụ lục.docx: Tệp có mã độc');
  } finally {
    await close();
  }
});
