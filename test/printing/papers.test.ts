// What all papers have in common: A4, fonts that have every Vietnamese letter, a code that machines read, the same bytes.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Campaign } from '../../src/core/campaign.ts';
import type { PrintedDossier } from '../../src/core/printed.ts';
import { printControlSlip } from '../../src/printing/control-slip.ts';
import { printReceipt } from '../../src/printing/receipt.ts';
import { sampleCampaign } from '../support/campaign.ts';
import { CODE, COMPLETE, document, facts, LACKING, NOW, REPORT } from './dossier.ts';
import { readPdf, scanQr } from './read-pdf.ts';

const campaign = sampleCampaign();

const PAPERS: [
  string,
  string,
  (dossier: PrintedDossier, campaign: Campaign, now: Date) => Promise<Buffer>,
][] = [
  ['receipt', 'Giấy xác nhận tiếp nhận hồ sơ', printReceipt],
  ['control slip', 'Phiếu kiểm soát quá trình giải quyết hồ sơ', printControlSlip],
];

/** Every letter of the language, small and large: twelve vowels with five tones each, written behind them; and the rest. */
function vietnameseLetters(): string[] {
  const tones = ['', '\u0300', '\u0301', '\u0303', '\u0309', '\u0323'];
  const vowels = [...'aăâeêioôơuưy'].flatMap((vowel) => tones.map((tone) => `${vowel}${tone}`));
  const small = [...vowels, ...'bcdđghklmnpqrstvxfjwz'];
  return [...small, ...small.map((letter) => letter.toLocaleUpperCase('vi'))];
}

describe.each(PAPERS)('a %s', (_, title, print) => {
  it('is A4, in Times, in Vietnamese, and its metadata say nothing of people', async () => {
    const { pages, info, language, fonts } = await readPdf(await print(facts(LACKING), campaign, NOW));
    for (const { width, height } of pages) {
      expect(width).toBeCloseTo(595.28, 1);
      expect(height).toBeCloseTo(841.89, 1);
    }
    expect(fonts.length).toBeGreaterThan(1);
    // Six letters and a plus: only the letters used are in the file.
    for (const font of fonts) expect(font).toMatch(/^[A-Z]{6}\+Tinos/);
    expect(language).toBe('vi-VN');
    expect(info).toMatchObject({ Title: `${title} ${CODE}`, CreationDate: 'D:20220808070000Z' });
    expect(info).not.toHaveProperty('Author');
    expect(info).not.toHaveProperty('Subject');
    expect(info).not.toHaveProperty('Keywords');
  });

  it.each([CODE, 'ABCDEFGH-ABCDEFGH-991231-9999'])('bears %s for telephones', async (code) => {
    expect(await scanQr(await print(facts({ code }), campaign, NOW))).toBe(code);
  });

  it('has the same bytes for the same facts', async () => {
    const first = await print(facts(), campaign, NOW);
    expect((await print(facts(), campaign, NOW)).equals(first)).toBe(true);
    expect((await print(facts({ arrivalNumber: 16 }), campaign, NOW)).equals(first)).toBe(false);
  });

  it('draws every Vietnamese letter, whichever way it was written', async () => {
    const keyed = vietnameseLetters().join(' ');
    const title = keyed.normalize('NFC');
    expect(new Set(title.split(' ')).size).toBe(2 * (72 + 21));
    // Vietnamese keyboards write ê and its tone apart, Macs e as well.
    const written = [title, keyed, title.normalize('NFD')];
    expect(new Set(written).size).toBe(3);
    for (const one of written) {
      const { text, pages } = await readPdf(
        await print(facts({ items: [{ number: 1, title: one }] }), campaign, NOW),
      );
      expect(text).toContain(title);
      expect(pages.every(({ lacking }) => lacking === 0)).toBe(true);
    }
  });

  it('shows that its fonts lack a letter', async () => {
    const { pages } = await readPdf(
      await print(facts({ items: [{ number: 1, title: '漢字' }] }), campaign, NOW),
    );
    expect(pages[0]?.lacking).toBe(2);
  });

  it('can be made of whatever strangers write', async () => {
    const words = fc.string({ unit: 'binary', maxLength: 300 });
    await fc.assert(
      fc.asyncProperty(words, words, words, async (name, title, file) => {
        const dossier = facts({
          ...LACKING,
          unit: { name, shortName: name },
          items: [{ number: 1, title }],
          documents: [document(file, REPORT, 1, 'editable')],
        });
        const { text } = await readPdf(await print(dossier, campaign, NOW));
        expect(text).toContain(`Số đến: ${COMPLETE.arrivalNumber}`);
      }),
      { numRuns: 15 },
    );
  });
});

it('capitals, bold and italic have every letter too', async () => {
  const letters = vietnameseLetters().join('').normalize('NFC');
  const office = { ...campaign.office, name: `Ban Thường trực ${letters} huyện ${letters}` };
  const { text, pages } = await readPdf(
    await printReceipt(facts({ code: letters }), { ...campaign, office }, NOW),
  );
  expect(pages.every(({ lacking }) => lacking === 0)).toBe(true);
  expect(text.replaceAll(' ', '')).toContain(letters);
});
