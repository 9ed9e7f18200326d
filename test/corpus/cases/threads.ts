// Which dossier a mail belongs to: answers, codes, several mails of one unit, the same files again, strangers.
import { entry, zip } from '../archives.ts';
import type { Case } from '../case.ts';
import { jpg, part, pdf, scan, word } from '../files.ts';
import { complete, define, owing, unanswered } from '../kit.ts';
import {
  BAN_CAM,
  BAN_PHIET,
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

export const THREADS: Case[] = [
  define(
    'supplement-by-answer',
    'The missing Tờ trình comes as an answer to our letter: same dossier, now complete.',
    XUAN_QUANG,
    (k) => [
      {
        from: k.from,
        subject: k.subject,
        text: k.text,
        attachments: [k.reportWord(), k.reportPdf()],
        want: owing(k.unit, [['to_trinh', 'any', null]]),
      },
      {
        from: k.from,
        subject: (earlier) => `Re: ${earlier.letter(0, 'missing-documents').subject}`,
        text: 'Em gửi bổ sung tờ trình ạ.',
        answers: [0, 'missing-documents'],
        receivedAt: '2022-08-08 14:00',
        attachments: [k.orderWord(), k.orderPdf()],
        want: {
          outcome: 'supplement',
          reason: null,
          dossierOf: 0,
          status: 'complete',
          missing: [],
          letters: ['supplement-complete'],
        },
      },
    ],
  ),
  define(
    'supplement-by-code',
    'A new mail with the code in its subject, from the same address: same dossier.',
    THAI_NIEN,
    (k) => [
      {
        from: k.from,
        subject: k.subject,
        text: k.text,
        attachments: [k.orderWord(), k.reportWord(), k.reportPdf()],
        want: owing(k.unit, [['to_trinh', 'signed', null]]),
      },
      {
        from: k.from,
        subject: (earlier) => `Bổ sung hồ sơ ${earlier.code(0).toLowerCase().replaceAll('-', ' - ')}`,
        text: 'Xã gửi bổ sung.',
        receivedAt: '2022-08-08 15:00',
        attachments: [k.orderPdf()],
        want: {
          outcome: 'supplement',
          dossierOf: 0,
          status: 'complete',
          missing: [],
          letters: ['supplement-complete'],
        },
      },
    ],
  ),
  define(
    'supplement-still-short',
    'One of two missing papers comes: the letter lists what is still owed, and only that.',
    SON_HA,
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
      {
        from: k.from,
        subject: (earlier) => `Re: ${earlier.letter(0, 'missing-documents').subject}`,
        text: 'Em gửi trước tờ trình.',
        answers: [0, 'missing-documents'],
        receivedAt: '2022-08-08 15:00',
        attachments: [k.orderPdf()],
        want: {
          outcome: 'supplement',
          dossierOf: 0,
          status: 'awaiting-documents',
          missing: [['bao_cao_mo_ta', 'signed', 1]],
          letters: ['supplement-missing'],
        },
      },
    ],
  ),
  define(
    'supplement-by-a-colleague',
    'A colleague answers from another address: the letter’s Message-ID proves that the unit got it.',
    SON_HAI,
    (k) => [
      {
        from: k.from,
        subject: k.subject,
        text: k.text,
        attachments: [k.orderWord(), k.orderPdf(), k.reportPdf()],
        want: owing(k.unit, [['bao_cao_mo_ta', 'editable', 1]]),
      },
      {
        from: k.address('MTTQ xã Sơn Hải', 'chutich', 'gmail.example'),
        subject: (earlier) => `Re: ${earlier.letter(0, 'missing-documents').subject}`,
        text: 'MTTQ xã Sơn Hải gửi bổ sung bản Word.',
        answers: [0, 'missing-documents'],
        receivedAt: '2022-08-08 16:00',
        attachments: [k.reportWord()],
        want: { outcome: 'supplement', dossierOf: 0, status: 'complete', missing: [] },
      },
    ],
  ),
  define(
    'stranger-quotes-a-code',
    'Somebody else writes the code of a dossier: nothing is added, nothing is told, and the dossier stays as it was.',
    GIA_PHU,
    (k) => [
      {
        from: k.from,
        subject: k.subject,
        text: k.text,
        attachments: [k.orderWord(), k.reportWord(), k.reportPdf()],
        want: owing(k.unit, [['to_trinh', 'signed', null]]),
      },
      {
        from: k.address('Người lạ', 'nguoila', 'gmail.example'),
        subject: (earlier) => `Bổ sung hồ sơ [${earlier.code(0)}]`,
        text: 'Tôi gửi bổ sung hồ sơ.',
        receivedAt: '2022-08-08 15:00',
        attachments: [part('To trinh.pdf', pdf(k.order({ number: 'Số: 99/TTr' })))],
        want: unanswered('unsorted', 'code-unfit'),
      },
      {
        from: k.from,
        subject: (earlier) => `Re: ${earlier.letter(0, 'missing-documents').subject}`,
        text: 'Xã gửi bổ sung.',
        answers: [0, 'missing-documents'],
        receivedAt: '2022-08-08 16:00',
        attachments: [k.orderPdf()],
        want: { outcome: 'supplement', dossierOf: 0, status: 'complete', missing: [] },
      },
    ],
  ),
  define(
    'stranger-guesses-a-code',
    'A code that belongs to nobody proves nothing; the mail is judged by what it brings.',
    TRI_QUANG,
    (k) => [
      {
        from: k.from,
        subject: 'Hồ sơ sáng kiến xã Trì Quang [DKST-BT-220808-9999]',
        text: k.text,
        attachments: k.full(),
        want: complete(k.unit),
      },
    ],
  ),
  define(
    'same-files-again',
    'All the same files once more, in a mail of its own Message-ID: a duplicate, said so.',
    PHO_LU,
    (k) => [
      {
        from: k.from,
        subject: k.subject,
        text: k.text,
        attachments: k.full(),
        want: complete(k.unit),
      },
      {
        from: k.from,
        subject: `Gửi lại: ${k.subject}`,
        text: 'Thị trấn gửi lại vì sợ thư trước chưa đến.',
        receivedAt: '2022-08-08 11:00',
        attachments: k.full(),
        want: { outcome: 'duplicate', reason: 'same-files', dossierOf: 0, letters: ['duplicate'] },
      },
    ],
  ),
  define('same-files-renamed', 'The same bytes under other names are the same files.', TANG_LOONG, (k) => [
    {
      from: k.from,
      subject: k.subject,
      text: k.text,
      attachments: k.full(),
      want: complete(k.unit),
    },
    {
      from: k.from,
      subject: 'Thị trấn Tằng Loỏng nộp hồ sơ sáng kiến (lần 2)',
      text: 'Gửi lại cho chắc ạ.',
      receivedAt: '2022-08-09 08:00',
      attachments: k
        .full()
        .map((file, at) => part(`ban cuoi ${at + 1}.${file.name?.split('.').at(-1)}`, file.content)),
      want: { outcome: 'duplicate', reason: 'same-files', dossierOf: 0, letters: ['duplicate'] },
    },
  ]),
  define(
    'parts-of-one-dossier',
    'Three mails "phần 1/3" to "3/3" within minutes: one dossier, complete after the last; no list of what is missing goes out between them.',
    PHONG_HAI,
    (k) => [
      {
        from: k.from,
        subject: `${k.subject} (phần 1/3)`,
        text: k.text,
        receivedAt: '2022-08-08 09:15',
        attachments: [k.orderWord(), k.orderPdf()],
        want: {
          outcome: 'registered',
          unit: k.unit.code,
          missing: [['bao_cao_mo_ta', 'any', null]],
        },
      },
      {
        from: k.from,
        subject: `${k.subject} (phần 2/3)`,
        text: k.text,
        receivedAt: '2022-08-08 09:18',
        attachments: [k.reportWord()],
        want: {
          outcome: 'supplement',
          dossierOf: 0,
          missing: [['bao_cao_mo_ta', 'signed', 1]],
        },
      },
      {
        from: k.from,
        subject: `${k.subject} (phần 3/3)`,
        text: k.text,
        receivedAt: '2022-08-08 09:21',
        attachments: [k.reportPdf()],
        want: { outcome: 'supplement', dossierOf: 0, status: 'complete', missing: [] },
      },
    ],
  ),
  define(
    'sent-in-addition',
    '"Bổ sung" without code or thread, from the same address an hour later: it joins the dossier.',
    BAN_PHIET,
    (k) => [
      {
        from: k.from,
        subject: k.subject,
        text: k.text,
        receivedAt: '2022-08-08 09:15',
        attachments: [k.orderWord(), k.orderPdf(), k.reportWord()],
        want: owing(k.unit, [['bao_cao_mo_ta', 'signed', 1]]),
      },
      {
        from: k.from,
        subject: 'Bổ sung hồ sơ sáng kiến xã Bản Phiệt',
        text: 'Xã gửi bổ sung báo cáo có chữ ký.',
        receivedAt: '2022-08-08 10:20',
        attachments: [k.reportPdf()],
        want: { outcome: 'supplement', dossierOf: 0, status: 'complete', missing: [] },
      },
    ],
  ),
  define(
    'replacement',
    '"Bản thay thế" of the report joins the dossier as the newer copy; the first is kept, and the initiative stays one.',
    BAN_CAM,
    (k) => [
      {
        from: k.from,
        subject: k.subject,
        text: k.text,
        attachments: k.full(),
        want: complete(k.unit, { items: [k.title] }),
      },
      {
        from: k.from,
        subject: 'Bản thay thế báo cáo mô tả sáng kiến xã Bản Cầm',
        text: 'Xã gửi báo cáo đã chỉnh sửa, thay thế bản đã gửi sáng nay.',
        receivedAt: '2022-08-08 14:30',
        attachments: [
          part(
            'Báo cáo mô tả sáng kiến (thay thế).docx',
            word(k.report(k.title, { number: 'Số: 81/BC-MTTQ-BTT' })),
          ),
          part(
            'Báo cáo mô tả sáng kiến (thay thế).pdf',
            pdf(k.report(k.title, { number: 'Số: 81/BC-MTTQ-BTT' })),
          ),
        ],
        want: { outcome: 'supplement', dossierOf: 0, status: 'complete', missing: [], items: [k.title] },
      },
    ],
  ),
  define(
    'sent-again-with-changes',
    '"Gửi lại (bản chuẩn)": one file is new, the others the same; the dossier takes the new one in.',
    PHU_NHUAN,
    (k) => [
      {
        from: k.from,
        subject: k.subject,
        text: k.text,
        attachments: k.full(),
        want: complete(k.unit),
      },
      {
        from: k.from,
        subject: `Gửi lại (bản chuẩn): ${k.subject}`,
        text: 'Xã gửi lại bản chuẩn, tờ trình đã sửa số.',
        receivedAt: '2022-08-08 13:30',
        attachments: [
          part('Tờ trình bản chuẩn.docx', word(k.order({ number: 'Số: 77/TTr-MTTQ-BTT' }))),
          ...k.full().slice(1),
        ],
        want: { outcome: 'supplement', dossierOf: 0, status: 'complete', missing: [], items: [k.title] },
      },
    ],
  ),
  define(
    'one-initiative-per-mail',
    'Two initiatives of one unit in two mails of one morning: one dossier of two items, for which the list is now owed.',
    XUAN_GIAO,
    (k) => [
      {
        from: k.from,
        subject: 'MTTQ xã Xuân Giao: hồ sơ sáng kiến thứ nhất',
        text: 'Xã gửi sáng kiến thứ nhất, còn một sáng kiến nữa em gửi tiếp.',
        receivedAt: '2022-08-08 09:00',
        attachments: k.full(),
        want: complete(k.unit, { letters: ['receipt'] }),
      },
      {
        from: k.from,
        subject: 'MTTQ xã Xuân Giao: hồ sơ sáng kiến thứ hai',
        text: 'Xã gửi tiếp sáng kiến thứ hai.',
        receivedAt: '2022-08-08 09:06',
        attachments: [
          k.reportWord('Báo cáo mô tả sáng kiến 2.docx', k.titles[1]),
          k.reportPdf('Báo cáo mô tả sáng kiến 2.pdf', k.titles[1]),
        ],
        want: {
          outcome: 'supplement',
          dossierOf: 0,
          missing: [['danh_sach', 'editable', null]],
          items: [k.title, k.titles[1] ?? ''],
        },
      },
    ],
  ),
  define(
    'two-units-one-address',
    'One mailbox serves two communes: each gets a dossier of its own, whatever the time between the mails.',
    PHONG_NIEN,
    (k) => {
      const other = k.papersOf(THAI_NIEN);
      return [
        {
          from: k.address('Văn thư', 'chung'),
          subject: 'MTTQ xã Phong Niên gửi hồ sơ sáng kiến',
          text: 'Gửi hồ sơ MTTQ xã Phong Niên.',
          receivedAt: '2022-08-08 09:00',
          attachments: k.full(),
          want: complete(k.unit),
        },
        {
          from: k.address('Văn thư', 'chung'),
          subject: 'MTTQ xã Thái Niên gửi hồ sơ sáng kiến',
          text: 'Gửi hồ sơ MTTQ xã Thái Niên.',
          receivedAt: '2022-08-08 09:04',
          attachments: [
            part('Tờ trình.docx', word(other.order())),
            part('Tờ trình.pdf', pdf(other.order())),
            part('Báo cáo mô tả sáng kiến.docx', word(other.report(k.titles[2]))),
            part('Báo cáo mô tả sáng kiến.pdf', pdf(other.report(k.titles[2]))),
          ],
          want: complete(THAI_NIEN),
        },
      ];
    },
  ),
  define(
    'another-unit-sends-the-same-files',
    'Another commune sends one commune’s papers as its own: a person looks, and the sender learns nothing of the other dossier.',
    SON_HA,
    (k) => [
      {
        from: k.from,
        subject: k.subject,
        text: k.text,
        attachments: k.full(),
        want: complete(k.unit),
      },
      {
        from: k.address('MTTQ thị trấn Phố Lu', 'pholu'),
        subject: 'MTTQ thị trấn Phố Lu gửi hồ sơ sáng kiến',
        text: 'MTTQ thị trấn Phố Lu gửi hồ sơ.',
        receivedAt: '2022-08-08 17:00',
        attachments: k.full(),
        want: { outcome: 'unsorted', reason: 'unit-conflict', unit: null, letters: ['receipt-checking'] },
      },
    ],
  ),
  define(
    'same-files-in-an-archive',
    'The same files once more, now in one archive: still nothing new.',
    TRI_QUANG,
    (k) => [
      {
        from: k.from,
        subject: k.subject,
        text: k.text,
        attachments: k.full(),
        want: complete(k.unit),
      },
      {
        from: k.from,
        subject: `Gửi lại ${k.subject}`,
        text: 'Gửi lại dạng nén.',
        receivedAt: '2022-08-08 11:00',
        attachments: [
          part('ho so.zip', zip(k.full().map(({ name, content }) => entry(name ?? '', content)))),
        ],
        want: { outcome: 'duplicate', reason: 'same-files', dossierOf: 0, letters: ['duplicate'] },
      },
    ],
  ),
  define(
    'supplement-of-unclear-scan',
    'The missing signed copy comes as "scan.pdf" in answer to our letter: a person looks, and it is not asked for again.',
    GIA_PHU,
    (k) => [
      {
        from: k.from,
        subject: k.subject,
        text: k.text,
        attachments: [k.orderWord(), k.reportWord(), k.reportPdf()],
        want: owing(k.unit, [['to_trinh', 'signed', null]]),
      },
      {
        from: k.from,
        subject: (earlier) => `Re: ${earlier.letter(0, 'missing-documents').subject}`,
        text: 'Em gửi bản ký ạ.',
        answers: [0, 'missing-documents'],
        receivedAt: '2022-08-08 14:00',
        attachments: [part('scan.pdf', scan(k.seed))],
        want: { outcome: 'supplement', dossierOf: 0, status: 'supplemented', missing: [] },
      },
    ],
  ),
  define(
    'answers-from-a-phone',
    'A photo in answer to our letter, with the whole letter quoted below: added to its dossier.',
    XUAN_QUANG,
    (k) => [
      {
        from: k.from,
        subject: k.subject,
        text: k.text,
        attachments: [k.orderWord(), k.reportWord(), k.reportPdf()],
        want: owing(k.unit, [['to_trinh', 'signed', null]]),
      },
      {
        from: k.from,
        subject: (earlier) => `RE: ${earlier.letter(0, 'missing-documents').subject}`,
        text: '\n\nĐã gửi từ iPhone của tôi\n\n> Vào 08:00, Bộ phận tiếp nhận đã viết:\n> Đề nghị bổ sung: Danh sách trích ngang; Tờ trình.',
        answers: [0, 'missing-documents'],
        receivedAt: '2022-08-08 18:30',
        attachments: [part('To trinh da ky.jpg', jpg(k.seed), { type: 'image/jpeg', inline: true })],
        want: { outcome: 'supplement', dossierOf: 0, status: 'complete', missing: [] },
      },
    ],
  ),
  define(
    'second-dossier-months-later',
    'A new dossier of another unit body from the same commune after the deadline is late; the first stays as it was.',
    BAN_PHIET,
    (k) => [
      {
        from: k.from,
        subject: k.subject,
        text: k.text,
        receivedAt: '2022-07-01 09:00',
        attachments: k.full(),
        want: complete(k.unit, { deadline: 'on-time' }),
      },
      {
        from: k.address('MTTQ xã Bản Phiệt', 'moi'),
        subject: 'Hồ sơ sáng kiến (đợt sau) MTTQ xã Bản Phiệt',
        text: 'MTTQ xã Bản Phiệt gửi hồ sơ sáng kiến khác.',
        receivedAt: '2022-10-03 09:00',
        attachments: [
          part('Tờ trình.docx', word(k.order({ number: 'Số: 95/TTr-MTTQ-BTT' }))),
          part('Tờ trình.pdf', pdf(k.order({ number: 'Số: 95/TTr-MTTQ-BTT' }))),
          k.reportWord('Báo cáo mô tả.docx', k.titles[2]),
          k.reportPdf('Báo cáo mô tả.pdf', k.titles[2]),
        ],
        want: complete(k.unit, { deadline: 'late' }),
      },
    ],
  ),
];
