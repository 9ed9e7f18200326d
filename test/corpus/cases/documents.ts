// What a document is, in which form, and which files are copies of one another.
import type { Case } from '../case.ts';
import { part, pdf, scan, word } from '../files.ts';
import { accepted, checking, complete, define, owing } from '../kit.ts';
import {
  BAN_CAM,
  BAN_PHIET,
  EDUCATION,
  GIA_PHU,
  HEALTH_CENTRE,
  PHO_LU,
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

export const DOCUMENTS: Case[] = [
  define(
    'names-swapped',
    'The Tờ trình is named as the report and the report as the Tờ trình: the headings tell.',
    SON_HA,
    (k) => [
      {
        from: k.from,
        subject: k.subject,
        text: k.text,
        attachments: [
          k.orderWord('Báo cáo mô tả sáng kiến.docx'),
          k.orderPdf('Báo cáo mô tả sáng kiến.pdf'),
          k.reportWord('Tờ trình.docx'),
          k.reportPdf('Tờ trình.pdf'),
        ],
        want: complete(k.unit, {
          documents: [
            accepted('Báo cáo mô tả sáng kiến.docx', 'to_trinh', 'editable'),
            accepted('Tờ trình.pdf', 'bao_cao_mo_ta', 'signed'),
          ],
        }),
      },
    ],
  ),
  define(
    'two-orders-no-report',
    'The file named as a report is the Tờ trình once more: the report is what is missing.',
    SON_HAI,
    (k) => [
      {
        from: k.from,
        subject: k.subject,
        text: k.text,
        attachments: [
          k.orderWord(),
          k.orderPdf(),
          part('Báo cáo mô tả sáng kiến.docx', word(k.order({ number: 'Số: 16/TTr-MTTQ-BTT' }))),
        ],
        want: owing(k.unit, [['bao_cao_mo_ta', 'any', null]]),
      },
    ],
  ),
  define(
    'signed-suffix',
    '".signed.pdf", and once more for each signer, are signed copies.',
    XUAN_QUANG,
    (k) => [
      {
        from: k.from,
        subject: k.subject,
        text: k.text,
        attachments: [
          k.orderWord('15.docx'),
          k.orderPdf('15.signed.signed.signed.pdf'),
          k.reportWord('16.docx'),
          k.reportPdf('16_signed.pdf'),
        ],
        want: complete(k.unit, {
          documents: [
            accepted('15.signed.signed.signed.pdf', 'to_trinh', 'signed'),
            accepted('16_signed.pdf', 'bao_cao_mo_ta', 'signed'),
          ],
        }),
      },
    ],
  ),
  define(
    'pairs-by-title',
    'Scans with a text layer under names of their own pair with the Word reports by their titles: two initiatives, not four.',
    EDUCATION,
    (k) => [
      {
        from: k.from,
        subject: 'Phòng Giáo dục và Đào tạo gửi hồ sơ sáng kiến',
        text: k.text,
        attachments: [
          k.orderWord(),
          k.orderPdf(),
          part('DS trich ngang.docx', word(k.list(k.titles.slice(0, 2)))),
          k.reportWord('SK co Lan.docx', k.titles[0]),
          k.reportWord('SK thay Minh.docx', k.titles[1]),
          k.reportPdf('20220805.pdf', k.titles[1]),
          k.reportPdf('20220806.pdf', k.titles[0]),
        ],
        want: complete(k.unit, { items: k.titles.slice(0, 2) }),
      },
    ],
  ),
  define(
    'pairs-by-name',
    'Scans without text pair with the Word files of the same names.',
    HEALTH_CENTRE,
    (k) => [
      {
        from: k.from,
        subject: 'Trung tâm Y tế huyện gửi hồ sơ sáng kiến',
        text: k.text,
        attachments: [
          k.orderWord('To trinh.docx'),
          part('To trinh.pdf', scan(k.seed)),
          part('Danh sach.docx', word(k.list(k.titles.slice(0, 2)))),
          k.reportWord('BC mo ta SK kham benh.docx', k.titles[0]),
          part('BC mo ta SK kham benh (da ky).pdf', scan(k.seed + 1)),
          k.reportWord('BC mo ta SK cap thuoc.docx', k.titles[1]),
          part('BC mo ta SK cap thuoc (da ky).pdf', scan(k.seed + 2)),
        ],
        want: complete(k.unit, { items: k.titles.slice(0, 2) }),
      },
    ],
  ),
  define(
    'one-report-unsigned-of-two',
    'Of two reports one lacks its signed copy, the other its Word copy: each line names its item.',
    EDUCATION,
    (k) => [
      {
        from: k.from,
        subject: 'Phòng Giáo dục và Đào tạo gửi hồ sơ sáng kiến',
        text: k.text,
        attachments: [
          k.orderWord(),
          k.orderPdf(),
          part('Danh sách.docx', word(k.list(k.titles.slice(0, 2)))),
          k.reportWord('Báo cáo mô tả 1.docx', k.titles[0]),
          k.reportPdf('Báo cáo mô tả 2.pdf', k.titles[1]),
        ],
        want: owing(
          k.unit,
          [
            ['bao_cao_mo_ta', 'signed', 1, 'signed-missing'],
            ['bao_cao_mo_ta', 'editable', 2, 'editable-missing'],
          ],
          { items: k.titles.slice(0, 2) },
        ),
      },
    ],
  ),
  define(
    'unsigned-draft',
    'Number and date left blank: still a Tờ trình, in its editable form.',
    THAI_NIEN,
    (k) => [
      {
        from: k.from,
        subject: k.subject,
        text: k.text,
        attachments: [
          part(
            'Doc1.docx',
            word(
              k.order({
                number: 'Số:      /TTr-MTTQ-BTT',
                placeAndDate: 'Thái Niên, ngày    tháng    năm 2022',
              }),
            ),
          ),
          k.reportWord(),
          k.reportPdf(),
        ],
        want: owing(k.unit, [['to_trinh', 'signed', null, 'signed-missing']], {
          documents: [accepted('Doc1.docx', 'to_trinh', 'editable')],
        }),
      },
    ],
  ),
  define(
    'number-without-heading',
    'A dispatch without a title of its own: number and symbol, and "V/v", say what it is.',
    PHO_LU,
    (k) => {
      const paper = k.order({
        number: 'Số: 25/MTTQ-BTT',
        title: ['V/v gửi hồ sơ đề nghị xét, công nhận', 'sáng kiến năm 2022'],
      });
      return [
        {
          from: k.from,
          subject: k.subject,
          text: k.text,
          attachments: [
            part('25.docx', word(paper)),
            part('25.pdf', pdf(paper)),
            k.reportWord(),
            k.reportPdf(),
          ],
          want: complete(k.unit, { documents: [accepted('25.docx', 'to_trinh', 'editable')] }),
        },
      ];
    },
  ),
  define(
    'report-by-its-sections',
    'A report whose title only says "BÁO CÁO", known by its sections ("tình trạng giải pháp đã biết").',
    TANG_LOONG,
    (k) => {
      const report = k.report(k.title, { title: ['BÁO CÁO'] });
      return [
        {
          from: k.from,
          subject: k.subject,
          text: k.text,
          attachments: [
            k.orderWord(),
            k.orderPdf(),
            part('bc.docx', word(report)),
            part('bc.pdf', pdf(report)),
          ],
          want: complete(k.unit, { documents: [accepted('bc.docx', 'bao_cao_mo_ta', 'editable')] }),
        },
      ];
    },
  ),
  define(
    'description-form',
    'The national form "MÔ TẢ SÁNG KIẾN" with "Mã số" on top is a report, too.',
    PHONG_NIEN,
    (k) => {
      const form = k.report(k.title, {
        title: ['Mã số (do Thường trực Hội đồng ghi): ……', 'MÔ TẢ SÁNG KIẾN'],
        paragraphs: [
          `1. Tên sáng kiến: ${k.title}`,
          '2. Lĩnh vực áp dụng sáng kiến: Nông nghiệp',
          '3. Mô tả bản chất của sáng kiến:',
          '3.1. Tình trạng giải pháp đã biết: làm thủ công.',
          '3.2. Nội dung giải pháp đề nghị công nhận là sáng kiến: cải tiến.',
        ],
      });
      return [
        {
          from: k.from,
          subject: k.subject,
          text: k.text,
          attachments: [k.orderWord(), k.orderPdf(), part('M2.docx', word(form)), part('M2.pdf', pdf(form))],
          want: complete(k.unit, {
            items: [k.title],
            documents: [accepted('M2.pdf', 'bao_cao_mo_ta', 'signed')],
          }),
        },
      ];
    },
  ),
  define(
    'order-and-report-in-one-scan',
    'One scan of unclear name may hold everything that is signed: nothing signed is asked for.',
    PHU_NHUAN,
    (k) => [
      {
        from: k.from,
        subject: k.subject,
        text: 'Bản ký em quét chung một tệp.',
        attachments: [k.orderWord(), k.reportWord(), part('20220808091500.pdf', scan(k.seed))],
        want: checking(k.unit, { documents: [accepted('20220808091500.pdf', null, 'signed')] }),
      },
    ],
  ),
  define(
    'unclear-scan-beside-missing-word',
    'An unclear scan may be any signed copy, but never the Word file: that one is asked for.',
    TRI_QUANG,
    (k) => [
      {
        from: k.from,
        subject: k.subject,
        text: k.text,
        attachments: [k.orderWord(), k.orderPdf(), part('scan0001.pdf', scan(k.seed))],
        want: {
          outcome: 'registered',
          unit: k.unit.code,
          missing: [['bao_cao_mo_ta', 'editable', null]],
        },
      },
    ],
  ),
  define(
    'unreadable-word-of-unclear-name',
    'An empty form without any words, called "Doc2": it may be the Word copy that seems to be missing.',
    BAN_CAM,
    (k) => [
      {
        from: k.from,
        subject: k.subject,
        text: k.text,
        attachments: [
          k.orderWord(),
          k.orderPdf(),
          k.reportPdf(),
          part(
            'Doc2.docx',
            word({
              letterhead: [],
              number: '',
              placeAndDate: '',
              title: [],
              addressee: null,
              paragraphs: [`Hình chụp màn hình ${k.mark}`],
              table: [],
              signer: '',
            }),
          ),
        ],
        want: checking(k.unit, { documents: [accepted('Doc2.docx', null, 'editable')] }),
      },
    ],
  ),
  define(
    'report-that-cites-the-order',
    'A report that quotes a Tờ trình and a plan in its first lines is still a report.',
    BAN_PHIET,
    (k) => {
      const report = k.report(k.title, {
        paragraphs: [
          'Căn cứ Tờ trình số 15/TTr-MTTQ-BTT; căn cứ Kế hoạch số 102/KH-MTTQ-BTT ngày 06/4/2022;',
          `1. Tên sáng kiến: ${k.title}`,
          '2. Tính mới: lần đầu áp dụng.',
        ],
      });
      return [
        {
          from: k.from,
          subject: k.subject,
          text: k.text,
          attachments: [
            k.orderWord(),
            k.orderPdf(),
            part('a.docx', word(report)),
            part('a.pdf', pdf(report)),
          ],
          want: complete(k.unit, {
            documents: [
              accepted('a.docx', 'bao_cao_mo_ta', 'editable'),
              accepted('a.pdf', 'bao_cao_mo_ta', 'signed'),
            ],
          }),
        },
      ];
    },
  ),
  define(
    'order-that-lists-its-enclosures',
    'A Tờ trình names list and reports as its enclosures: they are not in it, it stays a Tờ trình.',
    XUAN_GIAO,
    (k) => {
      const order = k.order({
        paragraphs: [
          'Kính đề nghị xét, công nhận sáng kiến của đơn vị.',
          'Hồ sơ kèm theo gồm: Danh sách trích ngang; Báo cáo mô tả sáng kiến; Biên bản họp xét./.',
        ],
      });
      return [
        {
          from: k.from,
          subject: k.subject,
          text: k.text,
          attachments: [part('a.docx', word(order)), part('a.pdf', pdf(order))],
          want: owing(k.unit, [['bao_cao_mo_ta', 'any', null]], {
            documents: [accepted('a.docx', 'to_trinh', 'editable')],
          }),
        },
      ];
    },
  ),
  define(
    'copies-of-one-file',
    'The same document as "- Copy", "(1)" and "ban cuoi" is one report, one initiative.',
    GIA_PHU,
    (k) => [
      {
        from: k.from,
        subject: k.subject,
        text: k.text,
        attachments: [
          k.orderWord(),
          k.orderPdf(),
          k.reportWord('Bao cao mo ta.docx'),
          k.reportWord('Bao cao mo ta (1).docx'),
          k.reportWord('Bao cao mo ta - Copy.docx'),
          k.reportWord('Bao cao mo ta ban cuoi.docx'),
          k.reportPdf('Bao cao mo ta.pdf'),
        ],
        want: complete(k.unit, { items: [k.title] }),
      },
    ],
  ),
];
