// The letters' words: each template on the sample facts that it is checked with when the service starts.
import type { FastifyInstance } from 'fastify';
import type { Campaign } from '../../core/campaign.ts';
import { LETTERS } from '../../core/labels.ts';
import { HUMAN_ONLY, LETTER_KINDS, type LetterKind, type RenderedLetter } from '../../core/letter.ts';
import type { Letters } from '../../letters/letters.ts';
import { Page } from '../layout.tsx';
import { NOT_FOUND, sendNotice } from '../notice.tsx';
import type { PageDeps } from '../page-deps.ts';
import { CampaignChoice, chosenCampaign } from '../parts/campaign-choice.tsx';
import { sendPage } from '../render.ts';
import { Tabs } from './tabs.tsx';

export function serveLetterTexts(server: FastifyInstance, deps: PageDeps): void {
  const { campaigns, web, findView } = deps;
  server.get('/admin/letters', { config: { access: 'officer' } }, async (request, reply) => {
    const campaign = chosenCampaign(request.query, campaigns);
    const letters = campaign && findLetters(deps, campaign);
    if (!letters) return sendNotice(reply, 404, NOT_FOUND, web.base);
    const view = await findView(request);
    return sendPage(
      reply,
      <Page title="Mẫu thư" view={view} section="admin">
        <h1 class="page-title">Mẫu thư</h1>
        <Tabs current="admin/letters" />
        <CampaignChoice campaign={campaign} campaigns={campaigns} action="admin/letters" />
        <p>
          Nội dung lấy từ các tệp mẫu, hiện trên dữ liệu giả định có đủ mọi chi tiết mà một thư có thể nêu;
          thư thật chỉ nêu những gì đúng với hồ sơ. Các mẫu được kiểm tra mỗi khi dịch vụ khởi động; mẫu có
          lỗi thì dịch vụ không chạy.
        </p>
        {LETTER_KINDS.map((kind) => (
          <Template kind={kind} {...letters.sample(kind)} />
        ))}
      </Page>,
    );
  });
}

/** Of the first mailbox that is answered for this campaign. */
function findLetters({ mailboxes, deskOf }: PageDeps, campaign: Campaign): Letters | undefined {
  const desks = [...mailboxes, ''].map(deskOf);
  return desks.find((desk) => desk.campaigns.includes(campaign))?.lettersOf(campaign);
}

interface TemplateProps {
  kind: LetterKind;
  letter: RenderedLetter;
  checked: number;
}

function Template({ kind, letter, checked }: TemplateProps) {
  return (
    <details class="card mb-2" id={kind}>
      <summary class="card-header">
        <b>{LETTERS[kind]}</b>
        {HUMAN_ONLY.includes(kind) && <span class="ms-2">– chỉ gửi khi cán bộ đồng ý</span>}
        <span class="app-passed">Đạt: đã thử {checked} tình huống</span>
      </summary>
      <div class="card-body">
        <p>
          <b>Tiêu đề:</b> {letter.subject}
        </p>
        <p class="app-letter-text">{letter.text}</p>
        <p class="app-small">Tệp mẫu: {kind}.liquid</p>
      </div>
    </details>
  );
}
