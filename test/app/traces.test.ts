// Traces arrive at a collector: a span for each piece of work, with numbers and outcome, and nothing else.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Collector, startCollector } from '../support/collector.ts';
import { eventually } from '../support/eventually.ts';
import { unitMail } from '../support/mails.ts';
import { runCommand, startCommand } from '../support/processes.ts';
import { ended } from '../support/program.ts';
import { environmentOf, type Office, openOffice } from '../support/service.ts';

let office: Office;
let collector: Collector;
beforeAll(async () => {
  [office, collector] = await Promise.all([openOffice(), startCollector()]);
});
afterAll(async () => {
  await Promise.all([office.close(), collector.stop()]);
});

interface Span {
  name: string;
  attributes: { key: string; value: Record<string, unknown> }[];
  status: { code?: number };
}

function spans(): Span[] {
  return collector.posted.flatMap(({ body }) => {
    const { resourceSpans } = body as { resourceSpans: { scopeSpans: { spans: Span[] }[] }[] };
    return resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap((scope) => scope.spans));
  });
}

const attributes = (span: Span) =>
  Object.fromEntries(span.attributes.map(({ key, value }) => [key, Object.values(value)[0]]));

it('spans of a run arrive, the failed ones with their fault', async () => {
  await office.dovecot.append(await unitMail(1));
  office.smtp.troubles.push({ at: 'MAIL', answer: 'cut' });
  const env = { ...environmentOf(office), OTEL_EXPORTER_OTLP_ENDPOINT: `${collector.url}/` };
  const started = startCommand(['start'], env);
  await eventually('the letter to have been tried', () =>
    office.log().then((log) => log[0]?.letters[0]?.state === 'pending' && office.smtp.troubles.length === 0),
  );
  await ended(started.child, 'SIGTERM');
  expect(started.child.exitCode).toBe(0);
  expect(new Set(collector.posted.map(({ path }) => path))).toEqual(new Set(['/v1/traces']));
  const [{ message } = { message: { id: 0 } }] = await office.log();
  const found = spans().map((span) => ({ name: span.name, status: span.status.code, ...attributes(span) }));
  expect(found).toContainEqual(
    expect.objectContaining({ name: 'register', 'tiepnhan.message': message.id, 'tiepnhan.outcome': 'done' }),
  );
  expect(found).toContainEqual({
    name: 'reply',
    status: 2,
    'tiepnhan.step': 'reply',
    'tiepnhan.message': message.id,
    'tiepnhan.letter': expect.any(Number),
    'tiepnhan.outcome': 'smtp-unreachable',
  });
  expect(JSON.stringify(collector.posted)).not.toMatch(/unit-1|sáng kiến|docx|mat khau/);
});

it('a collector that is away changes nothing', async () => {
  await office.dovecot.append(await unitMail(2));
  const env = { ...environmentOf(office), OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:1' };
  expect(await runCommand(['run-once'], env)).toMatchObject({ code: 0 });
  expect((await office.log()).at(-1)).toMatchObject({ outcome: 'registered' });
});
