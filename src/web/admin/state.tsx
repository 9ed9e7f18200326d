// How the service is: mailboxes against their servers, queues, steps, alarms, the archive, and what it runs on.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { FastifyInstance } from 'fastify';
import { ALARMS, mendOf } from '../../core/alarm-codes.ts';
import type { Alarm } from '../../core/alarm-course.ts';
import type { Bell } from '../../queue/bells.ts';
import { findStandingAlarms } from '../../store/alarms.ts';
import { findServerVersion } from '../../store/figures.ts';
import { findMailboxHealth, findSteps, type MailboxFigures, type StepRow } from '../../store/health.ts';
import { findComparisons, type LastComparison } from '../../store/mailboxes.ts';
import { findLastVerification, type LastVerification } from '../../store/verifications.ts';
import { Page } from '../layout.tsx';
import type { PageDeps } from '../page-deps.ts';
import { dayTime } from '../parts/time.ts';
import { sendPage } from '../render.ts';
import { type Fact, Facts } from './facts.tsx';
import { Tabs } from './tabs.tsx';

const OFFICER = { config: { access: 'officer' } } as const;

export function serveState(server: FastifyInstance, deps: PageDeps): void {
  const { web, findView } = deps;
  server.get('/admin', OFFICER, (_request, reply) => reply.redirect(`${web.base}admin/state`));
  server.get('/admin/state', OFFICER, async (request, reply) => {
    const state = await findState(deps);
    const view = await findView(request);
    return sendPage(
      reply,
      <Page title="Tình trạng" view={view} section="admin">
        <h1 class="page-title">Tình trạng</h1>
        <Tabs current="admin/state" />
        <Alarms alarms={state.alarms} />
        <div class="row row-cards">
          {state.mailboxes.map(({ figures, comparison }) => (
            <Card title={`Hộp thư ${figures.name}`} facts={mailboxFacts(figures, comparison)} />
          ))}
          {state.moreMailboxes > 0 && (
            <p class="col-12">
              Còn {state.moreMailboxes} hộp thư khác không hiển thị ở đây; hộp thư có vấn đề được xếp trước.
            </p>
          )}
          <Card title="Các bước xử lý" facts={stepFacts(state, deps.scans)} />
          <Card title="Hàng đợi" facts={queueFacts(state.queues)} />
          <Card title="Kho lưu" facts={archiveFacts(state.free, state.verification)} />
          <Card title="Phần mềm" facts={softwareFacts(state.postgres, deps)} />
        </div>
      </Page>,
    );
  });
}

interface State {
  at: Date;
  alarms: Alarm[];
  mailboxes: { figures: MailboxFigures; comparison: LastComparison | null }[];
  /** How many there are besides. */
  moreMailboxes: number;
  steps: StepRow[];
  /** Null: the queue does not answer. */
  queues: Record<Bell, number> | null;
  /** Bytes; unknown: of a bucket; null: the archive does not answer. */
  free: number | 'unknown' | null;
  verification: LastVerification | null;
  postgres: string;
}

/** Mailboxes shown: those with troubles before the others. */
const MOST_MAILBOXES = 50;

async function findState({ db, bells, archive, mailboxes, now }: PageDeps): Promise<State> {
  const all = await findMailboxHealth(db, mailboxes);
  const shown = [...all.filter(hasTrouble), ...all.filter((one) => !hasTrouble(one))].slice(
    0,
    MOST_MAILBOXES,
  );
  const comparisons = await findComparisons(
    db,
    shown.map(({ name }) => name),
  );
  return {
    at: now(),
    alarms: await findStandingAlarms(db),
    mailboxes: shown.map((figures) => ({ figures, comparison: comparisons.get(figures.name) ?? null })),
    moreMailboxes: all.length - shown.length,
    steps: await findSteps(db, now()),
    queues: await bells.depths(),
    free: await archive.free().then(
      (bytes) => bytes ?? 'unknown',
      () => null,
    ),
    verification: await findLastVerification(db),
    postgres: await findServerVersion(db),
  };
}

function hasTrouble({ succeededAt, failingSince, missing, withheld }: MailboxFigures): boolean {
  return succeededAt === null || failingSince !== null || missing > 0 || withheld > 0;
}

function Alarms({ alarms }: { alarms: Alarm[] }) {
  if (alarms.length === 0) return <p>Không có cảnh báo.</p>;
  return (
    <>
      {alarms.map((alarm) => (
        <div
          class={`alert ${ALARMS[alarm.code].severity === 'critical' ? 'alert-danger' : 'alert-warning'}`}
          role="alert"
        >
          <div>
            <b>{alarm.cause}</b> Từ {dayTime(alarm.since)}. {mendOf(alarm)}
          </div>
        </div>
      ))}
    </>
  );
}

function Card({ title, facts }: { title: string; facts: Fact[] }) {
  return (
    <div class="col-lg-6">
      <section class="card app-panel">
        <div class="card-body">
          <h2 class="card-title text-break">{title}</h2>
          <Facts facts={facts} />
        </div>
      </section>
    </div>
  );
}

function mailboxFacts(
  { succeededAt, failingSince, fault, missing }: MailboxFigures,
  comparison: LastComparison | null,
): Fact[] {
  return [
    { name: 'Lần kiểm tra gần nhất', value: succeededAt ? dayTime(succeededAt) : 'Chưa lần nào' },
    {
      name: 'Kết nối',
      value: failingSince ? `Lỗi từ ${dayTime(failingSince)}${fault ? ` (${fault})` : ''}` : 'Bình thường',
      alert: failingSince !== null,
    },
    ...(comparison ? comparisonFacts(comparison, missing) : [{ name: 'Đối chiếu', value: 'Chưa lần nào' }]),
  ];
}

function comparisonFacts(
  { comparedAt, onServer, withRow, withheld, setAside }: LastComparison,
  missing: number,
): Fact[] {
  return [
    { name: 'Đối chiếu lúc', value: dayTime(comparedAt) },
    { name: 'Số thư trên máy chủ', value: String(onServer) },
    { name: 'Đã vào sổ', value: String(withRow) },
    { name: 'Chưa vào sổ', value: String(missing), alert: missing > 0 },
    { name: 'Máy chủ không giao', value: String(withheld), alert: withheld > 0 },
    {
      name: 'Để lại trong Thư rác',
      value: setAside === null ? 'Không có thư mục Thư rác' : `${setAside} thư không có dấu hiệu là hồ sơ`,
    },
  ];
}

/** That an office runs; scan only where scans are read. */
const STEPS = {
  receive: 'Nhận thư',
  read: 'Đọc tệp',
  scan: 'Nhận dạng chữ (OCR)',
  register: 'Vào sổ',
  reply: 'Gửi thư trả lời',
  sweep: 'Rà soát định kỳ',
  web: 'Trang này',
};

/** A process says every ten seconds that it lives (ms). */
const SILENT = 60_000;

function stepFacts({ steps, at }: State, scans: boolean): Fact[] {
  const expected = Object.entries(STEPS).filter(([step]) => step !== 'scan' || scans);
  return expected.map(([step, name]) => {
    const found = steps.find((one) => one.name === step);
    const seenAt = found?.seenAt ?? null;
    const silent = seenAt === null || at.getTime() - seenAt.getTime() > SILENT;
    const lives = silent ? `Không chạy${seenAt ? ` từ ${dayTime(seenAt)}` : ''}` : 'Đang chạy';
    const done = found?.doneAt ? `; xong việc gần nhất lúc ${dayTime(found.doneAt)}` : '';
    return { name, value: `${lives}; đang chờ: ${found?.due ?? 0}${done}`, alert: silent };
  });
}

const BELL_NAMES: Record<Bell, string> = {
  read: 'Đọc tệp',
  register: 'Vào sổ',
  reply: 'Gửi thư trả lời',
  copy: 'Lưu bản sao thư đã gửi',
  scan: 'Nhận dạng chữ (OCR)',
  viruses: 'Quét vi-rút',
};

function queueFacts(queues: Record<Bell, number> | null): Fact[] {
  if (!queues) return [{ name: 'Hàng đợi', value: 'Không trả lời', alert: true }];
  return Object.entries(BELL_NAMES).map(([bell, name]) => ({
    name,
    value: `${queues[bell as Bell]} việc chờ`,
  }));
}

const GIGABYTE = 1024 ** 3;

function roomFact(free: State['free']): Fact {
  const name = 'Dung lượng còn trống';
  if (free === null) return { name, value: 'Không đọc được kho lưu', alert: true };
  if (free === 'unknown') return { name, value: 'Kho lưu S3: không theo dõi dung lượng' };
  return { name, value: `${Math.floor(free / GIGABYTE)} GB` };
}

function archiveFacts(free: State['free'], verification: LastVerification | null): Fact[] {
  return [roomFact(free), ...verificationFacts(verification)];
}

function verificationFacts(run: LastVerification | null): Fact[] {
  if (!run) return [{ name: 'Kiểm tra kho lưu', value: 'Chưa lần nào (lệnh tiepnhan verify)' }];
  const { startedAt, endedAt, files, missing, damaged, orphans } = run;
  if (!endedAt) return [{ name: 'Kiểm tra kho lưu', value: `Bắt đầu lúc ${dayTime(startedAt)}, chưa xong` }];
  return [
    { name: 'Kiểm tra kho lưu', value: `Xong lúc ${dayTime(endedAt)}: ${files.toLocaleString('vi-VN')} tệp` },
    { name: 'Tệp thiếu', value: String(missing), alert: missing > 0 },
    { name: 'Tệp hỏng', value: String(damaged), alert: damaged > 0 },
    { name: 'Tệp không thuộc thư nào', value: orphans === null ? 'Không tìm' : String(orphans) },
  ];
}

const require = createRequire(import.meta.url);
const { version } = JSON.parse(readFileSync(require.resolve('#package.json'), 'utf8')) as { version: string };

function softwareFacts(postgres: string, { viruses, scans }: PageDeps): Fact[] {
  return [
    { name: 'Tiếp Nhận', value: version },
    { name: 'Node.js', value: process.versions.node },
    { name: 'PostgreSQL', value: postgres },
    { name: 'Quét vi-rút', value: viruses ? 'Đang bật' : 'Chưa bật quét vi-rút' },
    { name: 'Nhận dạng chữ (OCR)', value: scans ? 'Đang bật' : 'Chưa bật' },
  ];
}
