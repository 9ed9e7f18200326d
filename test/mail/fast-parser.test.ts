// The fast parser finds what its base finds, which splits line by line and decodes as mailparser does.
import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { writeStory } from '../../demo/story.ts';
import { lending, lentPieces } from '../../src/core/lent.ts';
import { FastParser } from '../../src/mail/fast-parser.ts';
import { MOST_ATTACHMENTS, parseMessage } from '../../src/mail/parse.ts';
import { MOST_PARTS, PartParser } from '../../src/mail/part-parser.ts';
import { THEMES } from '../corpus/cases.ts';
import { mailOf } from '../corpus/run.ts';
import { type Fuzzed, mutated, trees } from './mime-trees.ts';

/** Of a run by hand: FUZZ_RUNS=100000 FUZZ_SEED=1 npx vitest run test/mail/fast-parser.test.ts */
const RUNS = Number(process.env.FUZZ_RUNS ?? 100);
const SEED = process.env.FUZZ_SEED === undefined ? {} : { seed: Number(process.env.FUZZ_SEED) };

function* cut({ mail, chunks }: Fuzzed): Generator<Buffer> {
  for (let at = 0, turn = 0; at < mail.length; turn++) {
    const size = chunks[Math.min(turn, chunks.length - 1)] ?? mail.length;
    yield mail.subarray(at, at + size);
    at += size;
  }
}

type Keep = (content: Readable) => Promise<{ sha256: string; size: number }>;

const keep: Keep = async (content) => {
  const hash = createHash('sha256');
  let size = 0;
  for await (const chunk of content as AsyncIterable<Buffer>) {
    hash.update(chunk);
    size += chunk.length;
  }
  return { sha256: hash.digest('hex'), size };
};

/** Takes its time over each piece, which must hold until then. */
const keepLent: Keep = async (content) => {
  const hash = createHash('sha256');
  let size = 0;
  for await (const chunk of lentPieces(content as AsyncIterable<Buffer>)) {
    await setImmediate();
    hash.update(chunk);
    size += chunk.length;
  }
  return { sha256: hash.digest('hex'), size };
};

function parse(fuzzed: Fuzzed, parser: PartParser, how = keep, raw = Readable.from(cut(fuzzed))) {
  const { chunkedPassthrough } = parser as unknown as { chunkedPassthrough: { chunkSize: number } };
  chunkedPassthrough.chunkSize = fuzzed.gathered;
  return parseMessage(raw, how, parser);
}

/** The mail in one piece of memory, which is overwritten as soon as the next is asked for. */
async function* lent(fuzzed: Fuzzed): AsyncGenerator<Buffer> {
  const memory = Buffer.alloc(fuzzed.mail.length);
  for (const chunk of cut(fuzzed)) {
    chunk.copy(memory);
    yield memory.subarray(0, chunk.length);
    memory.fill('-');
  }
}

const parseLent = (fuzzed: Fuzzed) =>
  parse(fuzzed, new FastParser(), keepLent, lending(Readable.from([]), lent(fuzzed)));

async function compare(fuzzed: Fuzzed, name?: string) {
  const expected = await parse(fuzzed, new PartParser());
  expect(await parse(fuzzed, new FastParser()), name).toEqual(expected);
  expect(await parseLent(fuzzed), name).toEqual(expected);
  return expected;
}

describe('the fast parser', () => {
  it('finds the same in every mail of the corpus and of the demo', async () => {
    const mails: [string, Buffer][] = [];
    for (const one of Object.values(THEMES).flat()) {
      for (const at of one.mails.keys()) mails.push([`${one.name}, mail ${at + 1}`, await mailOf(one, at)]);
    }
    const letterTo = () => ({ messageId: '<letter@example.vn>', subject: 'Đã nhận hồ sơ' });
    for (const { name, write } of await writeStory(new Date('2022-08-08T02:00:00Z'))) {
      mails.push([`demo, ${name}`, await write(letterTo)]);
    }
    let files = 0;
    for (const [name, mail] of mails) {
      const found = await compare({ mail, chunks: [100_000], gathered: 65_536 }, name);
      files += found.attachments.length;
    }
    expect([mails.length > 400, files > 900]).toEqual([true, true]);
  });

  it('finds the same in trees of parts made at random', async () => {
    await fc.assert(
      fc.asyncProperty(trees, async (one) => void (await compare(one))),
      { numRuns: RUNS, ...SEED },
    );
  });

  it('finds the same in such trees that were hurt', async () => {
    await fc.assert(
      fc.asyncProperty(mutated, async (one) => void (await compare(one))),
      { numRuns: RUNS, ...SEED },
    );
  });

  const file = (name: string, body: string) =>
    `--b\r\nContent-Type: a/b; name=${name}\r\nContent-Transfer-Encoding: base64\r\n\r\n${body}\r\n`;
  const mailOfFiles = (...files: string[]): Fuzzed => ({
    mail: Buffer.from(`Content-Type: multipart/mixed; boundary=b\r\n\r\n${files.join('')}--b--\r\n`),
    chunks: [65_536],
    gathered: 65_536,
  });
  const lines = (count: number, end = '\r\n') => Array<string>(count).fill('QUJD'.repeat(19)).join(end);

  it.each([
    ['attachments', MOST_ATTACHMENTS + 200],
    ['parts', MOST_PARTS + 200],
  ])('leaves out the same of too many %s', async (_, count) => {
    const many = mailOfFiles(...Array.from({ length: count }, (_, at) => file(`${at}.pdf`, lines(3))));
    const found = await compare(many);
    expect([found.cut, found.attachments.length]).toEqual([true, MOST_ATTACHMENTS]);
  });

  it('outlives a head of megabytes behind a file', async () => {
    const head =
      file('a.pdf', lines(20_000)) + file('b.pdf', '').replace('a/b', `a/b; x=${'x'.repeat(2_000_000)}`);
    const { cut, attachments } = await parse(mailOfFiles(head), new FastParser());
    expect([cut, attachments.length <= 1]).toEqual([true, true]);
  });

  const lends = async (mail: Fuzzed) => {
    const lent: boolean[] = [];
    const keepAndLook: Keep = (content) => {
      lent.push('lent' in content);
      return keepLent(content);
    };
    const { attachments } = await parse(mail, new FastParser(), keepAndLook);
    return { lent, attachments };
  };

  it('lends a file in one piece of memory, and gives what is irregular after it', async () => {
    const body = `${lines(20_000)}\r\nQQ==\r\n${lines(10)}`;
    const plain = file('plain.txt', 'a').replace('base64', '7bit');
    const { lent, attachments } = await lends(
      mailOfFiles(file('a.pdf', body), plain, file('b.pdf', lines(5))),
    );
    expect(lent).toEqual([true, false, true]);
    expect(attachments.map(({ kept }) => kept.size)).toEqual([20_000 * 57 + 1 + 570, 1, 285]);
  });

  it.each([20_000, 65_536, 262_144])(
    'reads from memory that is used again, %d bytes at a time',
    async (chunk) => {
      const regular = Array.from({ length: 20_000 }, (_, at) =>
        Buffer.alloc(57, `${at} `).toString('base64'),
      );
      const wide = Buffer.from('ă'.repeat(70_000)).toString('base64').replace(/.{76}/g, '$&\r\n');
      const text = file('', wide).replace('a/b; name=', 'text/plain; charset=utf-8');
      const plain = file('plain.txt', `${'a'.repeat(70)}\r\n`.repeat(5_000)).replace('base64', '7bit');
      const odd = file('odd.pdf', `${regular.join('\r\n')}\r\n${regular.join('=\r\n')}`);
      const mail = mailOfFiles(
        file('a.pdf', regular.join('\r\n')),
        text,
        plain,
        odd,
        file('b.pdf', regular.join('\n')),
      );
      const { attachments } = await compare({ ...mail, chunks: [chunk] });
      expect(attachments.map(({ kept }) => kept.size)).toEqual([1_140_000, 360_000, 2_280_000, 1_140_000]);
    },
  );

  it('breaks a lent file off where the mail breaks off', async () => {
    const { mail } = mailOfFiles(file('a.pdf', lines(20_000)));
    const broken = Readable.from(
      (function* () {
        yield mail.subarray(0, 100_000);
        throw new Error('the disk is gone');
      })(),
    );
    await expect(parseMessage(broken, keepLent, new FastParser())).rejects.toThrow('the disk is gone');
  });

  it('looks at no line of a regular file, and at all of an irregular one from there on', async () => {
    const needed: (string | false)[] = [];
    class Watched extends FastParser {
      override createNode(part: Parameters<FastParser['createNode']>[0]) {
        const { filename } = part;
        const lenient = part.getDecoder.bind(part);
        part.getDecoder = () => {
          needed.push(filename);
          return lenient();
        };
        return super.createNode(part);
      }
    }
    const parser = new Watched();
    const { splitter } = parser as unknown as { splitter: { processLine(): void } };
    const looked = vi.spyOn(splitter, 'processLine');
    const { attachments } = await parse(
      mailOfFiles(
        file('crlf.pdf', lines(20_000)),
        file('lf.pdf', lines(20_000, '\n')),
        file('short.pdf', 'QUI='),
        file('padded.pdf', `${lines(10_000)}\r\nQQ==\r\n${lines(10_000)}`),
        file('last.pdf', `${lines(20_000)}\r\nQQ==`),
      ),
      parser,
    );
    const size = 20_000 * 57;
    expect(attachments.map(({ kept }) => kept.size)).toEqual([size, size, 2, size + 1, size + 1]);
    expect(needed).toEqual(['padded.pdf']);
    expect(looked.mock.calls.length).toBeLessThan(500);
  });
});
