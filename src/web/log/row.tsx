// One line of the log: a dossier, or a message of no dossier. On a phone it is a card.
import type { ComponentChildren } from 'preact';
import type { Campaign } from '../../core/campaign.ts';
import { DEADLINES, LETTER_STATES, LETTERS } from '../../core/labels.ts';
import { reasonForStaff } from '../../core/reasons.ts';
import type { LogRow, RowDossier, RowMessage } from '../../store/log-rows.ts';
import { day, dayTime } from '../parts/time.ts';
import { Components } from './components.tsx';
import { Flags, type RowProps } from './flags.tsx';
import { Status } from './status.tsx';

export function Row(props: RowProps) {
  const { row, timeZone } = props;
  const { dossier, message } = row;
  const campaign = props.campaigns.find(({ code }) => code === dossier?.campaign) ?? null;
  return (
    <tr id={dossier ? `dossier-${dossier.code}` : `message-${message?.id}`}>
      <th scope="row">{dossier ? <DossierName {...dossier} /> : message && <MessageName {...message} />}</th>
      <Cell name="Thời gian nhận">
        {dayTime(row.receivedAt, timeZone)}
        {dossier && dossier.deadline !== 'on-time' && (
          <div class={dossier.deadline === 'late' ? 'app-bad' : 'app-warn'}>
            {DEADLINES[dossier.deadline]}
          </div>
        )}
      </Cell>
      <Cell name="Đơn vị nộp">{dossier ? <Unit {...row} /> : message?.from}</Cell>
      <Cell name="Nội dung">
        {dossier ? <Content dossier={dossier} campaign={campaign} /> : message && <Words {...message} />}
      </Cell>
      <Cell name="Thành phần">
        {dossier && campaign && <Components dossier={dossier} campaign={campaign} />}
        <div class="text-secondary">{row.fileCount} tệp</div>
      </Cell>
      <Cell name="Trạng thái">
        <Status status={dossier?.status ?? message?.state ?? 'received'} />
        <Flags {...props} />
      </Cell>
      <Cell name="Hạn bổ sung">
        {row.supplementUntil && <Until {...props} until={row.supplementUntil} />}
      </Cell>
      <Cell name="Bản giấy">{dossier && <Paper {...dossier} />}</Cell>
      <Cell name="Thư trả lời">
        {row.letter && (
          <>
            {LETTERS[row.letter.kind]}
            <div class="text-secondary">{LETTER_STATES[row.letter.state]}</div>
          </>
        )}
      </Cell>
    </tr>
  );
}

/** An empty one is not shown on a phone. */
function Cell({ name, children }: { name: string; children?: ComponentChildren }) {
  return <td data-name={name}>{children}</td>;
}

function DossierName({ code, arrivalNumber }: RowDossier) {
  return (
    <a id={`open-${code}`} href={`dossiers/${encodeURIComponent(code)}`}>
      <span class="app-number">
        <span class="visually-hidden">Số đến </span>
        {arrivalNumber}
      </span>{' '}
      <span class="app-log-code">{code}</span>
    </a>
  );
}

function MessageName({ id }: RowMessage) {
  return (
    <a id={`open-message-${id}`} href={`messages/${id}`}>
      Thư {id}
    </a>
  );
}

function Unit({ unitName, place }: LogRow) {
  return (
    <>
      {unitName ?? <span class="app-warn">Chưa xác định</span>}
      {place && !unitName?.includes(place) && <div class="text-secondary">{place}</div>}
    </>
  );
}

function Content({ dossier, campaign }: { dossier: RowDossier; campaign: Campaign | null }) {
  const { title, itemCount, sectors, kind, purged } = dossier;
  if (purged) return <span class="text-secondary">Đã hủy nội dung do hết thời hạn lưu</span>;
  const others = String(itemCount - 1).padStart(2, '0');
  const names = sectors.map((code) => campaign?.sectors.find((one) => one.code === code)?.name ?? code);
  const kindName = campaign?.kinds.find(({ code }) => code === kind)?.name ?? kind;
  return (
    <>
      <div class="app-log-title">{title || kindName}</div>
      {itemCount > 1 && <div>và {others} nội dung khác</div>}
      {names.length > 0 && <div class="text-secondary app-log-title">{names.join('; ')}</div>}
    </>
  );
}

function Words({ subject, reason, purged }: RowMessage) {
  if (purged) return <span class="text-secondary">Đã hủy nội dung do hết thời hạn lưu</span>;
  return (
    <>
      <div class="app-log-title">{subject || '(không có tiêu đề)'}</div>
      {reason && <div class="text-secondary app-log-title">{reasonForStaff(reason)}</div>}
    </>
  );
}

function Until({ until, now, timeZone }: RowProps & { until: Date }) {
  return (
    <>
      {day(until, timeZone)}
      {until <= now && <div class="app-bad">Quá hạn</div>}
    </>
  );
}

function Paper({ paperReceivedOn, noPaper }: RowDossier) {
  if (paperReceivedOn) return <>Đã nhận {paperReceivedOn.split('-').reverse().join('/')}</>;
  return noPaper ? <span class="text-secondary">Chưa có</span> : null;
}
