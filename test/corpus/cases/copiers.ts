// Programs that carry people's papers, and people who look like programs: nothing of theirs is lost.
import { makeScannedPdf, ORDER_PAGE } from '../../documents/make-scan.ts';
import type { Case } from '../case.ts';
import { part, pdf } from '../files.ts';
import { complete, define, FOUR, type Kit, unanswered } from '../kit.ts';
import { fromOf } from '../robots.ts';
import {
  BAN_CAM,
  BAN_PHIET,
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

/** A dossier that a program carries: registered like any other, its receipt held for staff. */
function carried(
  name: string,
  why: string,
  unit: Sender,
  from: [name: string, local: string],
  subject: string,
  headers: Record<string, string> = {},
): Case {
  return define(name, why, unit, (k) => [
    {
      from: fromOf(k, ...from),
      subject,
      text: '',
      headers,
      attachments: k.full(),
      want: complete(k.unit, { reason: 'sent-by-machine', documents: FOUR }),
    },
  ]);
}

/** A person with something that robots have, too: answered as ever. */
function person(
  name: string,
  why: string,
  unit: Sender,
  change: (k: Kit) => { subject?: string; from?: string; text?: string; headers?: Record<string, string> },
): Case {
  return define(name, why, unit, (k) => [
    {
      from: k.from,
      subject: k.subject,
      text: k.text,
      ...change(k),
      attachments: k.full(),
      want: complete(k.unit),
    },
  ]);
}

const GENERATED = { 'Auto-Submitted': 'auto-generated', Precedence: 'bulk' };

export const COPIERS: Case[] = [
  carried(
    'copier-konica',
    'A copier’s mail bears the marks of a robot and a whole dossier: registered, the receipt held.',
    GIA_PHU,
    ['KM_C227', 'scanner'],
    'Message from KM_C227',
    GENERATED,
  ),
  carried('copier-ricoh', 'By its address alone.', SON_HA, ['RICOH MP C3004', 'ricoh'], 'Scanned from MFP'),
  carried('copier-canon', 'With an empty return path.', SON_HAI, ['Canon iR-ADV', 'may2'], 'Attached Image', {
    'Return-Path': '<>',
  }),
  carried(
    'copier-xerox',
    'From an address that nobody reads.',
    THAI_NIEN,
    ['Xerox WorkCentre', 'no-reply'],
    'Scanned from a Xerox Multifunction Printer',
  ),
  carried('copier-hp', 'Auto-Submitted and nothing else.', PHO_LU, ['HP Digital Sending', 'hpscan'], 'Scan', {
    'Auto-Submitted': 'auto-generated',
  }),
  carried(
    'dossier-through-a-list',
    'A unit writes to a group of which the mailbox is a member.',
    BAN_CAM,
    ['Văn thư', 'vanthu'],
    'Hồ sơ đề nghị công nhận sáng kiến',
    { 'List-Id': '<xa.googlegroups.example>', Precedence: 'list' },
  ),
  carried(
    'dossier-through-office-software',
    'The office software of an authority sends what was signed in it.',
    PHONG_NIEN,
    ['VNPT iOffice', 'noreply'],
    'Văn bản đi: Hồ sơ đề nghị công nhận sáng kiến',
    { 'Auto-Submitted': 'auto-generated' },
  ),
  carried(
    'dossier-by-a-rule',
    'An Exchange rule forwards a colleague’s dossier.',
    XUAN_QUANG,
    ['Cán bộ', 'canbo'],
    'FW: Hồ sơ đề nghị công nhận sáng kiến',
    { 'X-MS-Exchange-Inbox-Rules-Loop': 'canbo@example.vn' },
  ),
  define('copier-scans', 'What only OCR can read is read, and registered.', TRI_QUANG, (k) => [
    {
      from: fromOf(k, 'SHARP MX-M3070', 'scan'),
      subject: 'Scanned image from MX-M3070',
      text: 'Reply to: scan. Device Name: Not Set.',
      headers: GENERATED,
      attachments: [
        part('MX-M3070_20220808_091500.pdf', () =>
          makeScannedPdf(
            ORDER_PAGE.map((line) => (line === 'XÃ GIA PHÚ' ? 'XÃ TRÌ QUANG' : line)).concat(`(${k.mark})`),
          ),
        ),
      ],
      want: {
        outcome: 'registered',
        reason: 'sent-by-machine',
        kind: 'initiative',
        unit: k.unit.code,
        missing: [
          ['to_trinh', 'editable', null],
          ['bao_cao_mo_ta', 'any', null],
        ],
      },
    },
  ]),
  define('copier-plan', 'A plan out of a copier is for people, as any plan.', BAN_PHIET, (k) => [
    {
      from: fromOf(k, 'Kyocera', 'kyocera'),
      subject: 'Scan to email',
      text: '',
      headers: GENERATED,
      attachments: [
        part(
          'doc00482022.pdf',
          pdf(k.paper('KH', { title: ['KẾ HOẠCH', 'Hưởng ứng phong trào thi đua “Đoàn kết sáng tạo”'] })),
        ),
      ],
      want: unanswered('unsorted', 'plan'),
    },
  ]),
  define(
    'copier-supplement',
    'The signed copy comes out of the copier, under the unit’s own address: it completes the dossier.',
    XUAN_GIAO,
    (k) => [
      {
        from: k.from,
        subject: k.subject,
        text: k.text,
        attachments: [k.orderWord(), k.reportWord(), k.reportPdf()],
        want: {
          outcome: 'registered',
          status: ['awaiting-documents', 'complete'],
          missing: [['to_trinh', 'signed', null]],
        },
      },
      {
        from: k.from,
        subject: 'Gửi bổ sung tờ trình',
        text: '',
        headers: GENERATED,
        receivedAt: '2022-08-08 09:25',
        attachments: [k.orderPdf()],
        want: {
          outcome: 'supplement',
          reason: 'sent-by-machine',
          dossierOf: 0,
          status: 'complete',
          missing: [],
          letters: ['supplement-complete'],
        },
      },
      {
        from: k.from,
        subject: 'Gửi bổ sung tờ trình',
        text: '',
        headers: GENERATED,
        receivedAt: '2022-08-08 09:35',
        attachments: [k.orderPdf()],
        want: unanswered('duplicate', 'same-files'),
      },
    ],
  ),
  define('fax-of-a-photo', 'Nobody can tell what a fax is: it waits for people.', GIA_PHU, (k) => [
    {
      from: fromOf(k, 'Fax', 'fax'),
      subject: 'Fax from 0214000000',
      text: '1 page',
      attachments: [
        part('fax0048.pdf', () => makeScannedPdf([`x ${k.mark}`, 'y'.repeat(40), 'z'.repeat(50)])),
      ],
      want: unanswered('unsorted', 'kind-unclear'),
    },
  ]),
];

export const LIKE_ROBOTS: Case[] = [
  person(
    'dossier-under-an-absence',
    'Somebody sends the dossier in answer to an out-of-office mail: the subject is not theirs.',
    GIA_PHU,
    () => ({ subject: 'Trả lời tự động: Hồ sơ đề nghị công nhận sáng kiến' }),
  ),
  person(
    'dossier-with-list-unsubscribe',
    'The unit’s mail goes through a forwarder that adds how to leave it.',
    SON_HA,
    () => ({ headers: { 'List-Unsubscribe': '<https://chuyentiep.example/huy>' } }),
  ),
  person(
    'dossier-through-amazon',
    'The unit’s provider sends through Amazon, which numbers every mail.',
    SON_HAI,
    () => ({
      headers: {
        'Feedback-ID': '1.ap-southeast-1.1a2b:AmazonSES',
        'X-SES-Outgoing': '2022.08.08-54.240.8.1',
      },
    }),
  ),
  person('office-of-notices', '"Thông báo" is an office’s mailbox, and people read it.', THAI_NIEN, (k) => ({
    from: fromOf(k, k.unit.name, 'thongbao'),
  })),
  person('initiative-on-robots', 'An initiative about automatic answers.', PHO_LU, () => ({
    subject: 'Hồ sơ sáng kiến: hệ thống trả lời tự động tại bộ phận một cửa',
  })),
  person(
    'gateway-footer',
    'The unit’s gateway says above every mail that it is not to be answered.',
    BAN_CAM,
    (k) => ({
      text: `Please do not reply to this email: it was checked automatically.\n\n${k.text}`,
    }),
  ),
  person('forwarded-by-gmail', 'Gmail’s own forwarding names both addresses.', PHONG_NIEN, () => ({
    headers: {
      'X-Forwarded-To': 'hopthu@example.vn',
      'X-Forwarded-For': 'vanthu@example.vn hopthu@example.vn',
    },
  })),
  person(
    'copier-in-a-person’s-name',
    'The copier sends under the unit’s address: its people read the answer.',
    XUAN_QUANG,
    () => ({
      subject: 'Message from KM_C227',
      headers: { 'X-Mailer': 'KONICA MINOLTA bizhub C227' },
    }),
  ),
  person('says-it-is-none', 'A mail that says it is not automatic.', TRI_QUANG, () => ({
    headers: { 'Auto-Submitted': 'no', 'X-Autoreply': 'no', Precedence: 'normal' },
  })),
  define(
    'dossier-with-a-meeting',
    'A meeting beside the dossier makes it no calendar’s mail.',
    TANG_LOONG,
    (k) => [
      {
        from: k.from,
        subject: k.subject,
        text: k.text,
        attachments: [
          ...k.full(),
          part('hop.ics', () => Buffer.from('BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nEND:VCALENDAR\r\n'), {
            type: 'text/calendar',
          }),
        ],
        want: complete(k.unit),
      },
    ],
  ),
  define(
    'forgotten-files-of-an-office',
    'Without files, from an office of notices: a person forgot them.',
    PHU_NHUAN,
    (k) => [
      {
        from: fromOf(k, k.unit.name, 'thongbao'),
        subject: k.subject,
        text: k.text,
        want: { outcome: 'unsorted', reason: 'no-attachment', letters: ['no-attachment'] },
      },
    ],
  ),
  define(
    'thanks-above-our-footer',
    'A thank-you above our own words, which say that the letter was automatic, is a person’s.',
    BAN_PHIET,
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
        subject: (earlier) => `Re: ${earlier.letter(0, 'receipt').subject}`,
        text: 'Cảm ơn anh chị.\n\nThư này được gửi tự động từ hệ thống tiếp nhận hồ sơ. Khi trả lời, đề nghị giữ nguyên mã hồ sơ trong ngoặc vuông ở tiêu đề thư.',
        answers: [0, 'receipt'],
        receivedAt: '2022-08-08 09:40',
        want: { outcome: 'supplement', reason: 'reply-without-documents', dossierOf: 0, letters: [] },
      },
    ],
  ),
];
