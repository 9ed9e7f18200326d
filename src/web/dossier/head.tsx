// The head of a dossier's page: whose it is, how it stands, and until when what is missing may follow.
import { unitEvidenceWords } from '../../core/evidence-words.ts';
import { DEADLINES, STATUSES } from '../../core/labels.ts';
import { dateText, day, dayTime } from '../parts/time.ts';
import { STATUS_TONES } from '../parts/tone.ts';
import type { Shown } from './shown.ts';

export function Head({ shown }: { shown: Shown }) {
  const { head } = shown;
  return (
    <header class="app-dossier-head">
      <div>
        <div class="text-secondary">
          Số đến {head.arrivalNumber} · {shown.kindName}
        </div>
        <h1 class="page-title">{head.code}</h1>
        <div>{head.unit?.name ?? 'Chưa xác định đơn vị nộp'}</div>
      </div>
      <div class="app-badges">
        <span class={`badge ${STATUS_TONES[head.status]}`}>{STATUSES[head.status]}</span>
        {flagsOf(shown).map((flag) => (
          <span class="badge app-plain">{flag}</span>
        ))}
      </div>
    </header>
  );
}

const OPEN = ['unsorted', 'checking', 'awaiting-documents', 'supplemented'];

function flagsOf({ head, files, letters, messages, now }: Shown): string[] {
  const late = OPEN.includes(head.status) && head.missing.length > 0 && head.supplementUntil <= now;
  return [
    DEADLINES[head.deadline],
    ...(late ? ['Quá hạn bổ sung'] : []),
    head.paper ? 'Đã nhận bản giấy' : 'Chưa có bản giấy',
    ...(messages.some(({ links }) => links.length > 0) ? ['Có liên kết ngoài'] : []),
    ...(files.some(({ verdict }) => verdict === 'refused') ? ['Có tệp lỗi'] : []),
    ...(letters.some(({ state }) => state === 'failed' || state === 'bounced')
      ? ['Thư trả lời không gửi được']
      : []),
    ...(head.purgedAt ? ['Đã xóa nội dung theo thời hạn lưu'] : []),
  ];
}

export function Facts({ shown }: { shown: Shown }) {
  const { head, campaign, zone } = shown;
  return (
    <section class="card mb-3">
      <div class="card-body">
        <dl class="app-facts">
          <dt>Đợt tiếp nhận</dt>
          <dd>{campaign ? `Hồ sơ đề nghị ${campaign.title}` : head.campaign}</dd>
          <dt>Nhận lúc</dt>
          <dd>{dayTime(head.receivedAt, zone)}</dd>
          {head.missing.length > 0 && (
            <>
              <dt>Hạn bổ sung</dt>
              <dd>{dayTime(head.supplementUntil, zone)}</dd>
            </>
          )}
          <Course shown={shown} />
          <dt>Bản giấy</dt>
          <dd>{paperText(shown)}</dd>
          <dt>Người phụ trách</dt>
          <dd>{head.assigneeName ?? 'Chưa phân công'}</dd>
          {head.note && (
            <>
              <dt>Ghi chú</dt>
              <dd class="app-break">{head.note}</dd>
            </>
          )}
          <dt>Căn cứ đơn vị</dt>
          <dd>
            <UnitEvidence shown={shown} />
          </dd>
        </dl>
      </div>
    </section>
  );
}

function Course({ shown: { head, zone } }: { shown: Shown }) {
  return (
    <>
      {head.completedAt && (
        <>
          <dt>Đủ hồ sơ</dt>
          <dd>{day(head.completedAt, zone)}</dd>
        </>
      )}
      {head.forwardedAt && (
        <>
          <dt>Chuyển thẩm định</dt>
          <dd>{day(head.forwardedAt, zone)}</dd>
        </>
      )}
      {head.statusReason && (
        <>
          <dt>Lý do quyết định</dt>
          <dd class="app-break">{head.statusReason}</dd>
        </>
      )}
      {head.mergedInto && (
        <>
          <dt>Đã gộp vào</dt>
          <dd>
            <a href={`dossiers/${head.mergedInto}`}>{head.mergedInto}</a>
          </dd>
        </>
      )}
    </>
  );
}

function paperText({ head: { paper } }: Shown): string {
  if (!paper) return 'Chưa có';
  const by = paper.by ? ` (${paper.by})` : '';
  return `Đã ghi nhận bản giấy: ${paper.sets} bộ, ngày ${dateText(paper.receivedOn)}${by}`;
}

function UnitEvidence({ shown: { head } }: { shown: Shown }) {
  if (head.evidence.length === 0) return <>Không có căn cứ nào trong thư</>;
  return (
    <ul class="list-unstyled mb-0">
      {head.evidence.map((one) => (
        <li class="app-break">
          <strong>{one.name}</strong>
          {one.name === one.unit ? ' (đơn vị ngoài danh sách)' : ''} – {unitEvidenceWords(one)}
        </li>
      ))}
    </ul>
  );
}
