import { describe, expect, it } from 'vitest';
import { type MsgAttachment, makeMsg } from './make-msg.ts';
import { contentsOf, survives, unpackBytes } from './unpack-bytes.ts';

const HEAD = { subject: 'Hồ sơ sáng kiến', sender: 'MTTQ xã Gia Phú', body: 'Gửi hồ sơ.' };

describe('a message of Outlook', () => {
  it('within a message gives its words and its files, under its name', async () => {
    const made = makeMsg(HEAD, [
      { name: 'Tờ trình.docx', content: 'tờ trình' },
      {
        name: 'FW: hồ sơ 1/2',
        message: { subject: 'hồ sơ 1/2', sender: 'UBND xã', body: 'Chuyển tiếp.' },
        attachments: [{ name: 'Báo cáo.docx', content: 'báo cáo' }],
      },
    ]);
    const { text } = await unpackBytes(made, 'msg');
    expect(text).toBe(
      'Subject: Hồ sơ sáng kiến\nFrom: MTTQ xã Gia Phú\nGửi hồ sơ.\n\nSubject: hồ sơ 1/2\nFrom: UBND xã\nChuyển tiếp.',
    );
    expect(await contentsOf(made, 'msg')).toEqual([
      ['Tờ trình.docx', 'tờ trình'],
      ['FW- hồ sơ 1-2/Báo cáo.docx', 'báo cáo'],
    ]);
  });

  it('without files is words alone', async () => {
    expect(await unpackBytes(makeMsg(HEAD, []), 'msg')).toEqual({
      entries: [],
      text: 'Subject: Hồ sơ sáng kiến\nFrom: MTTQ xã Gia Phú\nGửi hồ sơ.',
      problem: null,
    });
  });

  it('is opened to a sane depth', async () => {
    let inner: MsgAttachment = { name: 'Tờ trình.docx', content: 'tờ trình' };
    for (let depth = 0; depth < 20; depth++) {
      inner = { name: `${depth}`, message: { ...HEAD, subject: `${depth}` }, attachments: [inner] };
    }
    const { entries, problem } = await unpackBytes(makeMsg(HEAD, [inner]), 'msg');
    expect(problem).toBeNull();
    expect(entries).toHaveLength(1);
    expect(entries[0]?.nameAsSent).toMatch(/^19\/18\/17\/16\/15\//);
  });

  it('has its limits, and names that lead nowhere', async () => {
    const many = Array.from({ length: 20 }, (_, at) => ({ name: `${at}`, content: 'x' }));
    const limits = { entries: 19, bytes: 1e9, ratio: 100, ratioFrom: 1e9 };
    expect(await contentsOf(makeMsg(HEAD, many), 'msg', limits)).toBe('archive-limits');
    const names = ['../../x', '/etc/x', 'C:\\x'];
    const unsafe = makeMsg(
      HEAD,
      names.map((name) => ({ name, content: 'x' })),
    );
    expect(await contentsOf(unsafe, 'msg')).toEqual(names.map((name) => [name, '!unsafe-entry']));
  });

  it('whose sectors lead in a circle, or belong to two files, is damaged', async () => {
    const content = 'x'.repeat(9_000);
    const made = makeMsg(HEAD, [
      { name: 'a', content },
      { name: 'b', content },
    ]);
    const table = (made.readUInt32LE(76) + 1) * 512;
    const long = [...Array(128).keys()].filter((at) => made.readUInt32LE(table + at * 4) === at + 1);
    for (const target of [long[0] ?? 0, long[3] ?? 0]) {
      for (const at of long) {
        const broken = Buffer.from(made);
        broken.writeUInt32LE(target, table + at * 4);
        if (target !== at + 1) expect(await contentsOf(broken, 'msg')).toBe('damaged');
      }
    }
  });

  it('broken anywhere ends in a reason, or is read', async () => {
    const made = makeMsg(HEAD, [
      { name: 'a.txt', content: 'một' },
      { name: 'b.txt', content: 'x'.repeat(9_000) },
      { name: 'FW', message: HEAD, attachments: [{ name: 'c.txt', content: 'ba' }] },
    ]);
    const { cut } = await survives(made, 'msg', [], 600);
    expect(cut.every(({ refused }) => refused)).toBe(true);
  }, 120_000);
});
