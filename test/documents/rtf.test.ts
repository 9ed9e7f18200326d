import { describe, expect, it } from 'vitest';
import { tcvn3, vni } from '../corpus/files.ts';
import { inspectBytes } from './inspect-bytes.ts';
import { makeRtf } from './make-rtf.ts';

const LINES = ['Tờ trình', 'đề nghị {công nhận} \\ sáng kiến', ['STT', 'Tên sáng kiến'], 'Hết'];
const TEXT = 'Tờ trình\nđề nghị {công nhận} \\ sáng kiến\nSTT\tTên sáng kiến\nHết';

async function textOf(body: string): Promise<string | null> {
  return (await inspectBytes(Buffer.from(`{\\rtf1\\ansi\\ansicpg1252 ${body}}`, 'latin1'))).text;
}

describe('the text of a Rich Text file', () => {
  it('stands line by line, a row of a table on one', async () => {
    expect(await inspectBytes(makeRtf(LINES))).toMatchObject({ type: 'rtf', text: TEXT, problem: null });
  });

  it('is decoded by its fonts', async () => {
    const bytes = (text: string, font: string) => inspectBytes(makeRtf([text], { font, asBytes: true }));
    expect((await bytes(tcvn3('trường tiểu học').text, '.VnTime')).text).toBe('trường tiểu học');
    expect((await bytes(tcvn3('MẶT TRẬN').text, '.VnTimeH')).text).toBe('MẶT TRẬN');
    expect((await bytes(vni('Mặt trận, trường học').text, 'VNI-Times')).text).toBe('Mặt trận, trường học');
  });

  it('is decoded by its words where the font does not tell', async () => {
    const bytes = makeRtf([tcvn3('tờ trình đề nghị công nhận sáng kiến').text], { asBytes: true });
    expect((await inspectBytes(bytes)).text).toBe('tờ trình đề nghị công nhận sáng kiến');
  });

  it('stays as it is where Unicode was typed in an old font', async () => {
    expect((await inspectBytes(makeRtf(['trình độ chuyên môn'], { font: '.VnTime' }))).text).toBe(
      'trình độ chuyên môn',
    );
  });

  it('is read in the code page of its font', async () => {
    expect(await textOf("{\\fonttbl{\\f0\\fcharset163 Arial;}}\\f0 T\\'f4i bi\\'ea\\'ect")).toBe('Tôi biết');
  });

  it('skips what stands for letters beyond old readers', async () => {
    expect(await textOf("\\uc2 a\\u7901 ??b\\uc0\\u7901 c {\\uc1\\u7901\\'3f}d")).toBe('aờbờc ờd');
  });

  it('has no styles, notes of the maker, pictures or hidden destinations', async () => {
    expect(
      await textOf(
        '{\\info{\\title A}}{\\*\\generator B;}{\\pict\\wmetafile8 0102}{\\header C}{\\*\\unknown{\\b D}}E',
      ),
    ).toBe('E');
  });

  it('has no deleted passages, and the words of text boxes once', async () => {
    expect(
      await textOf(
        'a{\\deleted x}b{\\shp{\\*\\shpinst{\\sp{\\sn c}{\\sv 202}}{\\shptxt d\\par}}{\\shprslt d}}',
      ),
    ).toBe('ab\nd');
  });

  it('has no binary data', async () => {
    expect(await textOf('a{\\pict\\bin6 }}}}}}}b\\par c')).toBe('ab\nc');
  });

  it('is found behind a large picture', async () => {
    expect(
      await textOf(`{\\pict\\pngblip ${'00ff'.repeat(3_000_000)}}Tờ trình`.replace('ờ', '\\u7901?')),
    ).toBe('Tờ trình');
  });
});

describe('a Rich Text file that would not be harmless to read', () => {
  it.each<[string, string]>([
    ['opens groups without end', '{'.repeat(2_000_000)],
    ['closes groups without end', '}'.repeat(2_000_000)],
    ['is one long word', `\\${'a'.repeat(4_000_000)}`],
    ['is one long line', 'a'.repeat(4_000_000)],
    ['is bytes alone', "\\'aa".repeat(1_000_000)],
    ['tells binary data without end', 'a\\bin2147483647 '],
    ['names fonts without end', `{\\fonttbl${'{\\f1 Arial;}'.repeat(300_000)}`],
  ])('%s: ends quickly', async (_, body) => {
    const started = performance.now();
    const { type, problem } = await inspectBytes(`{\\rtf1\\ansi ${body}`);
    expect({ type, problem }).toEqual({ type: 'rtf', problem: null });
    expect(performance.now() - started).toBeLessThan(3_000);
  });
});
