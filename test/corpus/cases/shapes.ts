// The shapes in which a dossier comes.
import type { Case } from '../case.ts';
import { jpg, part, pdf, png, scan, word } from '../files.ts';
import { accepted, checking, complete, define, FOUR, owing } from '../kit.ts';
import {
  BAN_CAM,
  BAN_PHIET,
  EDUCATION,
  FARMERS,
  GIA_PHU,
  PHO_LU,
  PHU_NHUAN,
  SON_HAI,
  TANG_LOONG,
  TRI_QUANG,
  XUAN_GIAO,
} from '../senders.ts';

export const SHAPES: Case[] = [
  define(
    'complete-commune',
    'One unit, one Tờ trình, one report, each signed and editable: nothing is owed, and the photo is evidence.',
    GIA_PHU,
    (k) => [
      {
        from: k.from,
        subject: k.subject,
        text: k.text,
        attachments: [...k.full(), part('Ảnh mô hình.png', png(k.seed))],
        want: complete(k.unit, {
          documents: [...FOUR, accepted('Ảnh mô hình.png', 'minh_chung', 'signed')],
          items: [k.title],
        }),
      },
    ],
  ),
  define(
    'several-with-list',
    'Three initiatives with one Tờ trình and their list: three items, titled by their reports, nothing owed.',
    EDUCATION,
    (k) => [
      {
        from: k.from,
        subject: 'Phòng Giáo dục và Đào tạo gửi hồ sơ 03 sáng kiến',
        text: 'Kính gửi Ban Thường trực hồ sơ đề nghị công nhận 03 sáng kiến của ngành.',
        attachments: [
          k.orderWord(),
          k.orderPdf(),
          part('Danh sách trích ngang.docx', word(k.list(k.titles.slice(0, 3)))),
          ...[0, 1, 2].flatMap((at) => [
            k.reportWord(`Báo cáo mô tả sáng kiến ${at + 1}.docx`, k.titles[at]),
            k.reportPdf(`Báo cáo mô tả sáng kiến ${at + 1}.pdf`, k.titles[at]),
          ]),
        ],
        want: complete(k.unit, {
          items: k.titles.slice(0, 3),
          documents: [accepted('Danh sách trích ngang.docx', 'danh_sach', 'editable')],
        }),
      },
    ],
  ),
  define(
    'several-without-list',
    'Two initiatives make the list obligatory: it alone is asked for.',
    FARMERS,
    (k) => [
      {
        from: k.from,
        subject: 'Hội Nông dân huyện gửi hồ sơ đề nghị công nhận sáng kiến',
        text: k.text,
        attachments: [
          k.orderWord(),
          k.orderPdf(),
          ...[0, 1].flatMap((at) => [
            k.reportWord(`Báo cáo mô tả ${at + 1}.docx`, k.titles[at]),
            k.reportPdf(`Báo cáo mô tả ${at + 1}.pdf`, k.titles[at]),
          ]),
        ],
        want: owing(k.unit, [['danh_sach', 'editable', null]], { items: k.titles.slice(0, 2) }),
      },
    ],
  ),
  define(
    'body-only-words',
    'An empty subject and four words of greeting: the documents and their letterhead say all that is needed.',
    PHU_NHUAN,
    (k) => [
      {
        from: k.address('Nguyen Van A', 'nva'),
        subject: '',
        text: 'Em gửi bác ạ',
        attachments: k.full(),
        want: complete(k.unit, { documents: FOUR }),
      },
    ],
  ),
  define(
    'capitals',
    'Everything in capitals without accents, as many write: read like any other.',
    PHO_LU,
    (k) => [
      {
        from: k.address('UBMTTQ THI TRAN PHO LU'),
        subject: 'UBMTTQ THI TRAN PHO LU GUI HO SO SANG KIEN',
        text: 'KINH GUI BAN THUONG TRUC, UBMTTQ THI TRAN PHO LU GUI HO SO DE NGHI CONG NHAN SANG KIEN NAM 2022.',
        attachments: [
          k.orderWord('TO TRINH.docx'),
          k.orderPdf('TO TRINH.pdf'),
          k.reportWord('BAO CAO MO TA SANG KIEN.docx'),
          k.reportPdf('BAO CAO MO TA SANG KIEN.pdf'),
        ],
        want: complete(k.unit, { documents: [accepted('TO TRINH.docx', 'to_trinh', 'editable')] }),
      },
    ],
  ),
  define(
    'photos-from-phone',
    'Pages photographed by phone and put into the mail: any may be a signed page, so only the editable copies are asked for.',
    TRI_QUANG,
    (k) => [
      {
        from: k.from,
        subject: 'MTTQ xã Trì Quang nộp hồ sơ sáng kiến',
        text: 'Em chụp hồ sơ gửi bác ạ',
        attachments: [1, 2, 3, 4].map((at) =>
          part('image0.jpeg', jpg(k.seed + at), { type: 'image/jpeg', inline: true }),
        ),
        want: owing(
          k.unit,
          [
            ['to_trinh', 'editable', null],
            ['bao_cao_mo_ta', 'editable', null],
          ],
          { documents: [accepted('image0.jpeg', undefined, 'signed')] },
        ),
      },
    ],
  ),
  define(
    'word-only',
    'Editable copies alone: the signed ones are asked for, the Word files are not asked for again.',
    XUAN_GIAO,
    (k) => [
      {
        from: k.from,
        subject: k.subject,
        text: k.text,
        attachments: [k.orderWord(), k.reportWord()],
        want: owing(k.unit, [
          ['to_trinh', 'signed', null],
          ['bao_cao_mo_ta', 'signed', 1],
        ]),
      },
    ],
  ),
  define('pdf-only', 'Signed copies alone: the editable ones are asked for.', SON_HAI, (k) => [
    {
      from: k.from,
      subject: k.subject,
      text: k.text,
      attachments: [k.orderPdf(), k.reportPdf()],
      want: owing(k.unit, [
        ['to_trinh', 'editable', null],
        ['bao_cao_mo_ta', 'editable', 1],
      ]),
    },
  ]),
  define(
    'order-forgotten',
    'The report came in both forms, the Tờ trình in none: it is asked for as a whole.',
    TANG_LOONG,
    (k) => [
      {
        from: k.from,
        subject: k.subject,
        text: k.text,
        attachments: [k.reportWord(), k.reportPdf()],
        want: owing(k.unit, [['to_trinh', 'any', null]]),
      },
    ],
  ),
  define(
    'report-forgotten',
    'The Tờ trình came in both forms, no report at all: the report is asked for, of no item in particular.',
    BAN_CAM,
    (k) => [
      {
        from: k.from,
        subject: k.subject,
        text: k.text,
        attachments: [k.orderWord(), k.orderPdf()],
        want: owing(k.unit, [['bao_cao_mo_ta', 'any', null]], { items: [] }),
      },
    ],
  ),
  define(
    'rich-dossier',
    'A dossier with everything the plan allows: optional papers are known for what they are and never asked for.',
    BAN_PHIET,
    (k) => [
      {
        from: k.from,
        subject: k.subject,
        text: k.text,
        attachments: [
          ...k.full(),
          part(
            'Biên bản.pdf',
            pdf(k.paper('BB', { title: ['BIÊN BẢN', 'Họp xét, đề nghị công nhận sáng kiến năm 2022'] })),
          ),
          part(
            'Giấy xác nhận.pdf',
            pdf(k.paper('XN', { title: ['GIẤY XÁC NHẬN', 'Hiệu quả áp dụng sáng kiến'] })),
          ),
          part(
            'Đơn.docx',
            word(
              k.paper('ĐN', {
                title: ['ĐƠN ĐỀ NGHỊ CÔNG NHẬN SÁNG KIẾN'],
                paragraphs: ['Là tác giả đề nghị xét công nhận sáng kiến.'],
              }),
            ),
          ),
          part(
            'Quyết định.pdf',
            pdf(k.paper('QĐ', { title: ['QUYẾT ĐỊNH', 'Về việc công nhận sáng kiến cấp cơ sở'] })),
          ),
          part('Phiếu.docx', word(k.paper('PC', { title: ['PHIẾU CHẤM ĐIỂM SÁNG KIẾN'] }))),
          part('Phụ lục hình ảnh.docx', word(k.paper('PL', { title: ['PHỤ LỤC', 'Hình ảnh mô hình'] }))),
        ],
        want: complete(k.unit, {
          documents: [
            ...FOUR,
            accepted('Biên bản.pdf', 'bien_ban', 'signed'),
            accepted('Giấy xác nhận.pdf', 'xac_nhan_ap_dung', 'signed'),
            accepted('Đơn.docx', 'don_de_nghi', 'editable'),
            accepted('Quyết định.pdf', 'quyet_dinh', 'signed'),
            accepted('Phiếu.docx', 'phieu_cham', 'editable'),
            accepted('Phụ lục hình ảnh.docx', 'phu_luc', 'editable'),
          ],
          items: [k.title],
        }),
      },
    ],
  ),
  define(
    'html-only',
    'A mail of HTML alone with the unit in it: its words count like plain ones.',
    GIA_PHU,
    (k) => [
      {
        from: k.address('Văn thư'),
        subject: 'Gửi hồ sơ sáng kiến',
        html: '<p>Kính gửi Ban Thường trực,</p><p><b>Ủy ban MTTQ Việt Nam xã Gia Phú</b> gửi hồ sơ đề nghị công nhận <i>sáng kiến</i>.</p>',
        attachments: k.full(),
        want: complete(k.unit),
      },
    ],
  ),
  define(
    'scans-of-unclear-name',
    'Word copies, and scans whose names say nothing: they may be the signed copies, so a person looks and nothing is asked for.',
    XUAN_GIAO,
    (k) => [
      {
        from: k.from,
        subject: k.subject,
        text: 'Xã gửi hồ sơ, bản ký em quét gửi kèm.',
        attachments: [
          k.orderWord(),
          k.reportWord(),
          part('scan0001.pdf', scan(k.seed)),
          part('SKM_C22722080809150.pdf', scan(k.seed + 1)),
        ],
        want: checking(k.unit, {
          documents: [
            accepted('scan0001.pdf', null, 'signed'),
            accepted('SKM_C22722080809150.pdf', null, 'signed'),
          ],
        }),
      },
    ],
  ),
];
