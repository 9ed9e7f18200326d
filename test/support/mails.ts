// Mails of many units, each a dossier of its own that differs from every other.

import { baoCaoMoTa, toTrinh } from '../../demo/samples/documents.ts';
import { makeDocx } from '../../demo/samples/docx.ts';
import { makeMail } from '../../demo/samples/eml.ts';

export const PLACES = [
  'Gia Phú',
  'Sơn Hà',
  'Sơn Hải',
  'Xuân Quang',
  'Thái Niên',
  'Bản Cầm',
  'Trì Quang',
  'Phú Nhuận',
];

/** A dossier whose letter asks for the signed copies: one docx with both documents' worth of facts is quick to make. */
export async function unitMail(number: number): Promise<Buffer> {
  const place = PLACES[number % PLACES.length] ?? '';
  const unit = {
    letterhead: ['ỦY BAN MTTQ VIỆT NAM', `XÃ ${place.toUpperCase()}`, 'BAN THƯỜNG TRỰC'],
    place,
  };
  return makeMail({
    from: `MTTQ xã ${place} <unit-${number}@example.vn>`,
    to: 'hopthu@example.vn',
    subject: `Hồ sơ sáng kiến số ${number} xã ${place}`,
    text: 'Kính gửi ban tổ chức.',
    messageId: `<unit-${number}@example.vn>`,
    attachments: [
      {
        name: 'To trinh.docx',
        content: await makeDocx({ ...toTrinh(unit), number: `Số: ${number}/TTr-MTTQ-BTT` }),
      },
      { name: 'Bao cao mo ta.docx', content: await makeDocx(baoCaoMoTa(unit, `Sáng kiến số ${number}`)) },
    ],
  });
}

export async function unitMails(count: number, first = 1): Promise<Buffer[]> {
  return Promise.all(Array.from({ length: count }, (_, at) => unitMail(first + at)));
}
