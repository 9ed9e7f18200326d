import { expect, it } from 'vitest';
import { storableJson } from '../../src/store/text.ts';

it.each([
  ['what is fine', { a: 'Đề nghị', b: [1, null, '\\', '"'] }],
  ['an emoji', '\u{1f600}'],
  ['the words for it', String.raw`\u0000 and \\ud83d`],
])('JSON keeps %s', (_, value) => {
  expect(JSON.parse(storableJson(value))).toEqual(value);
});

it('JSON leaves out NUL, and half of an emoji, wherever they stand', () => {
  const odd = { a: 'x\0y', b: ['\ud83d', { c: 'é\udfff' }], d: new Date(0) };
  expect(JSON.parse(storableJson(odd))).toEqual({
    a: 'xy',
    b: ['\ufffd', { c: 'é\ufffd' }],
    d: '1970-01-01T00:00:00.000Z',
  });
});
