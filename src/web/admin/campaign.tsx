// What a campaign file says, as staff read it, with what in it is probably not meant.
import type { FastifyInstance } from 'fastify';
import type { Campaign, DocumentType, LetterLimit, Period, SubmissionKind } from '../../core/campaign.ts';
import { type CampaignDoubt, findDoubts } from '../../core/campaign-doubts.ts';
import { Page } from '../layout.tsx';
import { NOT_FOUND, sendNotice } from '../notice.tsx';
import type { PageDeps } from '../page-deps.ts';
import { CampaignChoice, chosenCampaign } from '../parts/campaign-choice.tsx';
import { dayTime } from '../parts/time.ts';
import { sendPage } from '../render.ts';
import { type Fact, Facts } from './facts.tsx';
import { Tabs } from './tabs.tsx';

export function serveCampaign(server: FastifyInstance, { campaigns, now, web, findView }: PageDeps): void {
  server.get('/admin/campaign', { config: { access: 'officer' } }, async (request, reply) => {
    const campaign = chosenCampaign(request.query, campaigns);
    if (!campaign) return sendNotice(reply, 404, NOT_FOUND, web.base);
    const view = await findView(request);
    return sendPage(
      reply,
      <Page title="Đợt tiếp nhận" view={view} section="admin">
        <h1 class="page-title">Đợt tiếp nhận</h1>
        <Tabs current="admin/campaign" />
        <CampaignChoice campaign={campaign} campaigns={campaigns} action="admin/campaign" />
        <p class="text-secondary">
          Nội dung dưới đây lấy từ tệp cấu hình của đợt; muốn thay đổi thì sửa tệp rồi khởi động lại dịch vụ.
        </p>
        <Doubts doubts={findDoubts(campaign, now())} />
        <div class="row row-cards">
          <Card title="Chung" facts={generalFacts(campaign)} />
          <Card title="Thời hạn" facts={timeFacts(campaign)} />
          <Card title="Thư trả lời và lưu trữ" facts={limitFacts(campaign)} />
          <Card title="Loại thư, hồ sơ" facts={campaign.kinds.map(kindFact)} />
          <Card title="Tài liệu" facts={campaign.documents.map(documentFact)} />
          <Card
            title="Lĩnh vực, loại hình"
            facts={[
              { name: 'Lĩnh vực', value: names(campaign.sectors) },
              { name: 'Loại hình', value: names(campaign.objectKinds) },
            ]}
          />
        </div>
      </Page>,
    );
  });
}

function Doubts({ doubts }: { doubts: CampaignDoubt[] }) {
  if (doubts.length === 0) return <p>Không có điểm nào cần xem lại.</p>;
  return (
    <div class="alert alert-warning" role="note">
      <div>
        <b>Cần xem lại:</b>
        <ul class="mb-0">
          {doubts.map((doubt) => (
            <li>{doubtText(doubt)}</li>
          ))}
        </ul>
      </div>
    </div>
  );
}

function doubtText(doubt: CampaignDoubt): string {
  switch (doubt.what) {
    case 'test-mode':
      return 'Đang chạy thử: mọi thư đều ghi “THƯ THỬ NGHIỆM – không có giá trị”.';
    case 'day-off':
      return doubt.period === null
        ? 'Hạn nhận hồ sơ rơi vào ngày nghỉ.'
        : `Hạn gửi báo cáo ${doubt.period} rơi vào ngày nghỉ.`;
    case 'long-past':
      return `Hạn nhận hồ sơ đã qua ${doubt.days} ngày: có đúng là đợt đang chạy không?`;
    case 'no-holidays':
      return `Chưa ghi ngày nghỉ nào của năm ${doubt.year}: hạn bổ sung có thể rơi vào ngày lễ.`;
  }
}

function Card({ title, facts }: { title: string; facts: Fact[] }) {
  return (
    <div class="col-lg-6">
      <section class="card app-panel">
        <div class="card-body">
          <h2 class="card-title">{title}</h2>
          <Facts facts={facts} />
        </div>
      </section>
    </div>
  );
}

function generalFacts({ code, title, basis, office, dossierCode, paperNote, timeZone }: Campaign): Fact[] {
  return [
    { name: 'Mã đợt', value: code },
    { name: 'Tên', value: title },
    { name: 'Căn cứ', value: basis },
    { name: 'Cơ quan tiếp nhận', value: `${office.name} (${office.shortName})` },
    { name: 'Bộ phận', value: office.section },
    {
      name: 'Đầu mối',
      value: office.phone ? `${office.contact}, điện thoại ${office.phone}` : office.contact,
    },
    { name: 'Mã hồ sơ', value: `${dossierCode.program}-${dossierCode.office}-NNTTNN-0001` },
    { name: 'Hồ sơ giấy', value: paperNote ?? 'Thư không nhắc đến hồ sơ giấy.' },
    { name: 'Múi giờ', value: timeZone },
  ];
}

function timeFacts({ opensAt, deadline, supplement, burstHours, kinds, timeZone }: Campaign): Fact[] {
  const time = (at: Date) => dayTime(at, timeZone);
  const year = (day: string) => day.slice(0, 4);
  const years = [...new Set(supplement.holidays.map(year))];
  return [
    { name: 'Nhận hồ sơ từ', value: opensAt ? time(opensAt) : 'Không giới hạn' },
    { name: 'Hạn nhận hồ sơ', value: `${time(deadline.closesAt)} (trong thư: ${deadline.wording})` },
    { name: 'Ân hạn', value: deadline.graceUntil ? `Đến ${time(deadline.graceUntil)}` : 'Không có' },
    {
      name: 'Thời hạn bổ sung',
      value: `${supplement.workingDays} ngày làm việc, đến ${supplement.closesAt} ngày cuối`,
    },
    {
      name: 'Ngày nghỉ đã ghi',
      value: years
        .map((one) => `${one}: ${supplement.holidays.filter((day) => year(day) === one).length} ngày`)
        .join('; '),
    },
    { name: 'Gộp các thư gửi liền nhau', value: `Trong ${burstHours} giờ` },
    ...kinds.flatMap(({ name, periods }) =>
      periods.map((period) => ({
        name: `${name} ${period.name}`,
        value: `Đến ${time(period.deadline.closesAt)}`,
      })),
    ),
  ];
}

function limitFacts({ quietSeconds, lettersPerAddress, lettersInAll, retention }: Campaign): Fact[] {
  return [
    { name: 'Chờ trước khi gửi danh mục còn thiếu', value: `${Math.round(quietSeconds / 60)} phút` },
    { name: 'Số thư tối đa cho một địa chỉ', value: limitText(lettersPerAddress) },
    { name: 'Số thư tối đa của hộp thư', value: limitText(lettersInAll) },
    { name: 'Lưu hồ sơ', value: periodText(retention.dossiers) },
    { name: 'Lưu thư khác', value: periodText(retention.others) },
    { name: 'Lưu thư thường', value: periodText(retention.ordinary) },
  ];
}

function limitText({ perHour, perDay }: LetterLimit): string {
  return `${perHour.toLocaleString('vi-VN')} trong một giờ, ${perDay.toLocaleString('vi-VN')} trong 24 giờ`;
}

function periodText({ count, unit }: Period): string {
  return `${count} ${unit === 'years' ? 'năm' : 'ngày'}`;
}

const HANDLINGS: Record<SubmissionKind['handling'], string> = {
  dossier: 'Vào sổ, kiểm tra thành phần, trả lời tự động',
  report: 'Vào sổ, xác nhận đã nhận báo cáo',
  staff: 'Chờ cán bộ xử lý, không trả lời tự động',
};

function kindFact({ name, handling }: SubmissionKind): Fact {
  return { name, value: HANDLINGS[handling] };
}

const REQUIRED: Record<DocumentType['required'], string> = {
  always: 'Bắt buộc',
  'if-several-items': 'Bắt buộc khi có từ hai sáng kiến',
  never: 'Không bắt buộc',
};

function documentFact({ name, required, per, forms }: DocumentType): Fact {
  const each = per === 'item' ? 'mỗi sáng kiến một bản' : 'mỗi hồ sơ một bản';
  const wanted = forms.map((form) => (form === 'signed' ? 'bản ký' : 'bản mềm')).join(' và ');
  return { name, value: [REQUIRED[required], each, ...(wanted ? [wanted] : [])].join('; ') };
}

function names(categories: { name: string }[]): string {
  return categories.length > 0 ? categories.map(({ name }) => name).join('; ') : 'Không phân';
}
