import { describe, expect, it } from 'vitest';
import { tcvn3 } from '../corpus/files.ts';
import { inspectBytes } from './inspect-bytes.ts';
import { type DocLine, makeDoc } from './make-doc.ts';

const LINES: DocLine[] = [
  'TỜ TRÌNH',
  'Về việc đề nghị công nhận sáng kiến',
  ['STT', 'Tên sáng kiến', 'Tác giả'],
  ['1', 'Mô hình tự quản', ''],
  'Nơi nhận:',
];
const TEXT =
  'TỜ TRÌNH\nVề việc đề nghị công nhận sáng kiến\nSTT\tTên sáng kiến\tTác giả\n1\tMô hình tự quản\nNơi nhận:';

function asTcvn3(line: DocLine): DocLine {
  const write = (text: string) => tcvn3(text).text;
  return typeof line === 'string' ? write(line) : line.map(write);
}

describe('the text of an old Word document', () => {
  it('stands line by line, a row of a table on one', async () => {
    expect(await inspectBytes(makeDoc(LINES))).toMatchObject({ type: 'doc', text: TEXT, problem: null });
  });

  it('is decoded from TCVN3, whose ư is a soft hyphen', async () => {
    const { text } = await inspectBytes(makeDoc([...LINES, 'phường trường tư'].map(asTcvn3)));
    expect(text?.toLowerCase()).toBe(`${TEXT}\nphường trường tư`.toLowerCase());
  });

  it('keeps no trace of field codes, optional hyphens and marks of footnotes', async () => {
    const { text } = await inspectBytes(makeDoc(['công\u001fnhận \u0013PAGE\u001412\u0015 trang\u0002']));
    expect(text).toBe('côngnhận 12 trang');
  });

  it('holds the lines of a letterhead column by column', async () => {
    const { text } = await inspectBytes(
      makeDoc([['ỦY BAN MTTQ\rXÃ GIA PHÚ', 'CỘNG HÒA\rĐộc lập'], 'TỜ TRÌNH']),
    );
    expect(text).toBe('ỦY BAN MTTQ\nXÃ GIA PHÚ\nCỘNG HÒA\nĐộc lập\nTỜ TRÌNH');
  });

  it('is cut at its limit', async () => {
    const lines = Array.from({ length: 20_000 }, (_, at) => `Dòng thứ ${at}`);
    expect((await inspectBytes(makeDoc(lines))).text?.length).toBeGreaterThan(59_000);
  });

  it('is not looked for behind a password, nor in Word 6 and 95', async () => {
    expect(await inspectBytes(makeDoc(LINES, { encrypted: true }))).toMatchObject({ problem: 'encrypted' });
    expect(await inspectBytes(makeDoc(LINES, { version: 0x68 }))).toMatchObject({
      text: null,
      problem: null,
    });
  });
});

it('an old Word document cut short is damaged; one with odd contents is not', async () => {
  const whole = makeDoc(LINES);
  expect(await inspectBytes(whole.subarray(0, whole.length * 0.6))).toMatchObject({ problem: 'damaged' });
  const odd = Buffer.from(whole);
  odd.fill(0xff, whole.indexOf('0100000000', 0, 'hex'), 20);
  odd.writeUInt32LE(0x7fffffff, odd.indexOf('eca5c100', 0, 'hex') + 0x1a2);
  expect(await inspectBytes(odd)).toMatchObject({ type: 'doc', text: null, problem: null });
});

it('macros of an old Word document are told', async () => {
  expect(await inspectBytes(makeDoc(LINES, { macros: true }))).toMatchObject({ macros: true, text: TEXT });
  expect(await inspectBytes(makeDoc(LINES))).toMatchObject({ macros: false });
});
