// How fast mails are taken apart: `node dist/bench/mime.js [SECONDS]`, mailparser alone beside our way through base64, in turn; time is
// that of the processor, for machines are shared.
import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { openArchive } from '../src/archive/archive.ts';
import { archiveIn } from '../src/archive/folder.ts';
import { lentPieces } from '../src/core/lent.ts';
import { FastParser } from '../src/mail/fast-parser.ts';
import { parseMessage } from '../src/mail/parse.ts';
import { PartParser } from '../src/mail/part-parser.ts';

/** Bytes of the files of one mail. */
const WORKLOADS: Record<string, Record<string, number>> = {
  small: { 'Tờ trình.docx': 22_000, 'Tờ trình.pdf': 39_000 },
  typical: {
    'Tờ trình.docx': 40_000,
    'Báo cáo.doc': 160_000,
    'Tờ trình.pdf': 900_000,
    'Báo cáo.pdf': 1_000_000,
    'Ảnh 1.jpg': 350_000,
    'Ảnh 2.jpg': 370_000,
  },
  big: { 'Báo cáo.pdf': 9_000_000, 'Phụ lục.pdf': 9_000_000, 'Tờ trình.docx': 120_000 },
};

const SIDES = { mailparser: PartParser, ours: FastParser };

async function main([seconds = '3']: string[]): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-mime-'));
  try {
    const archive = await openArchive(folder);
    for (const [name, files] of Object.entries(WORKLOADS)) {
      const mail = writeMail(files);
      const { sha256 } = await archive.put(mail);
      const open = () => archiveIn(folder).open(sha256);
      const speeds = { mailparser: [] as number[], ours: [] as number[] };
      const found = new Set<string>();
      for (const side of ['mailparser', 'ours', 'mailparser', 'ours'] as const) {
        const { mails, took, digests } = await repeat(open, SIDES[side], Number(seconds) * 1000);
        speeds[side].push((mails * mail.length) / took / 1000);
        found.add(digests.join());
      }
      if (found.size !== 1) throw new Error(`${name}: the two sides do not find the same files`);
      report(name, mail.length, speeds);
    }
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function repeat(open: () => Promise<Readable>, Parser: typeof PartParser, milliseconds: number) {
  const parse = async () => {
    const { attachments } = await parseMessage(await open(), digest, new Parser());
    return attachments.map(({ kept }) => kept);
  };
  let digests: string[] = [];
  for (let at = 0; at < 5; at++) digests = await parse();
  const begun = performance.now();
  const before = process.cpuUsage();
  let mails = 0;
  for (; performance.now() - begun < milliseconds; mails++) await parse();
  const { user, system } = process.cpuUsage(before);
  return { mails, took: (user + system) / 1000, digests };
}

async function digest(content: Readable): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of lentPieces(content as AsyncIterable<Buffer>)) hash.update(chunk);
  return hash.digest('hex');
}

function report(
  name: string,
  size: number,
  { mailparser, ours }: Record<'mailparser' | 'ours', number[]>,
): void {
  const mean = (all: number[]) => all.reduce((sum, one) => sum + one, 0) / all.length;
  const shown = (all: number[]) => all.map((one) => one.toFixed(0).padStart(5)).join(' ');
  const each = (all: number[]) => `${(size / mean(all) / 1000).toFixed(2)} ms`.padStart(10);
  process.stdout.write(
    `${name.padEnd(8)} ${(size / 1e6).toFixed(2).padStart(6)} MB  mailparser ${shown(mailparser)} MB/s ${each(mailparser)}` +
      `  ours ${shown(ours)} MB/s ${each(ours)}  ${(mean(ours) / mean(mailparser)).toFixed(1)} times\n`,
  );
}

/** As Gmail writes it: text and HTML, then the files. */
function writeMail(files: Record<string, number>): Buffer {
  const text = 'Kính gửi Ban tổ chức, đơn vị gửi hồ sơ đề nghị xét, công nhận sáng kiến năm 2022.\r\n'.repeat(
    6,
  );
  const head = [
    'Received: from mail.example.vn by mx.example.vn with ESMTPS; Mon, 8 Aug 2022 09:15:00 +0700',
    'MIME-Version: 1.0',
    'From: =?UTF-8?B?WMOjIEdpYSBQaMO6?= <vanthu@example.vn>',
    'To: hopthu@example.vn',
    'Subject: =?UTF-8?B?SOG7kyBzxqEgc8Ohbmcga2nhur9u?=',
    'Date: Mon, 8 Aug 2022 09:15:00 +0700',
    'Message-ID: <CAF-1@mail.example.vn>',
    'Content-Type: multipart/mixed; boundary="000000000000a1"',
    '',
    '--000000000000a1',
    'Content-Type: multipart/alternative; boundary="000000000000a2"',
    '',
    ...['plain', 'html'].flatMap((type) => [
      '--000000000000a2',
      `Content-Type: text/${type}; charset="UTF-8"`,
      'Content-Transfer-Encoding: base64',
      '',
      wrap(Buffer.from(type === 'html' ? `<div dir="ltr">${text}</div>` : text)),
    ]),
    '--000000000000a2--',
  ];
  const parts = Object.entries(files).map(([name, size]) => {
    const word = `=?UTF-8?B?${Buffer.from(name).toString('base64')}?=`;
    const lines = [
      '--000000000000a1',
      `Content-Type: application/octet-stream; name="${word}"`,
      `Content-Disposition: attachment; filename="${word}"`,
      'Content-Transfer-Encoding: base64',
      '',
      wrap(bytesOf(name, size)),
    ];
    return lines.join('\r\n');
  });
  return Buffer.from([...head, ...parts, '--000000000000a1--', ''].join('\r\n'));
}

function wrap(bytes: Buffer): string {
  return bytes.toString('base64').replace(/.{76}(?=.)/g, '$&\r\n');
}

/** The same bytes every time, and no two lines of them alike. */
function bytesOf(name: string, size: number): Buffer {
  const blocks: Buffer[] = [];
  for (let at = 0; at * 32 < size; at++) blocks.push(createHash('sha256').update(`${name} ${at}`).digest());
  return Buffer.concat(blocks).subarray(0, size);
}

await main(process.argv.slice(2));
