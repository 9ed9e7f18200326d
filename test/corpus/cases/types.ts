// What a file is, told by its content; and files that cannot be used.
import { makeOle } from '../../documents/make-ole.ts';
import { makeZip } from '../../documents/make-zip.ts';
import type { Case, Recipe } from '../case.ts';
import {
  bytes,
  excel,
  jpg,
  lockedPdf,
  odt,
  oldExcel,
  oldWord,
  part,
  pdf,
  png,
  rtf,
  scan,
  truncated,
  word,
  wordBody,
} from '../files.ts';
import { accepted, checking, complete, define, FOUR, type Kit, owing, refused } from '../kit.ts';
import {
  BAN_CAM,
  BAN_PHIET,
  EDUCATION,
  GIA_PHU,
  PHO_LU,
  PHONG_HAI,
  PHONG_NIEN,
  PHU_NHUAN,
  SON_HA,
  SON_HAI,
  TANG_LOONG,
  THAI_NIEN,
  TRI_QUANG,
  XUAN_GIAO,
  XUAN_QUANG,
} from '../senders.ts';

/** A head that tells the type, and this case's mark. */
function headed(hex: string, k: Kit): Recipe {
  return bytes(Buffer.concat([Buffer.from(hex, 'hex'), Buffer.alloc(1_000), Buffer.from(k.mark)]));
}

export const TYPES: Case[] = [
  define(
    'wrong-extensions',
    'A Word file named .pdf, a PDF named .docx, and two without any extension: content tells what they are.',
    SON_HA,
    (k) => [
      {
        from: k.from,
        subject: k.subject,
        text: k.text,
        attachments: [
          k.orderWord('To trinh.pdf'),
          k.orderPdf('To trinh.docx'),
          k.reportWord('Bao cao mo ta'),
          k.reportPdf('Bao cao mo ta sang kien'),
        ],
        want: complete(k.unit, {
          documents: [
            accepted('To trinh.pdf', 'to_trinh', 'editable'),
            accepted('To trinh.docx', 'to_trinh', 'signed'),
            accepted('Bao cao mo ta', 'bao_cao_mo_ta', 'editable'),
            accepted('Bao cao mo ta sang kien', 'bao_cao_mo_ta', 'signed'),
          ],
        }),
      },
    ],
  ),
  define(
    'wrong-media-types',
    'Media types that say "text/plain" and "image/png" of Word and PDF files: not believed.',
    XUAN_QUANG,
    (k) => [
      {
        from: k.from,
        subject: k.subject,
        text: k.text,
        attachments: k
          .full()
          .map((file, at) => ({ ...file, type: at % 2 ? 'image/png' : 'application/x-unknown' })),
        want: complete(k.unit, { documents: FOUR }),
      },
    ],
  ),
  define(
    'open-document-and-rich-text',
    'OpenDocument and Rich Text are editable copies, and are read.',
    THAI_NIEN,
    (k) => [
      {
        from: k.from,
        subject: k.subject,
        text: k.text,
        attachments: [
          part('a.odt', odt(k.order())),
          k.orderPdf(),
          part('b.rtf', rtf(k.report(k.title))),
          k.reportPdf(),
        ],
        want: complete(k.unit, {
          documents: [
            accepted('a.odt', 'to_trinh', 'editable'),
            accepted('b.rtf', 'bao_cao_mo_ta', 'editable'),
          ],
          items: [k.title],
        }),
      },
    ],
  ),
  define(
    'workbook-report',
    'A report written in Excel is an odd editable copy, and one all the same.',
    PHO_LU,
    (k) => [
      {
        from: k.from,
        subject: k.subject,
        text: k.text,
        attachments: [
          k.orderWord(),
          k.orderPdf(),
          part('Sheet.xlsx', excel(k.report(k.title))),
          k.reportPdf(),
        ],
        want: complete(k.unit, { documents: [accepted('Sheet.xlsx', 'bao_cao_mo_ta', 'editable')] }),
      },
    ],
  ),
  define(
    'photos-and-films',
    'Photos of an iPhone, pictures, a film: evidence by their names, of the forms they are.',
    BAN_CAM,
    (k) => [
      {
        from: k.from,
        subject: k.subject,
        text: k.text,
        attachments: [
          ...k.full(),
          part('Ảnh mô hình 1.HEIC', headed('00000018667479706865696300000000', k)),
          part('Ảnh mô hình 2.jpg', jpg(k.seed)),
          part('Ảnh mô hình 3.png', png(k.seed)),
          part(
            'Ảnh mô hình 4.webp',
            bytes(
              Buffer.concat([
                Buffer.from('RIFF\x20\0\0\0WEBPVP8 ', 'latin1'),
                Buffer.from(k.mark),
                Buffer.alloc(100),
              ]),
            ),
          ),
          part('Ảnh mô hình 5.tif', headed('49492a0008000000', k)),
          part('video mo hinh.mp4', headed('000000186674797069736f6d00000000', k)),
          part('IMG_1234.MOV', headed('00000014667479707174202000000000', k)),
        ],
        want: complete(k.unit, {
          documents: [
            accepted('Ảnh mô hình 1.HEIC', 'minh_chung', 'signed'),
            accepted('Ảnh mô hình 4.webp', 'minh_chung', 'signed'),
            accepted('video mo hinh.mp4', 'minh_chung', 'other'),
            accepted('IMG_1234.MOV', 'minh_chung', 'other'),
          ],
        }),
      },
    ],
  ),
  define(
    'presentation',
    'A presentation of the model beside the dossier: known as one, refused by nobody.',
    BAN_PHIET,
    (k) => [
      {
        from: k.from,
        subject: k.subject,
        text: k.text,
        attachments: [
          ...k.full(),
          part('Trinh chieu.ppt', () => makeOle(['Current User', 'PowerPoint Document', k.mark])),
          part('Trinh chieu 2.pptx', () =>
            makeZip([
              { name: '[Content_Types].xml', content: '<Types/>' },
              { name: 'ppt/presentation.xml', content: `<p>${k.mark}</p>` },
            ]),
          ),
        ],
        want: complete(k.unit, {
          documents: [
            accepted('Trinh chieu.ppt', undefined, 'editable'),
            accepted('Trinh chieu 2.pptx', undefined, 'editable'),
          ],
        }),
      },
    ],
  ),
  define(
    'film-alone-is-no-signed-copy',
    'A film can be no signed paper: the signed copies are asked for.',
    TRI_QUANG,
    (k) => [
      {
        from: k.from,
        subject: k.subject,
        text: k.text,
        attachments: [
          k.orderWord(),
          k.reportWord(),
          part('clip.mp4', headed('000000186674797069736f6d00000000', k)),
        ],
        want: owing(k.unit, [
          ['to_trinh', 'signed', null],
          ['bao_cao_mo_ta', 'signed', 1],
        ]),
      },
    ],
  ),
  define(
    'pdf-with-password',
    'The signed Tờ trình has a password: it was sent, so the line says that it cannot be opened.',
    GIA_PHU,
    (k) => [
      {
        from: k.from,
        subject: k.subject,
        text: k.text,
        attachments: [
          k.orderWord(),
          part('Tờ trình.pdf', lockedPdf(k.order())),
          k.reportWord(),
          k.reportPdf(),
        ],
        want: owing(k.unit, [['to_trinh', 'signed', null, 'only-unreadable']], {
          documents: [refused('Tờ trình.pdf', 'encrypted', { form: 'signed' })],
        }),
      },
    ],
  ),
  define(
    'scan-with-password-unclear-name',
    'A PDF of unclear name behind a password may be the signed copy: it is to be sent again, the Tờ trình is not called missing.',
    SON_HAI,
    (k) => [
      {
        from: k.from,
        subject: k.subject,
        text: k.text,
        attachments: [
          k.orderWord(),
          part('scan0001.pdf', lockedPdf(k.order())),
          k.reportWord(),
          k.reportPdf(),
        ],
        want: complete(k.unit, {
          status: 'awaiting-documents',
          letters: ['unreadable-files'],
          documents: [refused('scan0001.pdf', 'encrypted')],
        }),
      },
    ],
  ),
  define(
    'word-with-password',
    'A Word file behind a password is an OLE file of another kind: recognised, refused, asked for again.',
    PHU_NHUAN,
    (k) => [
      {
        from: k.from,
        subject: k.subject,
        text: k.text,
        attachments: [
          part('Tờ trình.docx', () => makeOle(['EncryptionInfo', 'EncryptedPackage', k.mark])),
          k.orderPdf(),
          k.reportWord(),
          k.reportPdf(),
        ],
        want: owing(k.unit, [['to_trinh', 'editable', null, 'only-unreadable']], {
          documents: [refused('Tờ trình.docx', 'encrypted')],
        }),
      },
    ],
  ),
  define(
    'truncated-files',
    'Files cut off on their way: damaged, by name known for what they were.',
    TANG_LOONG,
    (k) => [
      {
        from: k.from,
        subject: k.subject,
        text: k.text,
        attachments: [
          part('Tờ trình.docx', truncated(word(k.order()))),
          k.orderPdf(),
          k.reportWord(),
          part('Báo cáo mô tả sáng kiến.pdf', truncated(pdf(k.report(k.title)), 0.1)),
        ],
        want: owing(
          k.unit,
          [
            ['to_trinh', 'editable', null, 'only-unreadable'],
            ['bao_cao_mo_ta', 'signed', 1, 'only-unreadable'],
          ],
          {
            documents: [
              refused('Tờ trình.docx', 'damaged'),
              refused('Báo cáo mô tả sáng kiến.pdf', 'damaged'),
            ],
          },
        ),
      },
    ],
  ),
  define(
    'empty-file',
    'A file of no bytes at all is refused as empty; what it should have been is asked for as unusable.',
    PHONG_NIEN,
    (k) => [
      {
        from: k.from,
        subject: k.subject,
        text: k.text,
        attachments: [k.orderWord(), part('Tờ trình.pdf', bytes('')), k.reportWord(), k.reportPdf()],
        want: owing(k.unit, [['to_trinh', 'signed', null, 'only-unreadable']], {
          documents: [refused('Tờ trình.pdf', 'empty-file')],
        }),
      },
    ],
  ),
  define(
    'all-files-with-password',
    'Nothing that came can be opened: one letter about that, and no list of papers that may all be there.',
    PHONG_HAI,
    (k) => [
      {
        from: k.from,
        subject: k.subject,
        text: k.text,
        attachments: [
          part('a.pdf', lockedPdf(k.order())),
          part('b.pdf', lockedPdf(k.report(k.title))),
          part('c.docx', () => makeOle(['EncryptionInfo', 'EncryptedPackage', `${k.mark}c`])),
        ],
        want: complete(k.unit, {
          status: 'awaiting-documents',
          letters: ['unreadable-files'],
          documents: [refused('a.pdf', 'encrypted'), refused('c.docx', 'encrypted')],
        }),
      },
    ],
  ),
  define(
    'macros',
    'A Word file with macros is usable and marked, so that staff open it with care.',
    XUAN_GIAO,
    (k) => [
      {
        from: k.from,
        subject: k.subject,
        text: k.text,
        attachments: [
          part('Tờ trình.docm', () => withMacros(wordBody(k.order()))),
          k.orderPdf(),
          k.reportWord(),
          k.reportPdf(),
        ],
        want: complete(k.unit, {
          documents: [{ ...accepted('Tờ trình.docm', 'to_trinh', 'editable'), reason: 'macros' }],
        }),
      },
    ],
  ),
  define(
    'program-called-a-document',
    'A program named "Tờ trình.pdf" is refused, whatever it is called, and is no Tờ trình.',
    GIA_PHU,
    (k) => [
      {
        from: k.from,
        subject: k.subject,
        text: k.text,
        attachments: [
          k.orderWord(),
          part('Tờ trình.pdf', () => program(k.mark)),
          k.reportWord(),
          k.reportPdf(),
        ],
        want: {
          outcome: 'registered',
          unit: k.unit.code,
          status: 'awaiting-documents',
          documents: [refused('Tờ trình.pdf', 'executable')],
          missing: [['to_trinh', 'signed', null]],
        },
      },
    ],
  ),
  define(
    'unknown-bytes',
    'A file of no known type beside a complete dossier: listed, harming nothing.',
    SON_HA,
    (k) => [
      {
        from: k.from,
        subject: k.subject,
        text: k.text,
        attachments: [
          ...k.full(),
          part('ban ve.dwgx', bytes(Buffer.from(`\0\x01\x02\xff\xfe${k.mark}`, 'latin1'))),
        ],
        want: complete(k.unit, { items: [k.title] }),
      },
    ],
  ),
  define(
    'scanned-pdf-is-known-as-one',
    'PDFs without a text layer under telling names are the signed copies they are named.',
    EDUCATION,
    (k) => [
      {
        from: k.from,
        subject: 'Phòng Giáo dục và Đào tạo gửi hồ sơ sáng kiến',
        text: k.text,
        attachments: [
          k.orderWord(),
          part('Tờ trình.pdf', scan(k.seed)),
          k.reportWord(),
          part('Báo cáo mô tả.jpg', jpg(k.seed)),
        ],
        want: complete(k.unit, {
          documents: [
            accepted('Tờ trình.pdf', 'to_trinh', 'signed'),
            accepted('Báo cáo mô tả.jpg', 'bao_cao_mo_ta', 'signed'),
          ],
        }),
      },
    ],
  ),
  define(
    'plain-text-report',
    'A report pasted into a .txt file is neither signed nor an editable copy to work with; both are still open to a person’s look.',
    BAN_CAM,
    (k) => [
      {
        from: k.from,
        subject: k.subject,
        text: k.text,
        attachments: [
          k.orderWord(),
          k.orderPdf(),
          part(
            'Báo cáo mô tả sáng kiến.txt',
            bytes(`BÁO CÁO\nMô tả sáng kiến\n1. Tên sáng kiến: ${k.title}\n`),
          ),
          k.reportPdf(),
        ],
        want: owing(k.unit, [['bao_cao_mo_ta', 'editable', 1]]),
      },
    ],
  ),
  define(
    'phone-photos-beside-word',
    'Word copies and photos straight from the phone: the photos may be the signed pages, and a person looks.',
    THAI_NIEN,
    (k) => [
      {
        from: k.from,
        subject: k.subject,
        text: 'Bản ký em chụp ảnh gửi kèm ạ.',
        attachments: [
          k.orderWord(),
          k.reportWord(),
          part('IMG_20220808_091500.jpg', jpg(k.seed)),
          part('received_1234567890.jpeg', jpg(k.seed + 1)),
        ],
        want: checking(k.unit),
      },
    ],
  ),
  define(
    'old-office-files',
    'Word and Excel files of 1997, as most communes still send them: read like any other.',
    EDUCATION,
    (k) => [
      {
        from: k.address('Văn thư'),
        subject: 'Hồ sơ sáng kiến',
        text: 'Gửi hồ sơ.',
        attachments: [
          part('1.doc', oldWord(k.order())),
          k.orderPdf(),
          part('2.xls', oldExcel(k.list(k.titles.slice(0, 2)))),
          part('3.doc', oldWord(k.report(k.titles[0]))),
          k.reportPdf('3.pdf', k.titles[0]),
          part('4.doc', oldWord(k.report(k.titles[1]))),
          k.reportPdf('4.pdf', k.titles[1]),
        ],
        want: complete(k.unit, {
          items: k.titles.slice(0, 2),
          documents: [
            accepted('1.doc', 'to_trinh', 'editable'),
            accepted('2.xls', 'danh_sach', 'editable'),
            accepted('4.doc', 'bao_cao_mo_ta', 'editable'),
          ],
        }),
      },
    ],
  ),
  define('old-word-with-password', 'A .doc behind a password is refused as one.', XUAN_QUANG, (k) => [
    {
      from: k.from,
      subject: k.subject,
      text: k.text,
      attachments: [
        part('TO TRINH.doc', oldWord(k.order(), undefined, { encrypted: true })),
        k.orderPdf(),
        k.reportWord(),
        k.reportPdf(),
      ],
      want: owing(k.unit, [['to_trinh', 'editable', null, 'only-unreadable']], {
        documents: [refused('TO TRINH.doc', 'encrypted', { form: 'editable' })],
      }),
    },
  ]),
  define('old-word-with-macros', 'A .doc with macros is usable and marked.', BAN_PHIET, (k) => [
    {
      from: k.from,
      subject: k.subject,
      text: k.text,
      attachments: [
        part('TO TRINH.doc', oldWord(k.order(), undefined, { macros: true })),
        k.orderPdf(),
        k.reportWord(),
        k.reportPdf(),
      ],
      want: complete(k.unit, {
        documents: [{ ...accepted('TO TRINH.doc', 'to_trinh', 'editable'), reason: 'macros' }],
      }),
    },
  ]),
];

function withMacros(body: string): Buffer {
  const types = 'http://schemas.openxmlformats.org/package/2006/content-types';
  const relations = 'http://schemas.openxmlformats.org/package/2006/relationships';
  const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument';
  const main = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main';
  return makeZip([
    {
      name: '[Content_Types].xml',
      content: `<Types xmlns="${types}"><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"/><Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/></Types>`,
    },
    {
      name: '_rels/.rels',
      content: `<Relationships xmlns="${relations}"><Relationship Id="r1" Type="${office}" Target="word/document.xml"/></Relationships>`,
    },
    {
      name: 'word/document.xml',
      content: `<w:document xmlns:w="${main}"><w:body>${body}</w:body></w:document>`,
    },
    { name: 'word/vbaProject.bin', content: makeOle(['VBA', 'PROJECT']) },
  ]);
}

/** The head of a Windows program: DOS stub, and the mark it points to. */
function program(mark: string): Buffer {
  const made = Buffer.alloc(1_024);
  made.write('MZ', 0, 'latin1');
  made.writeUInt32LE(0x80, 0x3c);
  made.write('PE\0\0', 0x80, 'latin1');
  made.write(mark, 0x200, 'latin1');
  return made;
}
