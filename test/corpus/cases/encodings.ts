// Vietnamese as it was written before Unicode, and in Unicode's several shapes: read for judging, stored as it came.
import type { Case } from '../case.ts';
import { combined, oldExcel, oldWord, part, pdf, rtf, tcvn3, vni, type Writing, word } from '../files.ts';
import { accepted, complete, define, FOUR, type Kit } from '../kit.ts';
import {
  BAN_CAM,
  BAN_PHIET,
  EDUCATION,
  GIA_PHU,
  PHO_LU,
  PHU_NHUAN,
  SON_HA,
  SON_HAI,
  TANG_LOONG,
  THAI_NIEN,
  TRI_QUANG,
  XUAN_QUANG,
} from '../senders.ts';

const withoutFont =
  (writing: Writing): Writing =>
  (text) => ({ ...writing(text), font: null });
const inUnicode =
  (change: (text: string) => string): Writing =>
  (text) => ({ text: change(text), font: null });

/** Names that tell nothing, so that only the text can. */
function written(k: Kit, writing: Writing) {
  return [
    part('15.docx', word(k.order(), writing)),
    k.orderPdf(),
    part('16.docx', word(k.report(k.title), writing)),
    k.reportPdf(),
  ];
}

const READ = [accepted('15.docx', 'to_trinh', 'editable'), accepted('16.docx', 'bao_cao_mo_ta', 'editable')];

export const ENCODINGS: Case[] = [
  define(
    'tcvn3-by-font',
    'Word files in .VnTime: the font’s name tells the encoding, and headings and title are read.',
    SON_HAI,
    (k) => [
      {
        from: k.address('Văn thư', 'vt', 'gmail.example'),
        subject: 'Nộp hồ sơ sáng kiến',
        text: 'Em gửi ạ.',
        attachments: written(k, tcvn3),
        want: complete(k.unit, { documents: READ, items: [k.title] }),
      },
    ],
  ),
  define(
    'tcvn3-without-font',
    'The same bytes without the font’s name: words of such papers appear only when they are read as TCVN3.',
    THAI_NIEN,
    (k) => [
      {
        from: k.from,
        subject: k.subject,
        text: k.text,
        attachments: written(k, withoutFont(tcvn3)),
        want: complete(k.unit, { documents: READ }),
      },
    ],
  ),
  define('vni-by-font', 'Word files in VNI-Times.', BAN_CAM, (k) => [
    {
      from: k.from,
      subject: k.subject,
      text: k.text,
      attachments: written(k, vni),
      want: complete(k.unit, { documents: READ, items: [k.title] }),
    },
  ]),
  define('vni-without-font', 'VNI without the font’s name, known by the words it makes.', BAN_PHIET, (k) => [
    {
      from: k.from,
      subject: k.subject,
      text: k.text,
      attachments: written(k, withoutFont(vni)),
      want: complete(k.unit, { documents: READ }),
    },
  ]),
  define('rtf-tcvn3', 'Rich Text in .VnTime, its letters as bytes of a code page.', TRI_QUANG, (k) => [
    {
      from: k.from,
      subject: k.subject,
      text: k.text,
      attachments: [
        part('15.rtf', rtf(k.order(), tcvn3)),
        k.orderPdf(),
        part('16.rtf', rtf(k.report(k.title), tcvn3)),
        k.reportPdf(),
      ],
      want: complete(k.unit, {
        documents: [
          accepted('15.rtf', 'to_trinh', 'editable'),
          accepted('16.rtf', 'bao_cao_mo_ta', 'editable'),
        ],
      }),
    },
  ]),
  define('nfd-text', 'Letters and marks apart in the documents, as an Apple stores them.', PHO_LU, (k) => [
    {
      from: k.from,
      subject: k.subject.normalize('NFD'),
      text: k.text.normalize('NFD'),
      attachments: written(
        k,
        inUnicode((text) => text.normalize('NFD')),
      ),
      want: complete(k.unit, { documents: READ, items: [k.title] }),
    },
  ]),
  define(
    'unikey-combined',
    'UniKey’s "Unicode tổ hợp", neither NFC nor NFD, in subject, words, names and documents.',
    TANG_LOONG,
    (k) => [
      {
        from: k.address(combined('MTTQ thị trấn Tằng Loỏng')),
        subject: combined(k.subject),
        text: combined(k.text),
        attachments: [
          part(combined('Tờ trình.docx'), word(k.order(), inUnicode(combined))),
          part(combined('Tờ trình.pdf'), pdf(k.order())),
          part(combined('Báo cáo mô tả sáng kiến.docx'), word(k.report(k.title), inUnicode(combined))),
          part(combined('Báo cáo mô tả sáng kiến.pdf'), pdf(k.report(k.title))),
        ],
        want: complete(k.unit, { documents: FOUR, items: [k.title] }),
      },
    ],
  ),
  define(
    'unicode-that-looks-like-vni',
    '"Toán", "hoà", "xuân", "khoá" are good Unicode, though they could be read as VNI: left as they are.',
    EDUCATION,
    (k) => {
      const title = 'Dạy toán hoà đồng mùa xuân cho khoá mới';
      return [
        {
          from: k.from,
          subject: k.subject,
          text: k.text,
          attachments: [
            k.orderWord(),
            k.orderPdf(),
            k.reportWord('Báo cáo mô tả sáng kiến.docx', title),
            k.reportPdf('Báo cáo mô tả sáng kiến.pdf', title),
          ],
          want: complete(k.unit, { items: [title] }),
        },
      ];
    },
  ),
  define(
    'old-tone-places',
    '"Uỷ ban", "hoà", "thuỷ" with the tone in its old place, and Đ typed as the Icelandic Ð.',
    GIA_PHU,
    (k) => {
      const old = inUnicode((text) =>
        text.replaceAll('Ủy', 'Uỷ').replaceAll('ỦY', 'UỶ').replaceAll('òa', 'oà').replaceAll('Đ', 'Ð'),
      );
      return [
        {
          from: k.address('Văn thư'),
          subject: 'Uỷ ban Mặt trận Tổ quốc Việt Nam xã Gia Phú nộp hồ sơ sáng kiến',
          text: 'Uỷ ban MTTQ xã gửi hồ sơ.',
          attachments: written(k, old),
          want: complete(k.unit, { documents: READ }),
        },
      ];
    },
  ),
  define(
    'no-accents-in-documents',
    'A report typed without accents is a report all the same.',
    PHU_NHUAN,
    (k) => {
      const bare = inUnicode((text) =>
        text
          .normalize('NFD')
          .replace(/[\u0300-\u036f]/g, '')
          .replaceAll('đ', 'd')
          .replaceAll('Đ', 'D'),
      );
      return [
        {
          from: k.from,
          subject: k.subject,
          text: k.text,
          attachments: written(k, bare),
          want: complete(k.unit, { documents: READ }),
        },
      ];
    },
  ),
  define('doc-tcvn3', 'Word 97 and TCVN3, the files of twenty years of offices.', SON_HA, (k) => [
    {
      from: k.from,
      subject: k.subject,
      text: k.text,
      attachments: [
        part('15.doc', oldWord(k.order(), tcvn3)),
        k.orderPdf(),
        part('16.doc', oldWord(k.report(k.title), tcvn3)),
        k.reportPdf(),
      ],
      want: complete(k.unit, {
        documents: [
          accepted('15.doc', 'to_trinh', 'editable'),
          accepted('16.doc', 'bao_cao_mo_ta', 'editable'),
        ],
      }),
    },
  ]),
  define(
    'xls-vni',
    'The list in Excel 97 and VNI: known by its columns, its titles read.',
    XUAN_QUANG,
    (k) => [
      {
        from: k.from,
        subject: k.subject,
        text: k.text,
        attachments: [
          k.orderWord(),
          k.orderPdf(),
          part('Book1.xls', oldExcel(k.list(k.titles.slice(0, 2)), vni)),
          ...[0, 1].flatMap((at) => [
            k.reportWord(`Báo cáo mô tả ${at + 1}.docx`, k.titles[at]),
            k.reportPdf(`Báo cáo mô tả ${at + 1}.pdf`, k.titles[at]),
          ]),
        ],
        want: complete(k.unit, {
          items: k.titles.slice(0, 2),
          documents: [accepted('Book1.xls', 'danh_sach', 'editable')],
        }),
      },
    ],
  ),
];
