import { describe, expect, it } from 'vitest';
import { tcvn3 } from '../corpus/files.ts';
import { inspectBytes } from './inspect-bytes.ts';
import { makeOdt } from './make-odt.ts';
import { makeSheet } from './make-sheet.ts';

describe('the text of an OpenDocument file', () => {
  it('stands line by line, a row of a table on one', async () => {
    const bytes = makeOdt(['TỜ TRÌNH', ['STT', 'Tên sáng kiến', 'Tác giả'], ['1', 'Mô hình', 'A'], 'Hết']);
    expect(await inspectBytes(bytes)).toMatchObject({
      type: 'odt',
      text: 'TỜ TRÌNH\nSTT\tTên sáng kiến\tTác giả\n1\tMô hình\tA\nHết',
      problem: null,
    });
  });

  it('keeps breaks, tabs and spaces, and leaves out notes and what was deleted', async () => {
    const body =
      '<text:tracked-changes><text:p>cũ</text:p></text:tracked-changes><text:p>BÁO CÁO<text:line-break/>Số:<text:tab/>15<text:s text:c="2"/>năm<office:annotation><text:p>ghi chú</text:p></office:annotation></text:p>';
    expect((await inspectBytes(makeOdt(body))).text?.replace(/ +/g, ' ')).toBe('BÁO CÁO\nSố:\t15 năm');
  });

  it('is decoded by the fonts of its styles, and of those they are made from', async () => {
    const written = tcvn3('trường tiểu học').text;
    expect((await inspectBytes(makeOdt([written], { font: '.VnTime' }))).text).toBe('trường tiểu học');
    expect((await inspectBytes(makeOdt([written], { font: '.VnTime', inherited: true }))).text).toBe(
      'trường tiểu học',
    );
  });

  it('is that of a sheet too', async () => {
    const bytes = makeSheet(
      [
        ['STT', 'Tên'],
        [1, 'Mô hình'],
      ],
      'ods',
    );
    expect(await inspectBytes(bytes)).toMatchObject({ type: 'ods', text: 'STT\tTên\n1\tMô hình' });
  });

  it('is not looked for behind a password', async () => {
    expect(await inspectBytes(makeOdt(['A'], { encrypted: true }))).toMatchObject({
      type: 'odt',
      text: null,
      problem: 'encrypted',
    });
  });
});

it('macros of an OpenDocument file are told', async () => {
  expect(await inspectBytes(makeOdt(['A'], { macros: true }))).toMatchObject({ macros: true, text: 'A' });
});

it('an OpenDocument file cut short is damaged', async () => {
  const whole = makeOdt(['A'.repeat(1_000)]);
  expect(await inspectBytes(whole.subarray(0, whole.length * 0.6))).toMatchObject({
    type: 'odt',
    problem: 'damaged',
  });
});
