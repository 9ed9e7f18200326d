// Which troubles the figures tell of, how an alarm runs its course, and what staff read.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ALARMS, type AlarmCode, type Trouble } from '../../src/core/alarm-codes.ts';
import { type Alarm, followAlarms, owedTelling, type Told } from '../../src/core/alarm-course.ts';
import { writeNotice } from '../../src/core/alarm-words.ts';
import { findTroubles, type HealthFacts, type MailboxHealth } from '../../src/core/alarms.ts';

const NOW = new Date('2022-08-08T02:15:00Z');
const MINUTE = 60_000;
const at = (minutes: number) => new Date(NOW.getTime() + minutes * MINUTE);

const mailbox: MailboxHealth = {
  name: 'hopthu@example.vn@mail/INBOX',
  connectedAt: at(-1000),
  advancedAt: at(-1),
  failingSince: null,
  fault: null,
  heldUntil: at(0.5),
  missing: 0,
  withheld: 0,
};
const step = (name: string, due = 0, seen: number | null = -0.1, done: number | null = -1) => ({
  name,
  due,
  seenAt: seen === null ? null : at(seen),
  doneAt: done === null ? null : at(done),
});
const well: HealthFacts = {
  mailboxes: [mailbox],
  steps: [step('receive'), step('read'), step('reply')],
  queueAnswers: true,
  archiveFree: 100 * 1024 ** 3,
  failedMessages: { count: 0, numbers: [] },
  delayedMessages: 0,
  uncheckedMessages: 0,
  unknownLetters: { count: 0, numbers: [] },
  undeliveredLetters: 0,
  delayedLetters: 0,
  lettersOverBudget: 0,
};
const of = (change: Partial<MailboxHealth>): Partial<HealthFacts> => ({
  mailboxes: [{ ...mailbox, ...change }],
});
const steps = (...them: HealthFacts['steps']): Partial<HealthFacts> => ({
  steps: [step('receive'), ...them],
});

describe('findTroubles', () => {
  const box = mailbox.name;
  it.each<[string, Partial<HealthFacts>, [AlarmCode, string, number][]]>([
    ['all is well', {}, []],
    ['a server that is away', of({ failingSince: at(-2), fault: null }), [['mailbox-failing', box, 0]]],
    [
      'a certificate',
      of({ failingSince: at(-2), fault: 'mailbox-certificate' }),
      [['mailbox-failing', box, 0]],
    ],
    [
      'a wrong password',
      of({ failingSince: at(-2), fault: 'mailbox-login-refused' }),
      [['mailbox-login-refused', box, 0]],
    ],
    ['an ended token', of({ failingSince: at(-2), fault: 'oauth-refused' }), [['oauth-refused', box, 0]]],
    ['no pass for half an hour', of({ advancedAt: at(-30) }), []],
    ['no pass for longer', of({ advancedAt: at(-31) }), [['mailbox-silent', box, 0]]],
    ['no pass ever', of({ advancedAt: null }), [['mailbox-silent', box, 0]]],
    ['a lease that ran out', of({ heldUntil: at(-1) }), [['mailbox-unwatched', box, 0]]],
    [
      'a mailbox that was never connected to',
      of({ connectedAt: null, advancedAt: null, heldUntil: null }),
      [['mailbox-unwatched', box, 0]],
    ],
    ['mail without a row', of({ missing: 3 }), [['mailbox-differs', box, 3]]],
    [
      'mail that is withheld, of a mailbox that fails',
      of({ withheld: 2, failingSince: at(-1) }),
      [
        ['mailbox-failing', box, 0],
        ['mailbox-withholds', box, 2],
      ],
    ],
    [
      'no receiver: one trouble, not one for each mailbox',
      { ...of({ heldUntil: at(-9) }), steps: [step('receive', 0, -9)] },
      [['step-not-running', 'receive', 0]],
    ],
    ['no receiver ever', { steps: [step('receive', 0, null, null)] }, [['step-not-running', 'receive', 0]]],
    ['a step that nothing waits for may rest', steps(step('read', 0, null, null)), []],
    ['a step that nobody runs', steps(step('read', 7, -9)), [['step-not-running', 'read', 7]]],
    ['a step that lives and does nothing', steps(step('read', 7, 0, -16)), [['step-stuck', 'read', 7]]],
    ['a step with much to do', steps(step('read', 9000, 0, -14)), []],
    ['a queue that is away', { queueAnswers: false }, [['queue-away', '', 0]]],
    ['a disk that fills', { archiveFree: 4.9 * 1024 ** 3 }, [['archive-nearly-full', '', 4]]],
    ['a disk that nobody told of', { archiveFree: null }, []],
    ['failed messages', { failedMessages: { count: 2, numbers: [12, 15] } }, [['messages-failed', '', 2]]],
    ['messages that wait', { delayedMessages: 1 }, [['messages-delayed', '', 1]]],
    ['files that nobody has checked', { uncheckedMessages: 4 }, [['clamd-away', '', 4]]],
    [
      'letters of unknown outcome',
      { unknownLetters: { count: 1, numbers: [3] } },
      [['letters-unknown', '', 1]],
    ],
    ['four letters that came back', { undeliveredLetters: 4 }, []],
    ['five letters that came back', { undeliveredLetters: 5 }, [['letters-undelivered', '', 5]]],
    ['letters that nobody takes', { delayedLetters: 1 }, [['letters-delayed', '', 1]]],
    ['letters over the budget', { lettersOverBudget: 30 }, [['letters-over-budget', '', 30]]],
  ])('%s', (_, change, expected) => {
    const found = findTroubles({ ...well, ...change }, 60, NOW);
    expect(found.map(({ code, subject, count }) => [code, subject, count])).toEqual(expected);
  });

  it('is patient with a mailbox that is polled rarely', () => {
    expect(findTroubles({ ...well, ...of({ advancedAt: at(-100) }) }, 3600, NOW)).toEqual([]);
  });
});

const trouble = (code: AlarmCode, more: Partial<Trouble> = {}): Trouble => ({
  code,
  subject: '',
  count: 1,
  numbers: [],
  since: null,
  ...more,
});

/** What a channel that always works would have told, minute by minute, of troubles that come and go. */
function tellings(lasting: number, troublesAt: (minute: number) => Trouble[]): [number, string, string][] {
  let known: Alarm[] = [];
  const memory = new Map<string, Told>();
  const said: [number, string, string][] = [];
  for (let minute = 0; minute <= lasting; minute++) {
    known = followAlarms(known, troublesAt(minute), at(minute)).kept;
    for (const alarm of known) {
      const telling = owedTelling(alarm, memory.get(alarm.code) ?? null, at(minute));
      if (!telling) continue;
      said.push([minute, telling, alarm.code]);
      memory.set(alarm.code, { what: telling === 'recovered' ? 'recovered' : 'raised', at: at(minute) });
    }
  }
  return said;
}

const between = (from: number, to: number, one: Trouble) => (minute: number) =>
  minute >= from && minute < to ? [one] : [];

describe('an alarm', () => {
  it('says nothing of a hiccup', () => {
    expect(tellings(60, between(5, 7, trouble('queue-away')))).toEqual([]);
  });

  it('is told once after its grace, and once when it has been over for a while', () => {
    expect(tellings(200, between(5, 60, trouble('queue-away')))).toEqual([
      [8, 'raised', 'queue-away'],
      [74, 'recovered', 'queue-away'],
    ]);
  });

  it('counts the grace from when the trouble began, not from when it was first looked at', () => {
    const since = at(-14);
    expect(tellings(3, between(0, 9, trouble('mailbox-failing', { since })))).toEqual([
      [1, 'raised', 'mailbox-failing'],
    ]);
  });

  it('is reminded of once a day', () => {
    const told = tellings(3 * 24 * 60, () => [trouble('messages-failed')]);
    expect(told.map(([minute, telling]) => [minute / 60, telling])).toEqual([
      [0, 'raised'],
      [24, 'reminder'],
      [48, 'reminder'],
      [72, 'reminder'],
    ]);
  });

  it('that comes and goes within a quarter of an hour is one', () => {
    const flickering = (minute: number) => (minute % 10 < 5 ? [trouble('messages-failed')] : []);
    expect(tellings(120, flickering)).toEqual([[0, 'raised', 'messages-failed']]);
  });

  it('that comes back after it was over is told at once', () => {
    const twice = (minute: number) =>
      minute < 10 || (minute >= 40 && minute < 50) ? [trouble('queue-away')] : [];
    expect(tellings(45, twice).map(([minute, telling]) => [minute, telling])).toEqual([
      [3, 'raised'],
      [24, 'recovered'],
      [40, 'raised'],
    ]);
  });

  it('whose beginning could not be told is still told to be over', () => {
    const alarm = followAlarms([], [trouble('messages-failed')], NOW).kept;
    const over = followAlarms(alarm, [], at(20)).kept[0];
    expect(over && owedTelling(over, null, at(20))).toBe('recovered');
    expect(over && owedTelling(over, { what: 'recovered', at: at(20) }, at(9000))).toBeNull();
  });

  it('is kept for a week for those who have not heard that it is over, then forgotten', () => {
    const over = followAlarms(followAlarms([], [trouble('messages-failed')], NOW).kept, [], at(20)).kept;
    expect(followAlarms(over, [], at(20 + 7 * 24 * 60)).forgotten).toEqual([]);
    expect(followAlarms(over, [], at(21 + 7 * 24 * 60)).forgotten).toHaveLength(1);
  });

  it('raised and over alternate, whatever comes and goes', () => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { minLength: 50, maxLength: 300 }), (stands) => {
        const told = tellings(stands.length - 1, (minute) => (stands[minute] ? [trouble('queue-away')] : []));
        const words = told.map(([, telling]) => telling);
        words.forEach((word, index) => {
          expect(word).toBe(index % 2 === 0 ? 'raised' : 'recovered');
        });
      }),
    );
  });
});

describe('a notice', () => {
  const alarmOf = (one: Trouble): Alarm => {
    const [alarm] = followAlarms([], [one], NOW).kept;
    if (!alarm) throw new Error('a trouble makes an alarm');
    return alarm;
  };
  const failed = alarmOf(trouble('messages-failed', { count: 12, numbers: [3, 4] }));
  const refused = alarmOf(trouble('oauth-refused', { subject: 'hopthu@example.vn@mail/INBOX' }));

  it('of one trouble has it in its subject', () => {
    const { subject, text } = writeNotice([{ alarm: failed, telling: 'raised' }]);
    expect(subject).toBe('[Tiếp nhận hồ sơ] Sự cố: 12 thư đến xử lý không thành công (số 3, 4, …).');
    expect(text).toBe(
      [
        'Dịch vụ tiếp nhận hồ sơ thông báo:',
        '',
        'SỰ CỐ MỚI',
        '1. [Nghiêm trọng] 12 thư đến xử lý không thành công (số 3, 4, …). Từ 09:15 ngày 08/08/2022.',
        '   Cần làm: Nội dung gốc vẫn được giữ. Xem nguyên nhân trong nhật ký, rồi chạy "tiepnhan retry" kèm số thư.',
        '',
      ].join('\n'),
    );
  });

  it('of several tells all of them, what is over last', () => {
    const { subject, text } = writeNotice([
      { alarm: { ...refused, seenAt: at(60) }, telling: 'recovered' },
      { alarm: failed, telling: 'reminder' },
      { alarm: failed, telling: 'raised' },
    ]);
    expect(subject).toBe('[Tiếp nhận hồ sơ] Sự cố (1), Sự cố chưa khắc phục (1), Đã khắc phục (1)');
    expect(text.indexOf('SỰ CỐ MỚI')).toBeLessThan(text.indexOf('SỰ CỐ CHƯA KHẮC PHỤC'));
    expect(text).toContain(
      'ĐÃ KHẮC PHỤC\n1. Quyền truy cập hộp thư hopthu@example.vn@mail/INBOX (OAuth2) đã hết hạn hoặc bị từ chối. Từ 09:15 ngày 08/08/2022 đến 10:15 ngày 08/08/2022.',
    );
  });

  it('leaves no place of its sentences open', () => {
    for (const code of Object.keys(ALARMS) as AlarmCode[]) {
      const alarm = alarmOf(trouble(code, { subject: 'read', count: 2, numbers: [1] }));
      const { subject, text } = writeNotice([{ alarm, telling: 'raised' }]);
      expect(subject + text).not.toMatch(/[{}]|undefined|null/);
    }
  });
});
