// Who owes something, with boxes to pick whom to remind.
import type { Campaign } from '../../core/campaign.ts';
import { reasonForStaff } from '../../core/reasons.ts';
import {
  type Candidate,
  periodsOf,
  type ReminderAsk,
  type ReminderKind,
  type ReminderList,
} from '../../core/reminders.ts';
import { Form } from '../parts/form.tsx';
import { dayTime } from '../parts/time.ts';
import { type Frame, LettersPage } from './frame.tsx';

interface RemindersPageProps {
  frame: Frame;
  campaigns: Campaign[];
  campaign: Campaign;
  ask: ReminderAsk;
  list: ReminderList;
  isFirst: boolean;
}

const KINDS: Record<ReminderKind, { name: string; says: string; nobody: string }> = {
  'supplement-reminder': {
    name: 'Nhắc bổ sung hồ sơ',
    says: 'Hồ sơ còn thiếu tài liệu, còn không quá 02 ngày làm việc đến hạn bổ sung hoặc đã quá hạn.',
    nobody: 'Không có hồ sơ nào cần nhắc bổ sung.',
  },
  'submission-reminder': {
    name: 'Đôn đốc gửi hồ sơ',
    says: 'Đơn vị thuộc diện gửi hồ sơ, chưa gửi hồ sơ nào và không báo là không có nội dung đề nghị.',
    nobody: 'Các đơn vị thuộc diện gửi hồ sơ đều đã gửi hoặc đã trả lời.',
  },
  'report-reminder': {
    name: 'Đôn đốc gửi báo cáo',
    says: 'Đơn vị thuộc diện gửi hồ sơ, chưa gửi báo cáo của kỳ này.',
    nobody: 'Các đơn vị đều đã gửi báo cáo của kỳ này.',
  },
};

export function RemindersPage({ frame, campaigns, campaign, ask, list, isFirst }: RemindersPageProps) {
  const { says, nobody } = KINDS[ask.kind];
  const picks = frame.mayAct && list.blocked === null;
  return (
    <LettersPage title="Nhắc, đôn đốc" frame={frame} at="letters/reminders">
      <h1 class="page-title">Nhắc, đôn đốc</h1>
      <Kinds campaign={campaign} ask={ask} />
      <Choice campaigns={campaigns} campaign={campaign} ask={ask} />
      <p class="text-secondary">{says}</p>
      {list.blocked && <div class="alert alert-warning">{reasonForStaff(list.blocked)}</div>}
      <div class="card">
        {list.candidates.length === 0 ? (
          <p class="card-body text-secondary mb-0">{nobody}</p>
        ) : picks ? (
          <Form action="letters/reminders/preview">
            <AskFields ask={ask} />
            <Table ask={ask} candidates={list.candidates} picks />
            <div class="card-footer app-buttons">
              <button class="btn btn-primary" type="submit">
                Xem trước
              </button>
            </div>
          </Form>
        ) : (
          <Table ask={ask} candidates={list.candidates} />
        )}
      </div>
      <Pager ask={ask} list={list} isFirst={isFirst} />
    </LettersPage>
  );
}

const address = ({ kind, campaign, period }: ReminderAsk) =>
  `letters/reminders?${new URLSearchParams({ what: kind, campaign, period: String(period) })}`;

function Kinds({ campaign, ask }: { campaign: Campaign; ask: ReminderAsk }) {
  const kinds = Object.entries(KINDS) as [ReminderKind, (typeof KINDS)[ReminderKind]][];
  return (
    <nav class="app-tabs" aria-label="Loại thư nhắc">
      {kinds
        .filter(([kind]) => kind !== 'report-reminder' || periodsOf(campaign).length > 0)
        .map(([kind, { name }]) => (
          <a
            href={address({ ...ask, kind })}
            class={kind === ask.kind ? 'active' : ''}
            aria-current={kind === ask.kind ? 'page' : undefined}
          >
            {name}
          </a>
        ))}
    </nav>
  );
}

/** Which campaign and which report, where there are several. */
function Choice({
  campaigns,
  campaign,
  ask,
}: {
  campaigns: Campaign[];
  campaign: Campaign;
  ask: ReminderAsk;
}) {
  const periods = ask.kind === 'report-reminder' ? periodsOf(campaign) : [];
  if (campaigns.length < 2 && periods.length < 2) return null;
  return (
    <form method="get" action="letters/reminders" class="app-choice">
      <input type="hidden" name="what" value={ask.kind} />
      {campaigns.length > 1 && (
        <label>
          Đợt tiếp nhận
          <select class="form-select" name="campaign">
            {campaigns.map(({ code, title }) => (
              <option value={code} selected={code === campaign.code}>
                {title}
              </option>
            ))}
          </select>
        </label>
      )}
      {periods.length > 1 && (
        <label>
          Kỳ báo cáo
          <select class="form-select" name="period">
            {periods.map(({ period }, at) => (
              <option value={at} selected={at === ask.period}>
                {period.name} ({period.deadline.wording})
              </option>
            ))}
          </select>
        </label>
      )}
      <button class="btn" type="submit">
        Xem
      </button>
    </form>
  );
}

/** What was asked for, in a form. */
export function AskFields({ ask: { kind, campaign, period } }: { ask: ReminderAsk }) {
  return (
    <>
      <input type="hidden" name="what" value={kind} />
      <input type="hidden" name="campaign" value={campaign} />
      <input type="hidden" name="period" value={period} />
    </>
  );
}

function Table({
  ask,
  candidates,
  picks = false,
}: {
  ask: ReminderAsk;
  candidates: Candidate[];
  picks?: boolean;
}) {
  const ofDossiers = ask.kind === 'supplement-reminder';
  return (
    <div class="table-responsive">
      <table class="table table-vcenter table-mobile-md card-table app-letters">
        <thead>
          <tr>
            {picks && (
              <th class="w-1">
                <input
                  class="form-check-input"
                  type="checkbox"
                  data-mark-all
                  aria-label="Chọn tất cả trên trang"
                />
              </th>
            )}
            <th>Đơn vị</th>
            {ofDossiers && <th>Hồ sơ</th>}
            <th>Địa chỉ nhận thư</th>
            <th>Nhắc gần nhất</th>
            <th>Ghi chú</th>
          </tr>
        </thead>
        <tbody>
          {candidates.map((candidate) => (
            <Row candidate={candidate} picks={picks} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Row({ candidate, picks }: { candidate: Candidate; picks: boolean }) {
  const { key, unit, dossier, required, addresses, remindedAt, hindrance } = candidate;
  return (
    <tr>
      {picks && (
        <td>
          {hindrance === null && (
            <input
              class="form-check-input"
              type="checkbox"
              name="id"
              value={key}
              aria-label={`Chọn ${dossier?.code ?? unit}`}
            />
          )}
        </td>
      )}
      <td data-label="Đơn vị">
        {unit || 'Chưa rõ đơn vị'}
        {!required && <div class="text-secondary">Khuyến khích gửi</div>}
      </td>
      {dossier && (
        <td data-label="Hồ sơ">
          <a class="text-nowrap" href={`dossiers/${dossier.code}`}>
            {dossier.code}
          </a>
          <div class={dossier.expired ? 'text-danger' : 'text-secondary'}>
            {dossier.expired ? 'Quá hạn bổ sung' : 'Hạn bổ sung'}: {dayTime(dossier.until)}
          </div>
        </td>
      )}
      <td data-label="Địa chỉ nhận thư">{addresses.length > 0 ? addresses.join(', ') : 'Chưa có'}</td>
      <td data-label="Nhắc gần nhất">{remindedAt ? dayTime(remindedAt) : 'Chưa nhắc'}</td>
      <td data-label="Ghi chú">{hindrance ? reasonForStaff(hindrance) : 'Có thể gửi'}</td>
    </tr>
  );
}

function Pager({ ask, list, isFirst }: { ask: ReminderAsk; list: ReminderList; isFirst: boolean }) {
  const last = list.candidates.at(-1);
  if (isFirst && !list.more) return null;
  return (
    <nav class="app-pager" aria-label="Trang">
      {!isFirst && <a href={address(ask)}>Về đầu danh sách</a>}
      {list.more && last && <a href={`${address(ask)}&after=${last.place}`}>Trang tiếp theo</a>}
    </nav>
  );
}
