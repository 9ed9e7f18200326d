// The rows of the intake log, as its table, its CSV file and its workbook have them.
import type { Campaign } from '../core/campaign.ts';
import { SIGNS } from '../core/guess.ts';
import { DEADLINES, FORMS, LETTER_STATES, LETTERS, OUTCOMES, STATUSES } from '../core/labels.ts';
import { reasonForStaff } from '../core/reasons.ts';
import { timesIn } from '../core/vietnamese.ts';
import { column } from '../registers/register.ts';
import type { LogDossier, LogEntry, LogLetter } from '../store/log.ts';

export const LOG_COLUMNS = [
  column('Số đến', 6, 'centred'),
  column('Mã hồ sơ', 13, 'centred'),
  column('Thời gian nhận', 17, 'time'),
  column('Người gửi', 18),
  column('Tiêu đề', 26),
  column('Đơn vị nộp', 15),
  column('Kết quả', 11),
  column('Trạng thái', 11),
  column('Thời hạn', 9),
  column('Số tệp', 6, 'count'),
  column('Còn thiếu', 24),
  column('Thư đã gửi', 20),
  column('Ghi chú', 20),
];

/** A cell for each column. */
export function logRow(entry: LogEntry, campaigns: Campaign[]): (string | number | Date | null)[] {
  const { message, dossier, documents, letters } = entry;
  const campaign = campaignOf(entry, campaigns);
  return [
    dossier?.arrivalNumber ?? null,
    dossier?.code ?? null,
    new Date(message.receivedAt),
    message.from,
    message.subject,
    dossier?.unit ?? null,
    OUTCOMES[entry.outcome],
    dossier && STATUSES[dossier.status],
    dossier && DEADLINES[dossier.deadline],
    documents.filter((document) => document.verdict !== 'ignored').length,
    dossier?.missing.map((missing) => missingText(missing, campaign)).join('; ') ?? null,
    letters.map(letterText).join('; '),
    noteOf(entry, campaign),
  ];
}

/** The same, as text. */
export function logTexts(entry: LogEntry, campaigns: Campaign[]): string[] {
  const { tableTime } = timesIn(campaignOf(entry, campaigns).timeZone);
  return logRow(entry, campaigns).map((cell) =>
    cell instanceof Date ? tableTime(cell) : String(cell ?? ''),
  );
}

function campaignOf({ dossier }: LogEntry, campaigns: Campaign[]): Campaign {
  const campaign = campaigns.find(({ code }) => code === dossier?.campaign) ?? campaigns[0];
  if (!campaign) throw new Error('there is no campaign');
  return campaign;
}

function noteOf({ message: { purgedAt }, reason, guesses }: LogEntry, { timeZone }: Campaign): string {
  if (purgedAt)
    return `Đã hủy nội dung lúc ${timesIn(timeZone).tableTime(new Date(purgedAt))} do hết thời hạn lưu.`;
  const likely = guesses.map(({ code, signs }) => `${code} (${signs.map((sign) => SIGNS[sign]).join(', ')})`);
  return [
    ...(reason ? [reasonForStaff(reason)] : []),
    ...(likely.length > 0 ? [`Có thể thuộc hồ sơ: ${likely.join('; ')}.`] : []),
  ].join(' ');
}

function missingText(
  { document, form, item }: LogDossier['missing'][number],
  { documents }: Campaign,
): string {
  const name = documents.find((type) => type.code === document)?.name ?? document;
  const which = form === 'any' ? '' : ` (${FORMS[form]})`;
  return `${name}${which}${item === null ? '' : `, nội dung ${item}`}`;
}

function letterText({ kind, state, reason, delivery }: LogLetter): string {
  const late = state === 'sent' && delivery?.what === 'delayed' ? ', chậm chuyển' : '';
  const why = delivery?.reason ?? (state === 'pending' ? reason : null);
  return `${LETTERS[kind]}: ${LETTER_STATES[state]}${late}${why ? ` (${reasonForStaff(why)})` : ''}`;
}
