// What comes beside the documents: logos, cards, lock files, links.
import type { Case } from '../case.ts';
import { bytes, jpg, part, pdf, png } from '../files.ts';
import { accepted, complete, define, ignored, owing } from '../kit.ts';
import {
  BAN_CAM,
  BAN_PHIET,
  GIA_PHU,
  PHO_LU,
  PHONG_HAI,
  PHONG_NIEN,
  PHU_NHUAN,
  SON_HAI,
  TANG_LOONG,
  THAI_NIEN,
  TRI_QUANG,
  XUAN_GIAO,
} from '../senders.ts';

const LINK_WORDS = 'https://drive.google.com/file/d/1AbCdEfGhIjKlMnOpQrStUvWxYz/view?usp=sharing';

export const BESIDE: Case[] = [
  define(
    'signature-logo',
    'A logo that the HTML shows by its Content-ID is no document and no signed copy of anything.',
    GIA_PHU,
    (k) => [
      {
        from: k.from,
        subject: k.subject,
        html: `<p>${k.text}</p><p>--<br>MTTQ xã Gia Phú <img src="cid:logo.${k.mark}"></p>`,
        attachments: [
          part('image001.png', png(k.seed), { type: 'image/png', cid: `logo.${k.mark}` }),
          k.orderWord(),
          k.reportWord(),
          k.reportPdf(),
        ],
        want: owing(k.unit, [['to_trinh', 'signed', null]], {
          documents: [ignored('image001.png', 'inline-image')],
        }),
      },
    ],
  ),
  define(
    'logo-alone',
    'A dossier is announced, and all that came is the logo under the signature: nothing is attached.',
    BAN_PHIET,
    (k) => [
      {
        from: k.from,
        subject: 'MTTQ xã Bản Phiệt gửi hồ sơ sáng kiến',
        html: `<p>Xã gửi hồ sơ đề nghị công nhận sáng kiến như tệp đính kèm.</p><img src="cid:logo.${k.mark}">`,
        attachments: [part('logo.png', png(k.seed), { type: 'image/png', cid: `logo.${k.mark}` })],
        want: {
          outcome: 'unsorted',
          reason: 'no-attachment',
          letters: ['no-attachment'],
          documents: [ignored('logo.png', 'inline-image')],
        },
      },
    ],
  ),
  define('inline-pdf', 'Apple Mail shows a PDF within the mail: a document like any other.', PHO_LU, (k) => [
    {
      from: k.from,
      subject: k.subject,
      text: k.text,
      attachments: [
        k.orderWord(),
        part('Tờ trình.pdf', pdf(k.order()), { type: 'application/pdf', inline: true }),
        k.reportWord(),
        part('Báo cáo mô tả sáng kiến.pdf', pdf(k.report(k.title)), {
          type: 'application/pdf',
          inline: true,
        }),
      ],
      want: complete(k.unit, { documents: [accepted('Tờ trình.pdf', 'to_trinh', 'signed')] }),
    },
  ]),
  define(
    'inline-image-without-cid',
    'A picture within the mail that no HTML refers to is an attachment: it may be a signed page.',
    TRI_QUANG,
    (k) => [
      {
        from: k.from,
        subject: k.subject,
        text: k.text,
        attachments: [
          k.orderWord(),
          k.reportWord(),
          k.reportPdf(),
          part('image0.jpeg', jpg(k.seed), { type: 'image/jpeg', inline: true }),
        ],
        want: complete(k.unit, { status: 'checking', letters: ['receipt-checking'] }),
      },
    ],
  ),
  define(
    'office-litter',
    'Lock files, thumbnails and settings of folders are listed as ignored and count for nothing.',
    SON_HAI,
    (k) => [
      {
        from: k.from,
        subject: k.subject,
        text: k.text,
        attachments: [
          ...k.full(),
          part('~$ trinh.docx', bytes(`MTTQ ${k.mark}`)),
          part('Thumbs.db', bytes(`thumbs ${k.mark}`)),
          part('desktop.ini', bytes(`[.ShellClassInfo]\r\nName=${k.mark}\r\n`)),
          part('.DS_Store', bytes(`Bud1 ${k.mark}`)),
        ],
        want: complete(k.unit, {
          documents: ['~$ trinh.docx', 'Thumbs.db', 'desktop.ini', '.DS_Store'].map((name) =>
            ignored(name, 'ignored-name'),
          ),
        }),
      },
    ],
  ),
  define(
    'cards-and-calendars',
    'Visiting cards, calendar entries and cryptographic signatures are parts of a mail, not documents.',
    PHONG_NIEN,
    (k) => [
      {
        from: k.from,
        subject: k.subject,
        text: k.text,
        attachments: [
          ...k.full(),
          part('MTTQ.vcf', bytes(`BEGIN:VCARD\r\nFN:${k.mark}\r\nEND:VCARD\r\n`), { type: 'text/vcard' }),
          part('lich.ics', bytes(`BEGIN:VCALENDAR\r\nUID:${k.mark}\r\nEND:VCALENDAR\r\n`)),
          part(null, bytes(`BEGIN:VCALENDAR\r\nUID:2${k.mark}\r\nEND:VCALENDAR\r\n`), {
            type: 'text/calendar; method=REQUEST',
          }),
          part('smime.p7s', bytes(`p7s ${k.mark}`), { type: 'application/pkcs7-signature' }),
          part('ATT00001.htm', bytes(`<html><body><br>${k.mark}</body></html>`), { type: 'text/html' }),
        ],
        want: complete(k.unit, {
          documents: [
            ignored('MTTQ.vcf'),
            ignored('lich.ics'),
            ignored('smime.p7s', 'signature-part'),
            ignored('ATT00001.htm', 'ignored-name'),
          ],
        }),
      },
    ],
  ),
  define(
    'film-by-link',
    'All papers attached, the film by a link to Google Drive: nothing is owed.',
    XUAN_GIAO,
    (k) => [
      {
        from: k.from,
        subject: k.subject,
        text: `${k.text}\nVideo minh chứng: ${LINK_WORDS}`,
        attachments: k.full(),
        want: complete(k.unit),
      },
    ],
  ),
  define(
    'papers-by-drive-link',
    'Gmail turned the large files into links: they are asked for as sent by link, not as forgotten.',
    PHU_NHUAN,
    (k) => [
      {
        from: k.from,
        subject: k.subject,
        html: `<p>${k.text}</p><p>Bản ký em gửi qua link: <a href="${LINK_WORDS}">To trinh.pdf</a> <a href="https://drive.google.com/open?id=2AbCdEfGhIjKlMnOpQr">Bao cao.pdf</a></p>`,
        attachments: [k.orderWord(), k.reportWord()],
        want: {
          outcome: 'registered',
          unit: k.unit.code,
          missing: [
            ['to_trinh', 'signed', null, 'sent-by-link'],
            ['bao_cao_mo_ta', 'signed', 1, 'sent-by-link'],
          ],
        },
      },
    ],
  ),
  define(
    'everything-by-link',
    'Nothing attached, all of it behind links: registered as sent by link, never fetched, not called empty.',
    TANG_LOONG,
    (k) => [
      {
        from: k.from,
        subject: k.subject,
        text: `${k.text}\nToàn bộ hồ sơ: https://1drv.ms/f/s!AbCdEf hoặc https://www.fshare.vn/file/ABCDEFGH`,
        want: {
          outcome: 'registered',
          unit: k.unit.code,
          missing: [
            ['to_trinh', 'any', null, 'sent-by-link'],
            ['bao_cao_mo_ta', 'any', null, 'sent-by-link'],
          ],
          letters: ['external-links'],
        },
      },
    ],
  ),
  define(
    'links-that-are-none',
    'The commune’s own page and the address of the campaign’s plan are links, but no documents sent by link.',
    PHONG_HAI,
    (k) => [
      {
        from: k.from,
        subject: k.subject,
        text: `${k.text}\n--\nTrang thông tin: https://phonghai.example.vn/tin-tuc?id=15`,
        attachments: [k.orderWord(), k.reportWord(), k.reportPdf()],
        want: owing(k.unit, [['to_trinh', 'signed', null]]),
      },
    ],
  ),
  define(
    'zalo-and-wetransfer',
    'Links to Zalo and WeTransfer are ways of sending documents, too.',
    THAI_NIEN,
    (k) => [
      {
        from: k.from,
        subject: k.subject,
        text: `${k.text}\nTờ trình có chữ ký em gửi ở https://we.tl/t-AbCdEfGhIj và nhóm Zalo https://zalo.me/g/abcdef123`,
        attachments: [k.orderWord(), k.reportWord(), k.reportPdf()],
        want: {
          outcome: 'registered',
          unit: k.unit.code,
          missing: [['to_trinh', 'signed', null, 'sent-by-link']],
        },
      },
    ],
  ),
  define(
    'link-in-quoted-mail',
    'A link in the quoted mail below was not sent by this sender.',
    BAN_CAM,
    (k) => [
      {
        from: k.from,
        subject: k.subject,
        text: `${k.text}\n\nVào Th 2, 1 thg 8, 2022, Bộ phận tiếp nhận hồ sơ <hopthu@example.vn> đã viết:\n> Mẫu báo cáo: ${LINK_WORDS}\n`,
        attachments: [k.orderWord(), k.reportWord(), k.reportPdf()],
        want: owing(k.unit, [['to_trinh', 'signed', null]]),
      },
    ],
  ),
];
