// In time or late: by the clock of the office's mail server, to the second.
import type { Case } from '../case.ts';
import { complete, define } from '../kit.ts';
import { PHO_LU, PHONG_HAI, PHONG_NIEN, SON_HAI, THAI_NIEN } from '../senders.ts';

export const DEADLINES: Case[] = [
  define('last-second', '"Trước ngày 10/8" ends with the last second of 09/8.', SON_HAI, (k) => [
    {
      from: k.from,
      subject: k.subject,
      text: k.text,
      receivedAt: '2022-08-09 23:59:59',
      attachments: k.full(),
      want: complete(k.unit, { deadline: 'on-time' }),
    },
  ]),
  define(
    'first-second-too-late',
    'Midnight of 10/8 is too late; the dossier is registered all the same and marked.',
    THAI_NIEN,
    (k) => [
      {
        from: k.from,
        subject: k.subject,
        text: k.text,
        receivedAt: '2022-08-10 00:00:00',
        attachments: k.full(),
        want: complete(k.unit, { deadline: 'late' }),
      },
    ],
  ),
  define(
    'date-header-lies',
    'The sender’s clock says June, the mail came on 12/8: what counts is when it came in.',
    PHONG_HAI,
    (k) => [
      {
        from: k.from,
        subject: k.subject,
        text: k.text,
        receivedAt: '2022-08-12 08:00',
        headers: { Date: 'Wed, 01 Jun 2022 08:00:00 +0700' },
        attachments: k.full(),
        want: complete(k.unit, { deadline: 'late' }),
      },
    ],
  ),
  define(
    'date-header-in-the-future',
    'A clock that runs years ahead does not make a dossier late.',
    PHO_LU,
    (k) => [
      {
        from: k.from,
        subject: k.subject,
        text: k.text,
        receivedAt: '2022-08-05 16:45',
        headers: { Date: 'Mon, 01 Jan 2035 00:00:00 +0700' },
        attachments: k.full(),
        want: complete(k.unit, { deadline: 'on-time' }),
      },
    ],
  ),
  define(
    'supplement-after-the-deadline',
    'What was registered in time stays in time, though the missing paper follows after the day.',
    PHONG_NIEN,
    (k) => [
      {
        from: k.from,
        subject: k.subject,
        text: k.text,
        receivedAt: '2022-08-09 16:30',
        attachments: [k.orderWord(), k.reportWord(), k.reportPdf()],
        want: {
          outcome: 'registered',
          unit: k.unit.code,
          deadline: 'on-time',
          missing: [['to_trinh', 'signed', null]],
        },
      },
      {
        from: k.from,
        subject: (earlier) => `Re: ${earlier.letter(0, 'missing-documents').subject}`,
        text: 'Xã gửi bổ sung bản ký tờ trình ạ.',
        answers: [0, 'missing-documents'],
        receivedAt: '2022-08-11 09:00',
        attachments: [k.orderPdf()],
        want: {
          outcome: 'supplement',
          reason: null,
          dossierOf: 0,
          status: 'complete',
          deadline: 'on-time',
          missing: [],
          letters: ['supplement-complete'],
        },
      },
    ],
  ),
];
