// The fast parser finds what its base finds, which splits line by line and decodes as mailparser does.
import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FastParser } from '../../src/mail/fast-parser.ts';
import { parseMessage } from '../../src/mail/parse.ts';
import { PartParser } from '../../src/mail/part-parser.ts';
import { THEMES } from '../corpus/cases.ts';
import { mailOf } from '../corpus/run.ts';
import { type Fuzzed, mutated, trees } from './mime-trees.ts';

/** Of a run by hand: FUZZ_RUNS=100000 FUZZ_SEED=1 npx vitest run test/mail/fast-parser.test.ts */
const RUNS = Number(process.env.FUZZ_RUNS ?? 150);
const SEED = process.env.FUZZ_SEED === undefined ? {} : { seed: Number(process.env.FUZZ_SEED) };

function* cut({ mail, chunks }: Fuzzed): Generator<Buffer> {
  for (let at = 0, turn = 0; at < mail.length; turn++) {
    const size = chunks[Math.min(turn, chunks.length - 1)] ?? mail.length;
    yield mail.subarray(at, at + size);
    at += size;
  }
}

async function keep(content: Readable): Promise<{ sha256: string; size: number }> {
  const hash = createHash('sha256');
  let size = 0;
  for await (const chunk of content as AsyncIterable<Buffer>) {
    hash.update(chunk);
    size += chunk.length;
  }
  return { sha256: hash.digest('hex'), size };
}

const parse = (fuzzed: Fuzzed, parser: PartParser) =>
  parseMessage(Readable.from(cut(fuzzed), { objectMode: false }), keep, parser);

async function compare(fuzzed: Fuzzed): Promise<void> {
  expect(await parse(fuzzed, new FastParser())).toEqual(await parse(fuzzed, new PartParser()));
}

describe('the fast parser', () => {
  it('finds the same in every mail of the corpus', async () => {
    let mails = 0;
    let files = 0;
    for (const one of Object.values(THEMES).flat()) {
      for (const at of one.mails.keys()) {
        const fuzzed = { mail: await mailOf(one, at), chunks: [65_536] };
        const found = await parse(fuzzed, new FastParser());
        expect(found, `${one.name}, mail ${at + 1}`).toEqual(await parse(fuzzed, new PartParser()));
        mails++;
        files += found.attachments.length;
      }
    }
    console.log(mails, files);
  });

  it('finds the same in trees of parts made at random', async () => {
    await fc.assert(fc.asyncProperty(trees, compare), { numRuns: RUNS, ...SEED });
  });

  it('finds the same in such trees that were hurt', async () => {
    await fc.assert(fc.asyncProperty(mutated, compare), { numRuns: RUNS, ...SEED });
  });
});
