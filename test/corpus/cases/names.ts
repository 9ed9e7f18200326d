// File names as mail programs write them, and as people should see them.
import type { Case } from '../case.ts';
import { jpg, part, pdf, scan, word } from '../files.ts';
import { accepted, checking, complete, define, type Kit, owing } from '../kit.ts';
import { encodeWords } from '../mime.ts';
import {
  BAN_CAM,
  BAN_PHIET,
  EDUCATION,
  GIA_PHU,
  PHO_LU,
  PHONG_NIEN,
  PHU_NHUAN,
  type Sender,
  SON_HA,
  SON_HAI,
  TANG_LOONG,
  THAI_NIEN,
  TRI_QUANG,
  XUAN_GIAO,
  XUAN_QUANG,
} from '../senders.ts';

/** A dossier whose signed Tờ trình has its name written in an odd way. */
function named(
  name: string,
  why: string,
  unit: Sender,
  shown: string,
  head: (name: string) => string[],
): Case {
  return define(name, why, unit, (k) => [
    {
      from: k.from,
      subject: k.subject,
      text: k.text,
      attachments: [
        k.orderWord(),
        part(null, pdf(k.order()), { head: head(shown) }),
        k.reportWord(),
        k.reportPdf(),
      ],
      want: complete(k.unit, { documents: [accepted(shown, 'to_trinh', 'signed')] }),
    },
  ]);
}

const percent = (text: string) => encodeURIComponent(text).replaceAll("'", '%27');
/** UTF-8 bytes as the characters of the same numbers. */
const raw = (text: string) => Buffer.from(text, 'utf8').toString('latin1');

export const NAMES: Case[] = [
  named(
    'name-rfc2231',
    'RFC 2231: percent-encoded UTF-8.',
    GIA_PHU,
    'Tờ trình sáng kiến xã Gia Phú.pdf',
    (name) => [
      'Content-Type: application/pdf',
      `Content-Disposition: attachment; filename*=UTF-8''${percent(name)}`,
    ],
  ),
  named(
    'name-rfc2231-continued',
    'RFC 2231 in pieces, cut in the middle of a letter’s bytes.',
    SON_HA,
    'Tờ trình đề nghị xét, công nhận sáng kiến.pdf',
    (name) => {
      const encoded = percent(name);
      const cut = [encoded.slice(0, 7), encoded.slice(7, 40), encoded.slice(40)];
      return [
        'Content-Type: application/pdf',
        `Content-Disposition: attachment;\r\n ${cut.map((piece, at) => `filename*${at}*=${at === 0 ? "UTF-8''" : ''}${piece}`).join(';\r\n ')}`,
      ];
    },
  ),
  named(
    'name-encoded-words-in-quotes',
    'RFC 2047 inside filename="…", which the standard forbids and half the world sends.',
    XUAN_QUANG,
    'Tờ trình đề nghị công nhận sáng kiến của xã Xuân Quang.pdf',
    (name) => [
      `Content-Type: application/pdf; name="${encodeWords(name)}"`,
      `Content-Disposition: attachment; filename="${encodeWords(name)}"`,
    ],
  ),
  named(
    'name-encoded-words-split-in-a-letter',
    'Encoded words cut in the middle of a letter’s bytes.',
    THAI_NIEN,
    'Tờ trình.pdf',
    (name) => {
      const all = Buffer.from(name);
      const word = (from: number, to?: number) => `=?UTF-8?B?${all.subarray(from, to).toString('base64')}?=`;
      return [
        'Content-Type: application/pdf',
        `Content-Disposition: attachment; filename="${word(0, 3)}\r\n ${word(3)}"`,
      ];
    },
  ),
  named(
    'name-raw-utf8',
    'Raw 8-bit UTF-8 in the header, as old programs write it.',
    PHO_LU,
    'Tờ trình thị trấn Phố Lu.pdf',
    (name) => ['Content-Type: application/pdf', `Content-Disposition: attachment; filename="${raw(name)}"`],
  ),
  named(
    'name-utf8-called-latin1',
    'UTF-8 bytes that are called ISO-8859-1: repaired from the bytes, the "ờ" too.',
    TANG_LOONG,
    'Tờ trình.pdf',
    (name) => {
      const quoted = [...Buffer.from(name)]
        .map((byte) =>
          byte > 0x7e || byte === 0x20 ? `=${byte.toString(16).toUpperCase()}` : String.fromCharCode(byte),
        )
        .join('');
      return [
        'Content-Type: application/pdf',
        `Content-Disposition: attachment; filename="=?ISO-8859-1?Q?${quoted}?="`,
      ];
    },
  ),
  named(
    'name-utf8-called-latin1-2231',
    'The same mistake in RFC 2231.',
    BAN_CAM,
    'Tờ trình xã Bản Cầm.pdf',
    (name) => [
      'Content-Type: application/pdf',
      `Content-Disposition: attachment; filename*=ISO-8859-1''${percent(name)}`,
    ],
  ),
  define(
    'name-nfd',
    'An Apple sends names with letters and marks apart, and the file inline: shown whole, counted as a document.',
    BAN_PHIET,
    (k) => [
      {
        from: k.from,
        subject: k.subject,
        text: k.text,
        attachments: [
          k.orderWord(),
          part(null, pdf(k.order()), {
            head: [
              'Content-Type: application/pdf',
              `Content-Disposition: inline; filename*=utf-8''${percent('Tờ trình.pdf'.normalize('NFD'))}`,
            ],
          }),
          k.reportWord(),
          k.reportPdf(),
        ],
        want: complete(k.unit, { documents: [accepted('Tờ trình.pdf', 'to_trinh', 'signed')] }),
      },
    ],
  ),
  named(
    'name-in-content-type-only',
    'A name that stands in Content-Type alone.',
    TRI_QUANG,
    'Tờ trình xã Trì Quang.pdf',
    (name) => [
      `Content-Type: application/pdf; name="${encodeWords(name)}"`,
      'Content-Disposition: attachment',
    ],
  ),
  define(
    'name-with-a-path',
    'A path climbs out of every folder: only its last part is a name.',
    PHONG_NIEN,
    (k) => [
      {
        from: k.from,
        subject: k.subject,
        text: k.text,
        attachments: [
          part(null, word(k.order()), {
            head: [
              'Content-Type: application/octet-stream',
              'Content-Disposition: attachment; filename="..\\\\..\\\\C:\\\\Users\\\\MTTQ\\\\to trinh.docx"',
            ],
          }),
          part('../../../etc/to trinh.pdf', pdf(k.order())),
          k.reportWord(),
          k.reportPdf(),
        ],
        want: complete(k.unit, {
          documents: [
            accepted('to trinh.docx', 'to_trinh', 'editable'),
            accepted('to trinh.pdf', 'to_trinh', 'signed'),
          ],
        }),
      },
    ],
  ),
  define(
    'name-missing',
    'Files without any name get one, by their place and type; what they are, their content tells.',
    XUAN_GIAO,
    (k) => [
      {
        from: k.from,
        subject: k.subject,
        text: k.text,
        attachments: [part(null, word(k.order())), part(null, pdf(k.order())), k.reportWord(), k.reportPdf()],
        want: complete(k.unit, {
          documents: [
            accepted('tep-1.docx', 'to_trinh', 'editable'),
            accepted('tep-2.pdf', 'to_trinh', 'signed'),
          ],
        }),
      },
    ],
  ),
  define(
    'name-lost-letters',
    'The sender’s program turned letters into question marks; nothing can bring them back, but the heading tells the type.',
    SON_HAI,
    (k) => [
      {
        from: k.from,
        subject: k.subject,
        text: k.text,
        attachments: [
          part('T? tr?nh.docx', word(k.order())),
          part('T? tr?nh.pdf', pdf(k.order())),
          k.reportWord('B?o c?o.docx'),
          k.reportPdf('B?o c?o.pdf'),
        ],
        want: complete(k.unit, { items: [k.title] }),
      },
    ],
  ),
  define(
    'name-very-long',
    'A name of a whole sentence: cut where it must be, its ending kept.',
    EDUCATION,
    (k) => [
      {
        from: k.from,
        subject: k.subject,
        text: k.text,
        attachments: [
          part(`Tờ trình ${'đề nghị xét, công nhận sáng kiến '.repeat(8)}.docx`, word(k.order())),
          k.orderPdf(),
          k.reportWord(),
          k.reportPdf(),
        ],
        want: complete(k.unit),
      },
    ],
  ),
  define(
    'subject-and-body-called-latin1',
    'A mail whose words are UTF-8 though its header says ISO-8859-1: read as they were meant.',
    PHU_NHUAN,
    (k) => [
      {
        from: k.address('Van thu', 'vt', 'gmail.example'),
        subject: '',
        raw: (_, messageId) => mislabelled(k, messageId),
        want: {
          outcome: 'unsorted',
          reason: 'no-attachment',
          letters: ['no-attachment'],
        },
      },
    ],
  ),
  define(
    'device-names',
    'Names that cameras, scanners and chat programs give tell nothing: scans may be signed copies, and are not asked for.',
    GIA_PHU,
    (k) => [
      {
        from: k.from,
        subject: k.subject,
        text: k.text,
        attachments: [
          k.orderWord('Doc1.docx'),
          k.reportWord('New Microsoft Word Document.docx'),
          part('Scan 8 Aug 2022.pdf', scan(k.seed)),
          part('CamScanner 08-08-2022 09.15.pdf', scan(k.seed + 1)),
          part('z3628612345678_0f1e2d3c4b5a69788796a5b4c3d2e1f0.jpg', jpg(k.seed + 2)),
        ],
        want: checking(k.unit, {
          documents: [
            accepted('Doc1.docx', 'to_trinh', 'editable'),
            accepted('New Microsoft Word Document.docx', 'bao_cao_mo_ta', 'editable'),
            accepted('Scan 8 Aug 2022.pdf', null, 'signed'),
          ],
          items: [k.title],
        }),
      },
    ],
  ),
  define(
    'names-of-scans',
    'Scans without a text layer whose names do tell: the name is all there is, and it is enough.',
    SON_HA,
    (k) => [
      {
        from: k.from,
        subject: k.subject,
        text: k.text,
        attachments: [
          k.orderWord('TTr 15 de nghi cong nhan sk.docx'),
          part('15_TTr-MTTQ_signed_signed.pdf', scan(k.seed)),
          k.reportWord('Bc mo ta sk (1).docx'),
          part('Bc mo ta sk - Copy.pdf', scan(k.seed + 1)),
        ],
        want: complete(k.unit, {
          documents: [
            accepted('15_TTr-MTTQ_signed_signed.pdf', 'to_trinh', 'signed'),
            accepted('Bc mo ta sk - Copy.pdf', 'bao_cao_mo_ta', 'signed'),
          ],
        }),
      },
    ],
  ),
  define(
    'names-with-typos',
    'Leftovers of typing ("tờ trìnhf", "sang kiem"), spaces before the dot, "ban cuoi": still what they were meant to be.',
    THAI_NIEN,
    (k) => [
      {
        from: k.from,
        subject: k.subject,
        text: k.text,
        attachments: [
          k.orderWord('to trinh moi nhat .docx'),
          part('tờ trìnhf.pdf', scan(k.seed)),
          k.reportWord('Bao cao sang kiem ban cuoi.docx'),
          part('Bao cao sang kiem.pdf', scan(k.seed + 1)),
        ],
        want: complete(k.unit, {
          documents: [
            accepted('tờ trìnhf.pdf', 'to_trinh', 'signed'),
            accepted('Bao cao sang kiem.pdf', 'bao_cao_mo_ta', 'signed'),
          ],
        }),
      },
    ],
  ),
  define(
    'ambiguous-abbreviations',
    '"TT" may be a town and "KH" a plan: a name like "TT KH 2022.pdf" says nothing sure, so nothing is denied either.',
    BAN_CAM,
    (k) => [
      {
        from: k.from,
        subject: k.subject,
        text: k.text,
        attachments: [
          k.orderWord(),
          k.reportWord(),
          part('TT 2022.pdf', scan(k.seed)),
          part('MT.pdf', scan(k.seed + 1)),
        ],
        want: checking(k.unit, {
          documents: [accepted('TT 2022.pdf', null, 'signed'), accepted('MT.pdf', null, 'signed')],
        }),
      },
    ],
  ),
  define(
    'names-beside-a-missing-copy',
    'Scans named for what they are leave no doubt: the signed report is missing, and only it.',
    XUAN_QUANG,
    (k) => [
      {
        from: k.from,
        subject: k.subject,
        text: k.text,
        attachments: [
          k.orderWord(),
          part('To trinh.pdf', scan(k.seed)),
          k.reportWord(),
          part('Bien ban hop xet sk.pdf', scan(k.seed + 1)),
          part('Giay xac nhan hieu qua ap dung.pdf', scan(k.seed + 2)),
        ],
        want: owing(k.unit, [['bao_cao_mo_ta', 'signed', 1]], {
          documents: [
            accepted('Bien ban hop xet sk.pdf', 'bien_ban', 'signed'),
            accepted('Giay xac nhan hieu qua ap dung.pdf', 'xac_nhan_ap_dung', 'signed'),
          ],
        }),
      },
    ],
  ),
];

function mislabelled(k: Kit, messageId: string): Buffer {
  const text = `Kính gửi Ban Thường trực, ${k.unit.name} gửi hồ sơ đề nghị công nhận sáng kiến như tệp đính kèm.`;
  const head = [
    `From: vt.${k.mark}@gmail.example`,
    'To: hopthu@example.vn',
    'Subject: Nop ho so',
    `Message-ID: ${messageId}`,
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=iso-8859-1',
    'Content-Transfer-Encoding: 8bit',
  ];
  return Buffer.from(`${head.join('\r\n')}\r\n\r\n${text}\r\n`, 'utf8');
}
