// The program's log: every message can be followed by its number, and nothing of what it says, or of who said it, is there.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeMail } from '../../demo/samples/eml.ts';
import { startCollector } from '../support/collector.ts';
import { eventually } from '../support/eventually.ts';
import { unitMail } from '../support/mails.ts';
import { run } from '../support/postgres.ts';
import { startCommand } from '../support/processes.ts';
import { ended } from '../support/program.ts';
import { environmentOf, type Office, openOffice } from '../support/service.ts';

let office: Office;
beforeAll(async () => {
  office = await openOffice();
});
afterAll(() => office.close());

interface Line {
  step?: string;
  message?: number;
  letter?: number;
  fault?: string;
  msg: string;
}

const linesOf = (stderr: string): Line[] =>
  stderr
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Line);

describe('the log', () => {
  it('follows each message by its number from receive to reply, and tells nothing of it', async () => {
    const collector = await startCollector();
    for (const number of [1, 2, 3]) await office.dovecot.append(await unitMail(number));
    await office.dovecot.append(
      await makeMail({
        from: 'Nguyễn Bí Mật <bi-mat@example.vn>',
        to: 'hopthu@example.vn',
        subject: 'Nộp hồ sơ tuyệt mật',
        text: 'Mật khẩu là s3cr3t-body, xem https://ai:t0ken@drive.example.vn/chia-se?key=k3y',
        messageId: '<tuyet-mat@example.vn>',
        attachments: [{ name: 'ho-so-tuyet-mat.pdf', content: Buffer.from('%PDF-1.4 broken s3cr3t-file') }],
      }),
    );
    // The first letter is put off, in words that name a person.
    const text = '5.7.60 <unit-1@example.vn>: Client does not have permissions to send as this sender';
    office.smtp.troubles.push({ at: 'MAIL', answer: { code: 550, text } });
    const started = startCommand(['start'], {
      ...environmentOf(office),
      LOG_LEVEL: 'debug',
      ALARM_MAIL: 'canbo@example.vn',
      ALARM_WEBHOOK_URL: `${collector.url}/hooks/w3bhook-t0ken`,
    });
    const letters = () =>
      run(office.database.url, 'select id, answers, copied_at from letters where copied_at is not null');
    await eventually('letters with their copies', async () => (await letters()).length >= 2);
    await eventually('every message decided', async () => {
      const log = await office.log();
      return log.length === 4 && log.every(({ outcome }) => outcome !== 'received');
    });
    await ended(started.child, 'SIGTERM');
    await collector.stop();

    const lines = linesOf(started.stderr());
    for (const { message } of await office.log()) {
      const steps = lines
        .filter((line) => line.message === message.id)
        .map(({ step, msg }) => `${step} ${msg}`);
      expect(steps.slice(0, 1)).toEqual(['receive stored']);
      expect(steps).toEqual(expect.arrayContaining(['read done', 'register done']));
    }
    for (const letter of await letters()) {
      const mine = lines.filter(({ letter: id }) => id === Number(letter.id));
      expect(mine.map(({ step }) => step)).toEqual(expect.arrayContaining(['reply', 'copy']));
      expect(mine.every(({ message }) => message === Number(letter.answers))).toBe(true);
    }
    expect(lines.filter(({ fault }) => fault === 'smtp-sender-refused')).toMatchObject([
      { step: 'reply', message: expect.any(Number), letter: expect.any(Number) },
    ]);
    const said = started.stderr();
    const password = String(office.dovecot.address.password);
    const contents = ['Bí Mật', 'bi-mat', 'unit-1', 'unit-2', 'tuyệt mật', 'tuyet-mat', 'sáng kiến', 'Hồ sơ'];
    const names = ['.pdf', '.docx', 'To trinh', 'Bao cao', 'canbo@', 'quantri@'];
    const secrets = [
      password,
      encodeURIComponent(password),
      's3cr3t',
      't0ken',
      'k3y',
      'drive.example.vn',
      'postgres://',
    ];
    for (const word of [...contents, ...names, ...secrets]) expect(said).not.toContain(word);
  });

  it('of a bug says where it is, and not what it quotes', async () => {
    const script = `
      import { logError, openLog } from './dist/src/app/log.js';
      const log = openLog('info');
      const error = new SyntaxError('Unexpected token: "Kính gửi\\nbà s3cr3t" is not JSON, see https://u:p@h.example.vn/t0ken?k=1, relation "messages"');
      logError(log, { step: 'read', message: 7 }, error);
      logError(log, { step: 'read' }, 'thrown: "s3cr3t"');
    `;
    const child = startCommand(['-e', script], {}, '--input-type=module');
    await child.end();
    expect(child.stderr()).not.toMatch(/s3cr3t|Kính|t0ken|u:p@/);
    const [line] = linesOf(child.stderr()) as unknown as { message: number; err: Record<string, unknown> }[];
    expect(line?.message).toBe(7);
    expect(line?.err.message).toBe(
      'Unexpected token: "…" is not JSON, see https://h.example.vn relation "messages"',
    );
    expect(String(line?.err.stack)).toMatch(/^\s+at /);
  });
});
