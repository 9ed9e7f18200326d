// Messages that no attempt got through: why, and once more.
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { type FailedMessage, findFailedMessages, retryIfFailed } from '../../store/attempts.ts';
import { textField } from '../fields.ts';
import { Page } from '../layout.tsx';
import { type Notice, sendNotice } from '../notice.tsx';
import type { PageDeps } from '../page-deps.ts';
import { Form } from '../parts/form.tsx';
import { dayTime } from '../parts/time.ts';
import { sendPage } from '../render.ts';
import { type View, viewerOf } from '../view.ts';
import { Tabs } from './tabs.tsx';

const OFFICER = { config: { access: 'officer' } } as const;
const ROWS = 100;
/** As many as are put back at once. */
const MOST = 1_000;

export function serveFailed(server: FastifyInstance, deps: PageDeps): void {
  const { db, web, findView } = deps;
  server.get('/admin/failed', OFFICER, async (request, reply) => {
    const messages = await findFailedMessages(db, numberOf(request.query, 'after') ?? 0, ROWS + 1);
    return sendPage(reply, <FailedPage view={await findView(request)} messages={messages} />);
  });
  server.post('/admin/failed', OFFICER, async (request, reply) => {
    const id = numberOf(request.body, 'id');
    if (id === null || (await retry(deps, [id], request)) === 0)
      return sendNotice(reply, 409, NOT_FAILED, web.base);
    return reply.redirect(`${web.base}admin/failed?done=retried`, 303);
  });
  server.post('/admin/failed/all', OFFICER, async (request, reply) => {
    const failed = await findFailedMessages(db, 0, MOST);
    await retry(
      deps,
      failed.map(({ id }) => id),
      request,
    );
    return reply.redirect(`${web.base}admin/failed?done=retried`, 303);
  });
}

const NOT_FAILED: Notice = {
  title: 'Thư không còn ở trạng thái lỗi',
  text: 'Thư này đã được đưa trở lại xử lý, hoặc đã xóa theo thời hạn lưu.',
};

/** How many were put back on their path. */
async function retry({ db, bells, now }: PageDeps, ids: number[], request: FastifyRequest): Promise<number> {
  const put: number[] = [];
  for (const id of ids) {
    if (await retryIfFailed(db, id, viewerOf(request).username, now())) put.push(id);
  }
  // A ring that is lost is made again by sweep.
  await bells.ring('read', put).catch(() => {});
  return put.length;
}

function numberOf(of: unknown, name: string): number | null {
  const text = textField(of, name);
  return /^\d{1,15}$/.test(text) ? Number(text) : null;
}

function FailedPage({ view, messages }: { view: View; messages: FailedMessage[] }) {
  const last = messages.length > ROWS ? messages[ROWS - 1] : undefined;
  return (
    <Page title="Thư lỗi" view={view} section="admin">
      <h1 class="page-title">Thư lỗi</h1>
      <Tabs current="admin/failed" />
      <p>
        Thư đã thử nhiều lần nhưng không xử lý được. Nội dung gốc vẫn được giữ; sau khi khắc phục nguyên nhân,
        bấm “Thử lại”.
      </p>
      {messages.length === 0 ? (
        <p>Không có thư lỗi.</p>
      ) : (
        <>
          <Form action="admin/failed/all" class="mb-3">
            <button class="btn btn-primary" type="submit">
              Thử lại tất cả
            </button>
          </Form>
          <Rows messages={messages.slice(0, ROWS)} />
        </>
      )}
      {last && (
        <a class="btn" href={`admin/failed?after=${last.id}`}>
          Xem tiếp
        </a>
      )}
    </Page>
  );
}

function Rows({ messages }: { messages: FailedMessage[] }) {
  return (
    <div class="card mb-3">
      <table class="table card-table app-stacked">
        <thead>
          <tr>
            <th scope="col">Số</th>
            <th scope="col">Nhận lúc</th>
            <th scope="col">Người gửi</th>
            <th scope="col">Tiêu đề</th>
            <th scope="col">Lỗi</th>
            <th scope="col">Số lần thử</th>
            <th scope="col">Thao tác</th>
          </tr>
        </thead>
        <tbody>
          {messages.map(({ id, receivedAt, from, subject, error, attempts }) => (
            <tr>
              <td data-label="Số">{id}</td>
              <td data-label="Nhận lúc">{dayTime(receivedAt)}</td>
              <td data-label="Người gửi" class="text-break">
                {from ?? 'Không rõ'}
              </td>
              <th scope="row" class="text-break">
                {subject || '(không có tiêu đề)'}
              </th>
              <td data-label="Lỗi" class="text-break">
                {error}
              </td>
              <td data-label="Số lần thử">{attempts}</td>
              <td>
                <Form action="admin/failed">
                  <input type="hidden" name="id" value={id} />
                  <button class="btn" type="submit" aria-label={`Thử lại thư số ${id}`}>
                    Thử lại
                  </button>
                </Form>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
