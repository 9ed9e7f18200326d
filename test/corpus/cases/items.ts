// Many initiatives in one dossier: what they are called, and what each of them lacks.
import type { Case } from '../case.ts';
import { excel, part, pdf, scan, word } from '../files.ts';
import { accepted, checking, complete, define, owing } from '../kit.ts';
import { titleFor } from '../papers.ts';
import { EDUCATION, FARMERS, GIA_PHU, HEALTH_CENTRE, POLICE, VETERANS, WOMEN } from '../senders.ts';

export const ITEMS: Case[] = [
  define(
    'list-in-excel',
    'The list as a workbook: a table with the columns of the form is the list, in its editable form.',
    WOMEN,
    (k) => [
      {
        from: k.from,
        subject: 'Hội Liên hiệp Phụ nữ huyện gửi hồ sơ sáng kiến',
        text: k.text,
        attachments: [
          k.orderWord(),
          k.orderPdf(),
          part('Book1.xlsx', excel(k.list(k.titles.slice(0, 2)))),
          ...[0, 1].flatMap((at) => [
            k.reportWord(`Báo cáo mô tả ${at + 1}.docx`, k.titles[at]),
            k.reportPdf(`Báo cáo mô tả ${at + 1}.pdf`, k.titles[at]),
          ]),
        ],
        want: complete(k.unit, {
          items: k.titles.slice(0, 2),
          documents: [accepted('Book1.xlsx', 'danh_sach', 'editable')],
        }),
      },
    ],
  ),
  define(
    'list-names-more-than-was-sent',
    'The list names three initiatives and two reports came: the third report is asked for, by its title.',
    FARMERS,
    (k) => [
      {
        from: k.from,
        subject: 'Hội Nông dân huyện gửi hồ sơ 03 sáng kiến',
        text: k.text,
        attachments: [
          k.orderWord(),
          k.orderPdf(),
          part('Danh sách trích ngang.docx', word(k.list(k.titles.slice(0, 3)))),
          ...[0, 1].flatMap((at) => [
            k.reportWord(`Báo cáo mô tả ${at + 1}.docx`, k.titles[at]),
            k.reportPdf(`Báo cáo mô tả ${at + 1}.pdf`, k.titles[at]),
          ]),
        ],
        want: owing(k.unit, [['bao_cao_mo_ta', 'any', 3, 'none-received']], { items: k.titles.slice(0, 3) }),
      },
    ],
  ),
  define(
    'titles-from-the-list',
    'The reports are scans that nobody can read; the list gives the initiatives their titles.',
    HEALTH_CENTRE,
    (k) => [
      {
        from: k.from,
        subject: 'Trung tâm Y tế huyện gửi hồ sơ sáng kiến',
        text: k.text,
        attachments: [
          k.orderWord(),
          k.orderPdf(),
          part('Danh sách trích ngang.docx', word(k.list(k.titles.slice(0, 2)))),
          part('Bao cao mo ta sang kien 1.pdf', scan(k.seed)),
          part('Bao cao mo ta sang kien 2.pdf', scan(k.seed + 1)),
        ],
        want: owing(
          k.unit,
          [
            ['bao_cao_mo_ta', 'editable', 1],
            ['bao_cao_mo_ta', 'editable', 2],
          ],
          { items: k.titles.slice(0, 2) },
        ),
      },
    ],
  ),
  define(
    'unclear-scans-for-several',
    'Two Word reports and one unclear scan: it may be the signed copy of either, so neither is asked for.',
    VETERANS,
    (k) => [
      {
        from: k.from,
        subject: 'Hội Cựu chiến binh huyện gửi hồ sơ sáng kiến',
        text: k.text,
        attachments: [
          k.orderWord(),
          k.orderPdf(),
          part('Danh sách.docx', word(k.list(k.titles.slice(0, 2)))),
          k.reportWord('Báo cáo mô tả 1.docx', k.titles[0]),
          k.reportWord('Báo cáo mô tả 2.docx', k.titles[1]),
          part('SKM_C22722080809150.pdf', scan(k.seed)),
        ],
        want: checking(k.unit, { items: k.titles.slice(0, 2) }),
      },
    ],
  ),
  define(
    'signed-list-only',
    'The list came as a signed PDF; the plan wants it editable, so that it can be copied from.',
    POLICE,
    (k) => [
      {
        from: k.from,
        subject: 'Công an huyện Bảo Thắng gửi hồ sơ sáng kiến',
        text: k.text,
        attachments: [
          k.orderWord(),
          k.orderPdf(),
          part('Danh sách.pdf', pdf(k.list(k.titles.slice(0, 2)))),
          ...[0, 1].flatMap((at) => [
            k.reportWord(`Báo cáo mô tả ${at + 1}.docx`, k.titles[at]),
            k.reportPdf(`Báo cáo mô tả ${at + 1}.pdf`, k.titles[at]),
          ]),
        ],
        want: owing(k.unit, [['danh_sach', 'editable', null]], {
          documents: [accepted('Danh sách.pdf', 'danh_sach', 'signed')],
        }),
      },
    ],
  ),
  define(
    'one-initiative-with-a-list',
    'A list beside a single initiative is not obligatory and does no harm.',
    GIA_PHU,
    (k) => [
      {
        from: k.from,
        subject: k.subject,
        text: k.text,
        attachments: [...k.full(), part('Danh sách.docx', word(k.list([k.title])))],
        want: complete(k.unit, { items: [k.title] }),
      },
    ],
  ),
  define(
    'ten-initiatives',
    'Ten initiatives of one department, every report in both forms: ten items and nothing owed.',
    EDUCATION,
    (k) => {
      const titles = Array.from({ length: 10 }, (_, at) => titleFor(k.seed, at));
      return [
        {
          from: k.from,
          subject: 'Phòng Giáo dục và Đào tạo gửi hồ sơ 10 sáng kiến',
          text: k.text,
          attachments: [
            k.orderWord(),
            k.orderPdf(),
            part('Danh sách.docx', word(k.list(titles))),
            ...titles.flatMap((title, at) => [
              k.reportWord(`SK${at + 1}.docx`, title),
              k.reportPdf(`SK${at + 1}.pdf`, title),
            ]),
          ],
          want: complete(k.unit, { items: titles }),
        },
      ];
    },
  ),
  define(
    'untitled-reports-by-number',
    'Reports that name no title, numbered 1 and 2 in their file names: two initiatives, both complete.',
    FARMERS,
    (k) => {
      const untitled = (at: number) =>
        k.report('', {
          paragraphs: [
            `Tình trạng giải pháp đã biết: chưa có cách làm chung (${at}).`,
            'Nội dung giải pháp: cùng nhau làm.',
          ],
        });
      return [
        {
          from: k.from,
          subject: 'Hội Nông dân huyện gửi hồ sơ sáng kiến',
          text: k.text,
          attachments: [
            k.orderWord(),
            k.orderPdf(),
            part('Danh sách.docx', word(k.list(k.titles.slice(0, 2)))),
            part('Báo cáo mô tả 1.docx', word(untitled(1))),
            part('Báo cáo mô tả 1.pdf', pdf(untitled(1))),
            part('Báo cáo mô tả 2.docx', word(untitled(2))),
            part('Báo cáo mô tả 2.pdf', pdf(untitled(2))),
          ],
          want: complete(k.unit),
        },
      ];
    },
  ),
  define(
    'titles-differing-by-a-number',
    'Two schools call their initiatives alike but for a number: two initiatives, and the list is owed.',
    EDUCATION,
    (k) => {
      const titles = [1, 2].map((at) => `Thư viện xanh Trường Tiểu học số ${at}`);
      return [
        {
          from: k.from,
          subject: 'Phòng Giáo dục và Đào tạo gửi hồ sơ 02 sáng kiến',
          text: k.text,
          attachments: [
            k.orderWord(),
            k.orderPdf(),
            ...titles.flatMap((title, at) => [
              k.reportWord(`Báo cáo ${at + 1}.docx`, title),
              k.reportPdf(`Báo cáo ${at + 1}.pdf`, title),
            ]),
          ],
          want: owing(k.unit, [['danh_sach', 'editable', null]], { items: titles }),
        },
      ];
    },
  ),
  define(
    'reports-named-by-title',
    'Scans of unclear content are named for their initiatives, and so are the Word reports: paired by those names.',
    WOMEN,
    (k) => [
      {
        from: k.from,
        subject: 'Hội Liên hiệp Phụ nữ huyện gửi hồ sơ sáng kiến',
        text: k.text,
        attachments: [
          k.orderWord(),
          k.orderPdf(),
          part('Danh sách.docx', word(k.list(k.titles.slice(0, 2)))),
          ...[1, 0].map((at) => part(`Bao cao SK ${k.titles[at]}.pdf`, scan(k.seed + at))),
          ...[0, 1].map((at) => k.reportWord(`SK ${k.titles[at]}.docx`, k.titles[at])),
        ],
        want: complete(k.unit, { items: k.titles.slice(0, 2) }),
      },
    ],
  ),
  define(
    'list-replaced-by-a-longer-one',
    'A new list names an initiative more, whose report is now owed.',
    VETERANS,
    (k) => [
      {
        from: k.from,
        subject: 'Hội Cựu chiến binh huyện gửi hồ sơ sáng kiến',
        text: k.text,
        attachments: [
          k.orderWord(),
          k.orderPdf(),
          part('Danh sách.docx', word(k.list(k.titles.slice(0, 2)))),
          ...[0, 1].flatMap((at) => [
            k.reportWord(`Báo cáo mô tả ${at + 1}.docx`, k.titles[at]),
            k.reportPdf(`Báo cáo mô tả ${at + 1}.pdf`, k.titles[at]),
          ]),
        ],
        want: complete(k.unit, { items: k.titles.slice(0, 2) }),
      },
      {
        from: k.from,
        subject: 'Hội Cựu chiến binh huyện gửi lại danh sách sáng kiến (bản thay thế)',
        text: 'Hội gửi danh sách thay thế, bổ sung 01 sáng kiến.',
        receivedAt: '2022-08-08 13:00',
        attachments: [part('Danh sách (thay thế).docx', word(k.list(k.titles.slice(0, 3))))],
        want: {
          outcome: 'supplement',
          dossierOf: 0,
          missing: [['bao_cao_mo_ta', 'any', 3]],
          items: k.titles.slice(0, 3),
        },
      },
    ],
  ),
];
