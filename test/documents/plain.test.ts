import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { tcvn3, vni } from '../corpus/files.ts';
import { inspectBytes } from './inspect-bytes.ts';

const TITLE = 'Tờ trình đề nghị công nhận sáng kiến';

describe('the text of a text file', () => {
  it.each<[string, Buffer]>([
    ['UTF-8', Buffer.from(TITLE)],
    [
      'UTF-16, as Notepad saves it',
      Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(TITLE, 'utf16le')]),
    ],
    [
      'UTF-16, high byte first',
      Buffer.concat([Buffer.from([0xfe, 0xff]), Buffer.from(TITLE, 'utf16le').swap16()]),
    ],
    ['TCVN3', Buffer.from(tcvn3(TITLE).text, 'latin1')],
    ['VNI', Buffer.from(vni(TITLE).text, 'latin1')],
    ['windows-1258', iconv.encode(tonesApart(TITLE), 'windows-1258')],
  ])('in %s', async (_, bytes) => {
    expect(await inspectBytes(bytes)).toMatchObject({ type: 'txt', text: TITLE, problem: null });
  });

  it('is not looked for in bytes that are no text', async () => {
    const noise = Buffer.from(Array.from({ length: 2_000 }, (_, at) => (at * 7_919) % 251));
    expect((await inspectBytes(noise)).text).toBeNull();
  });
});

describe('the text of a web page', () => {
  it('has no tags, scripts or styles', async () => {
    const page =
      '<!doctype html><html><head><title>x</title><style>p{}</style></head><body><h1>TỜ TRÌNH</h1><script>var a = "<p>"</script><p>Kính&nbsp;gửi: A &amp; B &#7901;<br>C</p><table><tr><td>1</td><td>2</td></tr></table></body></html>';
    const { type, text } = await inspectBytes(page);
    expect(type).toBe('html');
    expect(text?.split('\n').map((line) => line.trim())).toEqual([
      'TỜ TRÌNH',
      'Kính gửi: A & B ờ',
      'C',
      expect.stringMatching(/^1\s*\t\s*2$/),
    ]);
  });

  it.each<[string, string]>([
    ['scripts that never end', '<script '.repeat(500_000)],
    ['scripts within scripts', '<script>'.repeat(500_000)],
    ['angle brackets alone', '<'.repeat(4_000_000)],
    ['tags that never end', '<br '.repeat(1_000_000)],
    ['numbers of no letter', '&#999999;&#55296;&#0;'.repeat(200_000)],
  ])('ends quickly in a page of %s', async (_, body) => {
    const started = performance.now();
    const { type, text } = await inspectBytes(`<html><body>A ${body}`);
    expect(type).toBe('html');
    expect(text?.isWellFormed() ?? true).toBe(true);
    expect(performance.now() - started).toBeLessThan(3_000);
  });
});

/** A letter and its tone apart, as code page 1258 has them. */
function tonesApart(text: string): string {
  return [...text.normalize('NFD')]
    .join('')
    .replace(/([aeiouy])([\u0302\u0306\u031b])/gi, (both) => both.normalize('NFC'))
    .replace(
      /([aeo])(\u0323)(\u0302|\u0306)/gi,
      (_, letter: string, dot: string, hat: string) => (letter + hat).normalize('NFC') + dot,
    );
}
