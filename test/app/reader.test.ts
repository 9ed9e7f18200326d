// Reader threads: a file that takes too long costs that file, and the readers live on.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { toTrinh } from '../../demo/samples/documents.ts';
import { makeDocx } from '../../demo/samples/docx.ts';
import { makeMail } from '../../demo/samples/eml.ts';
import { openReader } from '../../src/app/reader.ts';
import { type Archive, openArchive } from '../../src/archive/archive.ts';
import { Fault } from '../../src/core/fault.ts';

let folder: string;
let archive: Archive;
let docx: Buffer;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'reader-'));
  archive = await openArchive(folder);
  docx = await makeDocx(toTrinh({ letterhead: ['ỦY BAN MTTQ VIỆT NAM', 'XÃ GIA PHÚ'], place: 'Gia Phú' }));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

it('parses a message into the archive and tells what each file is', async () => {
  const reader = openReader(archive);
  const mail = await makeMail({
    from: 'a@example.vn',
    to: 'b@example.vn',
    subject: 's',
    text: 'Kính gửi',
    attachments: [{ name: 'Tờ trình.docx', content: docx }],
  });
  const [message] = await reader.dissect([(await archive.put(mail)).sha256]);
  const { body = '', attachments = [] } = message ?? {};
  expect(body.trim()).toBe('Kính gửi');
  expect(attachments).toMatchObject([{ nameAsSent: 'Tờ trình.docx', size: docx.length }]);
  expect(await reader.inspect([attachments[0]?.sha256 ?? ''])).toMatchObject([
    {
      facts: { type: 'docx', text: expect.stringContaining('TỜ TRÌNH'), problem: null },
      words: expect.arrayContaining(['.trinh']),
    },
  ]);
  await reader.close();
});

it('kills a reader whose file takes too long, says so of the file, and reads on', async () => {
  // No reader can even start in a millisecond.
  const reader = openReader(archive, 1);
  const { sha256 } = await archive.put(docx);
  const killed = { facts: { type: 'unknown', text: null, problem: 'took-too-long' } };
  expect(await reader.inspect([sha256])).toMatchObject([killed]);
  expect(await reader.inspect([sha256, sha256])).toMatchObject([killed, killed]);
  const next = ['one', 'two'].map((word) => archive.put(Buffer.from(`Subject: a\r\n\r\nthe next ${word}`)));
  const raws = (await Promise.all(next)).map(({ sha256 }) => sha256);
  const bodies = (await reader.dissect(raws)).map(({ body }) => body.trim());
  expect(bodies).toEqual(['the next one', 'the next two']);
  await reader.close();
});

it('passes on the fault of a file that is missing from the archive', async () => {
  const reader = openReader(archive);
  // As a Fault, not as a copy of one: what waiting may mend must not use up a message's attempts.
  const fault = { constructor: Fault, code: 'archive-missing', transient: false };
  await expect(reader.inspect(['0'.repeat(64)])).rejects.toMatchObject(fault);
  await expect(reader.dissect(['0'.repeat(64)])).rejects.toMatchObject(fault);
  await reader.close();
});
