import { describe, expect, it } from 'vitest';
import { toTrinh } from '../../demo/samples/documents.ts';
import { makeDocx } from '../../demo/samples/docx.ts';
import { makeMail } from '../../demo/samples/eml.ts';
import { makeJpeg, makePng } from '../../demo/samples/image.ts';
import { makeEncryptedPdf, makePdf, makeScan } from '../../demo/samples/pdf.ts';
import { FILE_TYPES } from '../../src/core/facts.ts';
import { REASONS } from '../../src/core/reasons.ts';
import { inspectBytes } from './inspect-bytes.ts';
import { makeDoc } from './make-doc.ts';
import { makeOdt } from './make-odt.ts';
import { makeOle } from './make-ole.ts';
import { makeRtf } from './make-rtf.ts';
import { makeSheet } from './make-sheet.ts';

const UNIT = { letterhead: ['ỦY BAN MTTQ VIỆT NAM', 'XÃ GIA PHÚ', 'BAN THƯỜNG TRỰC'], place: 'Gia Phú' };
const MUTATIONS = 60;

describe('inspectFile', () => {
  it('keeps the text of a text file: NFC, without NUL or byte-order mark, cut at its limit', async () => {
    expect((await inspectBytes('\ufeff' + 'Tờ trình\n'.normalize('NFD'))).text).toBe('Tờ trình');
    expect((await inspectBytes('a'.repeat(5_000) + '\0b')).text).toBe('a'.repeat(5_000) + 'b');
    expect((await inspectBytes(' \r\n\t ')).text).toBeNull();
    const long = (await inspectBytes('ậ'.repeat(100_000))).text ?? '';
    expect(long).toMatch(/^ậ{20000}$/);
  });

  it.each<[string, () => Promise<Buffer> | Buffer]>([
    ['a Word document', () => makeDocx(toTrinh(UNIT))],
    ['a PDF', () => makePdf(toTrinh(UNIT))],
    ['a scan', () => makeScan(7)],
    ['a locked PDF', () => makeEncryptedPdf(toTrinh(UNIT))],
    ['an old Word document', () => makeOle([...'abcdefgh', 'WordDocument'], { embedded: ['Workbook'] })],
    ['an old Word document with text', () => makeDoc([['STT', 'Tên'], 'TỜ TRÌNH'], { macros: true })],
    ['an old workbook', () => makeSheet([['STT', 'Tên sáng kiến']], 'xls')],
    ['a workbook', () => makeSheet([['STT', 'Tên sáng kiến']], 'xlsx')],
    ['an OpenDocument text', () => makeOdt(['TỜ TRÌNH', ['STT', 'Tên']])],
    ['rich text', () => makeRtf(['TỜ TRÌNH', ['STT', 'Tên']])],
    ['a web page', () => Buffer.from('<html><body><p>Tờ &amp; trình</p><script>x</script></body></html>')],
    ['a PNG', () => makePng(7)],
    ['a JPEG', () => makeJpeg(7)],
    ['a mail', () => makeMail({ from: 'a@example.vn', to: 'b@example.vn', subject: 'x', text: 'Kính gửi' })],
  ])('tells facts of %s, whatever happened to its bytes', async (_, make) => {
    const whole = await make();
    const random = seeded(whole.length);
    for (let count = 0; count < MUTATIONS; count++) {
      const { type, text, problem } = await inspectBytes(mutate(whole, random));
      expect(FILE_TYPES).toContain(type);
      expect(problem === null || Object.hasOwn(REASONS, problem)).toBe(true);
      expect(text).not.toBe('');
      expect(text?.includes('\0') ?? false).toBe(false);
      expect(text?.isWellFormed() ?? true).toBe(true);
    }
  });
});

/** Numbers from 0 up to 1, the same each time (Park and Miller). */
function seeded(seed: number): () => number {
  let state = (seed % 2_147_483_646) + 1;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return (state - 1) / 2_147_483_646;
  };
}

/** Some bytes changed, a piece cut out, put in twice or overwritten, or the end cut off. */
function mutate(whole: Buffer, random: () => number): Buffer {
  const at = () => Math.floor(random() * whole.length);
  const bytes = Buffer.from(whole);
  for (let count = Math.floor(random() * 20); count > 0; count--) bytes[at()] = Math.floor(random() * 256);
  const [from = 0, to = 0] = [at(), at()].sort((one, other) => one - other);
  const ways = [
    () => bytes,
    () => bytes.subarray(0, to),
    () => Buffer.concat([bytes.subarray(0, from), bytes.subarray(to)]),
    () => Buffer.concat([bytes.subarray(0, to), bytes.subarray(from)]),
    () => bytes.fill(0xff, from, Math.min(to, from + 200)),
  ];
  return ways[Math.floor(random() * ways.length)]?.() ?? bytes;
}
