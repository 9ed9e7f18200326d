import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type FactsOf, LETTER_KINDS, type LetterFacts } from '../../src/core/letter.ts';
import { openLetters } from '../../src/letters/letters.ts';
import { sampleCampaign } from '../support/campaign.ts';
import { CASES, COMPLETE } from './letter-cases.ts';

const SHIPPED = join(import.meta.dirname, '../../config/letters');
const EXPECTED = join(import.meta.dirname, 'expected');

/** Compares with a committed file; what differs is written beside it as .got. */
function expectFile(name: string, got: string): void {
  const want = join(EXPECTED, name);
  rmSync(`${want}.got`, { force: true });
  if (existsSync(want) && readFileSync(want, 'utf8') === got) return;
  writeFileSync(`${want}.got`, got);
  expect(got, `${want} differs; see ${name}.got`).toBe(existsSync(want) ? readFileSync(want, 'utf8') : null);
}

const letters = openLetters(SHIPPED, sampleCampaign());

const RENDERED = Object.entries(CASES).map(([name, { kind, facts, campaign }]) => ({
  name,
  kind,
  campaign,
  ...openLetters(SHIPPED, campaign).render(kind, facts),
}));

describe('the shipped letters', () => {
  it('have a case of every kind', () => {
    expect(new Set(Object.values(CASES).map(({ kind }) => kind))).toEqual(new Set(LETTER_KINDS));
  });

  it.each(RENDERED)('$name reads as expected', ({ name, subject, text, html }) => {
    expectFile(`${name}.txt`, `${subject}\n\n${text}`);
    expectFile(`${name}.html`, html);
  });

  it.each(RENDERED)('$name says the same in text and HTML', ({ text, html }) => {
    const words = (from: string) => new Set(from.split(/[\s:;.,()]+/).filter((word) => word !== ''));
    const shown = html.slice(html.indexOf('<body')).replace(/<[^>]*>/g, ' ');
    const plain = words(shown.replaceAll('&nbsp;', ' ').replaceAll('&#34;', '"'));
    for (const word of words(text.replace(/^-+$| - /gm, ''))) expect(plain).toContain(word);
  });

  it.each(RENDERED)('$name keeps the tone of an office', ({ kind, subject, text, html }) => {
    for (const part of [subject, text, html]) expect(part).toBe(part.normalize('NFC'));
    expect(subject + text).not.toMatch(/(?<!\p{L})bạn(?!\p{L})|!|TM\. |undefined|null|GMT/iu);
    expect(text).not.toMatch(/\r|[ \t]$|\n{3}/m);
    expect(text).toMatch(/^Kính gửi: /m);
    expect(text).toMatch(/^Trân trọng\.\/\.$/m);
    const contact = /^Đầu mối hướng dẫn: Ban Phong trào(, điện thoại: 0214 000 000)?$/m;
    expect(contact.test(text)).toBe(kind !== 'daily-summary');
    expect(html).not.toMatch(/<(img|script|link|style|a|iframe|form)\b|https?:|url\(/i);
  });

  it.each(RENDERED)('$name asks for paper only where the office does', ({ campaign, text }) => {
    expect(text.includes('hồ sơ giấy')).toBe(campaign.paperNote !== null);
  });

  it.each(RENDERED)('$name claims completeness only if it tells of it', ({ name, kind, subject, text }) => {
    const claims = /(?<!chưa )đủ thành phần/.test(subject + text);
    expect(claims).toBe(['receipt', 'supplement-complete'].includes(kind) || name === 'replacement');
  });

  it.each(RENDERED)('$name has the code in its subject if there is a dossier', ({ kind, subject }) => {
    const without = [
      'no-attachment',
      'message-too-large',
      'submission-reminder',
      'report-reminder',
      'daily-summary',
    ];
    expect(subject.startsWith('[DKST-BT-220808-0003] ')).toBe(!without.includes(kind));
  });

  it.each(LETTER_KINDS)('say of %s that it has no value while the service is tried out', (kind) => {
    const one = Object.values(CASES).find((letterCase) => letterCase.kind === kind);
    if (!one) throw new Error('no case');
    const real = letters.render(kind, one.facts);
    const trial = openLetters(SHIPPED, { ...sampleCampaign(), testMode: true }).render(kind, one.facts);
    expect(trial.subject).toBe(`${real.subject} (thư thử nghiệm)`);
    expect(trial.text).toBe(`THƯ THỬ NGHIỆM – không có giá trị\n\n${real.text}`);
    expect(trial.html).toMatch(/<body[^>]*>\s*<p[^>]*><strong>THƯ THỬ NGHIỆM – không có giá trị<\/strong>/);
    expect(`${real.subject}${real.text}${real.html}`.toLowerCase()).not.toContain('thử nghiệm');
  });

  it('name the first ten of many files', () => {
    const photos = Array.from({ length: 312 }, (_, at) => `IMG_${at}.jpg`);
    const received = [
      { name: 'Ảnh, video minh chứng', itemNumber: null, signed: photos, editable: [], other: [] },
    ];
    const { text } = letters.render('receipt', { ...COMPLETE, received });
    expect(text).toContain('bản ký (IMG_0.jpg; IMG_1.jpg; ');
    expect(text).toContain('IMG_9.jpg và 302 tệp khác)');
  });
});

describe('words of a sender', () => {
  /** What any letter may be written from. */
  type FactsOfEachKind = LetterFacts &
    FactsOf<'supplement-reminder'> &
    FactsOf<'submission-reminder'> &
    FactsOf<'report-reminder'> &
    FactsOf<'refusal'> &
    FactsOf<'daily-summary'>;

  /** Markup, line ends, controls, marks that turn the writing round, links, templates, half characters. */
  const hostile = fc
    .array(
      fc.oneof(
        fc.string({ unit: 'binary' }),
        fc.constantFrom(
          ...[
            '<script>alert(1)</script>',
            '"><img src=x onerror=y>',
            "' onmouseover='",
            '&lt;',
            '-->',
            ']]>',
          ],
          ...[
            '\r\nBcc: x@example.com',
            '\n\n<h1>',
            '\u2028',
            '\u0000',
            '\u202Egpj',
            '\u2066',
            '\uFEFF',
            '\u00AD',
          ],
          ...[
            'http://evil.example/a',
            'www.evil.example',
            '//evil.example',
            '\\\\evil\\share',
            'evil。example',
          ],
          ...[
            '{{ code }}',
            '{% include "_footer" %}',
            '\u0338',
            '\u0301',
            '\uD800',
            'a'.repeat(300),
            ' ',
            '.',
          ],
        ),
      ),
      { maxLength: 6 },
    )
    .map((parts) => parts.join(''));

  const hostileFacts = fc
    .record({ a: hostile, b: hostile, c: hostile })
    .map(({ a, b, c }) => withWords(a, b, c));

  function withWords(subject: string, name: string, title: string): FactsOfEachKind {
    const unit = { name: title, shortName: title };
    const at = COMPLETE.receivedAt;
    const dossier = { code: 'DKST-BT-220808-0003', unit, receivedAt: at, supplementDeadline: at };
    return {
      ...COMPLETE,
      ...dossier,
      originalSubject: subject,
      items: [
        { number: 1, title },
        { number: 2, title: subject },
      ],
      received: [{ name: 'Tờ trình', itemNumber: 1, signed: [name], editable: [`${name}.docx`], other: [] }],
      refused: [
        { name, reason: 'damaged' },
        { name, reason: null },
      ],
      links: [{ service: title }],
      replaced: [{ name }],
      report: { period: 'năm 2022', deadlineWording: 'trước ngày 20 tháng 11 năm 2022' },
      noticedAt: at,
      expired: false,
      itemCount: 2,
      asOf: at,
      mailbox: 'hopthu@example.vn',
      reason: subject,
      since: at,
      until: at,
      registered: [dossier],
      unsorted: [{ receivedAt: at, subject, reason: null }],
      dueSoon: [dossier],
      overdue: [dossier],
      undelivered: [{ subject }],
      disconnected: [],
      missing: [{ name: 'Tờ trình', form: 'any', itemNumber: 1, itemTitle: title, reason: 'none-received' }],
      uncertainCount: 1,
      deadline: 'late',
    };
  }

  /** Everything a browser could take for markup. */
  const markup = (html: string) => html.match(/<[^<>]*>?/g);
  const UNSEEN = /(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u;

  it.each(LETTER_KINDS)('never become markup, a header or a line of %s', (kind) => {
    const calm = letters.render(kind, withWords('a', 'b.pdf', 'c'));
    fc.assert(
      fc.property(hostileFacts, (facts) => {
        const { subject, text, html } = letters.render(kind, facts);
        expect(markup(html)).toEqual(markup(calm.html));
        expect(html.replaceAll(/&(?:amp|lt|gt|#34|#39|nbsp);/g, '')).not.toContain('&');
        expect(subject).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u);
        expect([...subject].length).toBeLessThan(250);
        expect(text).not.toMatch(UNSEEN);
        expect(html).not.toMatch(UNSEEN);
        expect(text.split('\n').length).toBe(calm.text.split('\n').length);
        for (const part of [subject, text, html]) expect(part).toBe(part.normalize('NFC'));
      }),
      { numRuns: 150 },
    );
  });

  it.each(LETTER_KINDS)('never become a link in %s', (kind) => {
    fc.assert(
      fc.property(hostileFacts, (facts) => {
        const { text } = letters.render(kind, facts);
        const dotted = text.match(/[.．。｡]\p{L}+/gu) ?? [];
        expect(dotted.filter((ending) => !['.docx', '.vn'].includes(ending))).toEqual([]);
        expect(text).not.toMatch(/:\/|\/\/|\\\\/);
      }),
      { numRuns: 150 },
    );
  });

  it('are cut at 120 characters, a file keeps its ending', () => {
    const { text } = letters.render('receipt-checking', withWords('s', `${'x'.repeat(200)}.pdf`, 't'));
    expect(text).toContain(`bản ký (${'x'.repeat(115)}….pdf)`);
    const long = letters.render('unknown-unit', { ...COMPLETE, originalSubject: 'ớ'.repeat(500) });
    expect(long.text).toContain(`"${'ớ'.repeat(119)}…"`);
  });

  it('stay what they are where they are harmless', () => {
    const name = 'V/v đề nghị: TT. Phố Lu – 85.50% (bản 2) & "phụ lục".PDF';
    const { text } = letters.render('receipt-checking', withWords('s', name, 't'));
    expect(text).toContain(`bản ký (${name})`);
  });
});
