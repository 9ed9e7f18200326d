// npm run eval: runs the corpus, prints what it says of the program's judgement, and fails if a unit is asked for what it sent.
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { THEMES } from './cases.ts';
import { writeReport } from './report.ts';
import { runCorpus } from './run.ts';

it('asks for nothing that was sent', async () => {
  const report = writeReport(await runCorpus(Object.values(THEMES).flat()));
  await writeFile(join(tmpdir(), 'tiepnhan-eval.txt'), `${report.text}\n`);
  process.stdout.write(`\n${report.text}\n\n`);
  expect(report.falseMissing, 'false "missing" lines').toBe(0);
});
