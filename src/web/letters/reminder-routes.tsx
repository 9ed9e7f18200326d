// Reminders: who owes something, the letters to those who were picked, and sending these.
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Campaign } from '../../core/campaign.ts';
import { currentPeriod, periodsOf, type ReminderAsk, type ReminderKind } from '../../core/reminders.ts';
import { CHANGED, NOT_FOUND, sendNotice } from '../notice.tsx';
import type { PageDeps } from '../page-deps.ts';
import { sendPage } from '../render.ts';
import { actorOf, findFrame, NONE_MARKED } from './frame.tsx';
import { parsePicked, parseRemind } from './inputs.ts';
import { RemindersPage } from './reminders.tsx';
import { PreviewPage } from './reminders-preview.tsx';

const LOOK = { config: { access: 'leader' } } as const;
const ACT = { config: { access: 'officer' } } as const;

export function serveReminders(server: FastifyInstance, deps: PageDeps): void {
  const { bells, campaigns, now, reminders, web } = deps;
  const nothing = (reply: FastifyReply, status = 404) => sendNotice(reply, status, NOT_FOUND, web.base);
  const ask = (input: { what: ReminderKind; campaign?: string | undefined; period?: number | undefined }) =>
    askOf(input, campaigns, now());

  server.get('/letters/reminders', LOOK, async (request, reply) => {
    const query = parseRemind(request.query);
    const asked = query && ask(query);
    const list = asked && (await reminders.list(asked.ask, query.after ?? null));
    if (!list) return nothing(reply);
    const frame = await findFrame(deps, request);
    return sendPage(
      reply,
      <RemindersPage
        frame={frame}
        campaigns={campaigns}
        {...asked}
        list={list}
        isFirst={query.after === undefined}
      />,
    );
  });

  server.post('/letters/reminders/preview', ACT, async (request, reply) => {
    const form = parsePicked(request.body);
    const asked = form && ask(form);
    if (!asked) return nothing(reply, 400);
    if (form.id.length === 0) return sendNotice(reply, 400, NONE_MARKED, web.base);
    const letters = await reminders.preview(asked.ask, form.id);
    if (!letters) return sendNotice(reply, 409, CHANGED, web.base);
    const frame = await findFrame(deps, request);
    return sendPage(reply, <PreviewPage frame={frame} ask={asked.ask} keys={form.id} letters={letters} />);
  });

  server.post('/letters/reminders/send', ACT, async (request, reply) => {
    const form = parsePicked(request.body);
    const asked = form && ask(form);
    if (!asked) return nothing(reply, 400);
    if (form.id.length === 0) return sendNotice(reply, 400, NONE_MARKED, web.base);
    const sent = await reminders.send(asked.ask, form.id, actorOf(request));
    if (!sent) return sendNotice(reply, 409, CHANGED, web.base);
    await bells.ring('reply', sent.due);
    const list = sent.held.length > 0 ? 'tab=held&done=held' : 'tab=waiting&done=queued';
    return reply.redirect(`${web.base}letters?${list}`, 303);
  });
}

export interface Asked {
  ask: ReminderAsk;
  campaign: Campaign;
}

/** What was not said is the first campaign, and its report of these days. */
function askOf(
  input: { what: ReminderKind; campaign?: string | undefined; period?: number | undefined },
  campaigns: Campaign[],
  now: Date,
): Asked | null {
  const code = input.campaign ?? campaigns[0]?.code;
  const campaign = campaigns.find((one) => one.code === code);
  if (!campaign) return null;
  const period = input.period ?? currentPeriod(campaign, now);
  const isReport = input.what === 'report-reminder';
  if (isReport && !periodsOf(campaign)[period]) return null;
  return { campaign, ask: { kind: input.what, campaign: campaign.code, period } };
}
