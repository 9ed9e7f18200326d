// The overview of a campaign: what leaders must know on one screen, then the rest.
import type { ComponentChildren } from 'preact';
import type { Campaign } from '../../core/campaign.ts';
import { DEADLINES, STATUSES } from '../../core/labels.ts';
import type { DossierStatus } from '../../core/states.ts';
import { CampaignChoice } from '../parts/campaign-choice.tsx';
import { clock, day } from '../parts/time.ts';
import { STATUS_TONES } from '../parts/tone.ts';
import { Arrivals } from './arrivals.tsx';
import { Bars } from './bars.tsx';
import { Board, submittedText } from './board.tsx';
import type { Overview, PeriodFigures } from './figures.ts';

interface OverviewProps {
  overview: Overview;
  campaign: Campaign;
  campaigns: Campaign[];
}

export function OverviewPage({ overview, campaign, campaigns }: OverviewProps) {
  return (
    <>
      <div class="app-title">
        <h1 class="page-title">Tổng quan</h1>
        <span class="text-secondary">Số liệu lúc {clock(overview.at, campaign.timeZone)}</span>
      </div>
      <CampaignChoice campaign={campaign} campaigns={campaigns} action="overview" />
      <Numbers overview={overview} campaign={campaign} />
      <div class="row row-cards">
        <Panel title="Hồ sơ nhận so với hạn nộp" width="col-lg-7">
          <Arrivals counts={overview.byDay} campaign={campaign} />
        </Panel>
        <Panel title="Theo trạng thái" width="col-lg-5">
          <Bars
            title="Trạng thái"
            unit="hồ sơ"
            bars={overview.byStatus.map(({ status, count }) => ({
              name: STATUSES[status],
              count,
              tone: STATUS_TONES[status],
            }))}
          />
          <p class="app-small">Không tính hồ sơ trùng và thư không phải hồ sơ.</p>
        </Panel>
        <Panel title={`Đơn vị nộp hồ sơ – ${submittedText(overview.board)}`} width="col-12">
          <Board board={overview.board} campaign={campaign.code} />
        </Panel>
        <Panel title="Sáng kiến theo lĩnh vực" width="col-lg-6">
          <Bars title="Lĩnh vực" unit="sáng kiến" bars={named(overview.bySector, 'Chưa rõ lĩnh vực')} />
        </Panel>
        <Panel title="Hồ sơ theo nhóm đơn vị" width="col-lg-6">
          <Bars title="Nhóm đơn vị" unit="hồ sơ" bars={named(overview.byUnitGroup, 'Chưa rõ đơn vị')} />
        </Panel>
        {overview.periods.length > 0 && (
          <Panel title="Báo cáo định kỳ" width="col-12">
            <Periods periods={overview.periods} timeZone={campaign.timeZone} />
          </Panel>
        )}
      </div>
    </>
  );
}

function named(counts: { name: string | null; count: number }[], unknown: string) {
  return counts.map(({ name, count }) => ({
    name: name === 'provisional' ? 'Đơn vị chưa có trong danh sách' : (name ?? unknown),
    count,
  }));
}

function Numbers({ overview, campaign }: { overview: Overview; campaign: Campaign }) {
  const { byDeadline, byStatus } = overview;
  const of = (status: DossierStatus) => byStatus.find((one) => one.status === status)?.count ?? 0;
  const grace = campaign.deadline.graceUntil || byDeadline.grace > 0;
  return (
    <dl class="app-figures">
      <Figure name="Thư đã nhận" value={overview.messages.all}>
        {overview.messages.ofDossiers} thư thuộc hồ sơ
      </Figure>
      <Figure name="Hồ sơ" value={overview.dossiers}>
        {overview.items} sáng kiến
      </Figure>
      <Figure name="Đủ hồ sơ" value={of('complete')} />
      <Figure name="Chờ bổ sung" value={of('awaiting-documents')} />
      <Figure name="Quá hạn bổ sung" value={overview.overdue} alert={overview.overdue > 0} />
      <Figure name="Đã chuyển thẩm định" value={of('forwarded')} />
      <Figure name="Nộp đúng hạn" value={byDeadline['on-time']}>
        Hạn: {day(campaign.deadline.closesAt, campaign.timeZone)}
      </Figure>
      <Figure name={`Nộp ${DEADLINES.late.toLowerCase()}`} value={byDeadline.late}>
        {grace ? `${DEADLINES.grace}: ${byDeadline.grace}` : 'Không có ân hạn'}
      </Figure>
    </dl>
  );
}

interface FigureProps {
  name: string;
  value: number;
  /** Somebody should act. */
  alert?: boolean;
  children?: ComponentChildren;
}

function Figure({ name, value, alert, children }: FigureProps) {
  return (
    <div class="app-figure">
      <dt>{name}</dt>
      <dd>
        <b class={alert ? 'text-danger' : undefined}>{value.toLocaleString('vi-VN')}</b>
        {children && <span>{children}</span>}
      </dd>
    </div>
  );
}

function Panel({ title, width, children }: { title: string; width: string; children: ComponentChildren }) {
  return (
    <div class={width}>
      <section class="card app-panel">
        <div class="card-body">
          <h2 class="card-title">{title}</h2>
          {children}
        </div>
      </section>
    </div>
  );
}

function Periods({ periods, timeZone }: { periods: PeriodFigures[]; timeZone: string }) {
  return (
    <table class="table table-sm app-stacked">
      <thead>
        <tr>
          <th scope="col">Kỳ báo cáo</th>
          <th scope="col">Thời hạn</th>
          <th scope="col">Đã nhận</th>
          <th scope="col">Đơn vị chưa gửi</th>
        </tr>
      </thead>
      <tbody>
        {periods.map(({ kind, period, expected, received, missing, others }) => (
          <tr>
            <th scope="row" data-label="Kỳ báo cáo">
              {kind} {period.name}
            </th>
            <td data-label="Thời hạn">{day(period.deadline.closesAt, timeZone)}</td>
            <td data-label="Đã nhận">
              {received}/{expected}
              {others > 0 && ` (và ${others} báo cáo của đơn vị khác)`}
            </td>
            <td data-label="Đơn vị chưa gửi">{missing.length > 0 ? missing.join(', ') : 'Đã gửi đủ.'}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
