// The office's registers: what each lists, and its workbook to take away.
import type { FastifyInstance } from 'fastify';
import type { Campaign } from '../../core/campaign.ts';
import { type Day, parseDay } from '../../core/code.ts';
import { GROUPINGS, REGISTERS, type RegisterRequest } from '../../core/register-facts.ts';
import { noteAccess } from '../../store/access-log.ts';
import { textField } from '../fields.ts';
import { Page } from '../layout.tsx';
import { NOT_FOUND, type Notice, sendNotice } from '../notice.tsx';
import type { PageDeps } from '../page-deps.ts';
import { sendPage } from '../render.ts';
import { viewerOf } from '../view.ts';
import { RegistersPage } from './page.tsx';

const LEADER = { config: { access: 'leader' } } as const;
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

export function serveRegisters(server: FastifyInstance, deps: PageDeps): void {
  const { db, now, web, campaigns, registers, findView } = deps;
  const once = oneAtATime();
  server.get('/registers', LEADER, async (request, reply) => {
    const view = await findView(request);
    return sendPage(
      reply,
      <Page title="Sổ, báo cáo" view={view} section="registers">
        <RegistersPage campaigns={campaigns} />
      </Page>,
    );
  });
  server.get('/registers/:name', LEADER, async (request, reply) => {
    const { name } = request.params as { name: string };
    const register = REGISTERS.find((one) => one === name);
    const asked = readRequest(request.query, campaigns);
    if (!register || asked === 'unknown') return sendNotice(reply, 404, NOT_FOUND, web.base);
    if (asked === 'no-such-time') return sendNotice(reply, 400, NO_SUCH_TIME, web.base);
    const viewer = viewerOf(request);
    const made = await once(viewer.username, () => registers(register, asked));
    if (made === 'busy') return sendNotice(reply, 429, ONE_AT_A_TIME, web.base);
    if (made === 'too-large') return sendNotice(reply, 422, TOO_LARGE, web.base);
    const { fileName, bytes } = made;
    const subject = `register ${REGISTERS.indexOf(register) + 1}`;
    await noteAccess(db, viewer, 'export', subject, request.ip, now());
    return reply.type(XLSX).header('content-disposition', `attachment; filename="${fileName}"`).send(bytes);
  });
}

/** Whoever presses the button again waits for the first workbook. */
function oneAtATime() {
  const making = new Set<string>();
  return async <T,>(username: string, make: () => Promise<T>): Promise<T | 'busy'> => {
    if (making.has(username)) return 'busy';
    making.add(username);
    return make().finally(() => making.delete(username));
  };
}

const ONE_AT_A_TIME: Notice = {
  title: 'Đang lập sổ',
  text: 'Sổ mà bạn yêu cầu trước đó đang được lập. Đề nghị chờ tải xong rồi lấy sổ tiếp theo.',
};
const TOO_LARGE: Notice = {
  title: 'Sổ quá lớn',
  text: 'Sổ trong phạm vi này có quá nhiều dòng. Đề nghị chọn một đợt hoặc khoảng thời gian ngắn hơn rồi lấy từng phần.',
};

const NO_SUCH_TIME: Notice = {
  title: 'Khoảng thời gian chưa đúng',
  text: 'Đề nghị chọn lại: mỗi ngày phải có thật, và từ ngày không sau đến ngày.',
};

function readRequest(query: unknown, campaigns: Campaign[]): RegisterRequest | 'unknown' | 'no-such-time' {
  const campaign = textField(query, 'campaign');
  if (campaign !== '' && !campaigns.some(({ code }) => code === campaign)) return 'unknown';
  const [from, to] = [readDay(textField(query, 'from')), readDay(textField(query, 'to'))];
  if (from === undefined || to === undefined || isAfter(from, to)) return 'no-such-time';
  const by = GROUPINGS.find((one) => one === textField(query, 'by')) ?? 'sector';
  return { campaign: campaign === '' ? null : campaign, from, to, by };
}

/** Null: none is asked for; undefined: it is no day. */
function readDay(text: string): Day | null | undefined {
  return text === '' ? null : (parseDay(text) ?? undefined);
}

function isAfter(from: Day | null, to: Day | null): boolean {
  const order = ({ year, month, day }: Day) => (year * 12 + month) * 31 + day;
  return from !== null && to !== null && order(from) > order(to);
}
