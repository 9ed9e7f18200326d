// Several 25 MB mails at once: the process grows by no more than about twice the largest of them.
import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeMail } from '../../demo/samples/eml.ts';
import { startCommand } from '../support/processes.ts';
import { environmentOf, type Office, openOffice } from '../support/service.ts';

const MB = 1024 * 1024;

let office: Office;
beforeAll(async () => {
  office = await openOffice();
});
afterAll(() => office.close());

/** Highest resident size of one run, read from the kernel while it runs (bytes). */
async function peakOfRun(): Promise<number> {
  const started = startCommand(['run-once'], environmentOf(office));
  let running = true;
  const end = started.end().finally(() => {
    running = false;
  });
  let peak = 0;
  while (running) {
    const status = await readFile(`/proc/${started.child.pid}/status`, 'utf8').catch(() => '');
    peak = Math.max(peak, Number(/^VmHWM:\s+(\d+)/m.exec(status)?.[1] ?? 0) * 1024);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  expect(await end, started.stderr()).toBe(0);
  return peak;
}

async function mailOf(number: number, bytes: number): Promise<Buffer> {
  return makeMail({
    from: `unit-${number}@example.vn`,
    to: 'hopthu@example.vn',
    subject: 'Hồ sơ sáng kiến',
    text: 'Kính gửi.',
    // Random bytes: nothing about them can be told but their size.
    attachments: [{ name: 'video.bin', content: randomBytes(bytes) }],
  });
}

it('streams large mails', async () => {
  // The first run loads what any mail needs, in as many readers as there will be.
  for (let number = 1; number <= 4; number++) await office.dovecot.append(await mailOf(number, 100_000));
  const usual = await peakOfRun();
  const large = await mailOf(1, 18 * MB);
  expect(large.length).toBeGreaterThan(24 * MB);
  for (let number = 1; number <= 4; number++) await office.dovecot.append(await mailOf(number, 18 * MB));
  const peak = await peakOfRun();
  expect((peak - usual) / large.length).toBeLessThan(2.5);
});
