// What happened, as staff read it: a sentence for each name that the history knows.
import type { Campaign } from './campaign.ts';
import { FORMS, LETTERS, STATUSES } from './labels.ts';
import type { LetterKind } from './letter.ts';
import { REASONS, type Reason, reasonForStaff } from './reasons.ts';

const SENTENCES: Record<string, string> = {
  // what the program did
  registered: 'Thư được vào sổ',
  supplement: 'Thư được ghi là bổ sung hồ sơ',
  duplicate: 'Thư được xác định là trùng',
  unsorted: 'Thư chờ phân loại',
  automatic: 'Thư được xác định là thư tự động',
  'shorter-than-announced': 'Thư nhận được ngắn hơn dung lượng máy chủ báo',
  'parts-left-out': 'Thư có quá nhiều phần, chỉ đọc những phần đầu',
  'letter-withdrawn': 'Thu hồi thư chưa gửi',
  'letter-bounced': 'Thư trả lời bị trả lại',
  'letter-delayed': 'Máy chủ báo thư trả lời chuyển chậm',
  'letter-not-copied': 'Không lưu được bản sao thư trả lời vào mục Thư đã gửi',
  'letter-settled': 'Xác định lại thư trả lời sau khi khôi phục dữ liệu',
  purged: 'Xóa nội dung theo thời hạn lưu',
  // what staff decided
  'letter-released': 'Cho gửi thư trả lời',
  'letter-discarded': 'Quyết định không gửi thư trả lời',
  'letter-written': 'Soạn thư',
  'letter-edited': 'Sửa thư trước khi gửi',
  'letter-resent': 'Gửi lại thư',
  'unit-merged': 'Đơn vị được gộp vào đơn vị khác',
  'set-unit': 'Xác nhận đơn vị nộp',
  'set-kind': 'Xác nhận loại hồ sơ',
  'set-document': 'Xác nhận tài liệu',
  'move-documents': 'Chuyển tài liệu sang hồ sơ khác',
  'documents-added': 'Nhận tài liệu chuyển từ hồ sơ khác',
  split: 'Tách tài liệu thành hồ sơ mới',
  'split-from': 'Được tách từ hồ sơ khác',
  merge: 'Gộp vào hồ sơ khác',
  'merged-in': 'Nhận toàn bộ tài liệu của hồ sơ khác',
  complete: 'Đánh dấu đủ hồ sơ',
  forward: 'Chuyển thẩm định',
  refuse: 'Không tiếp nhận hồ sơ',
  'not-a-submission': 'Xác định không phải hồ sơ',
  reopen: 'Thu hồi quyết định',
  'record-paper': 'Ghi nhận bản giấy',
  'remove-paper': 'Xóa ghi nhận bản giấy',
  assign: 'Phân công người phụ trách',
  note: 'Sửa ghi chú',
  register: 'Vào sổ theo quyết định của cán bộ',
  'add-to': 'Đưa thư vào hồ sơ',
  'added-by-hand': 'Thêm tài liệu nhận trực tiếp',
  retried: 'Cho xử lý lại thư',
  undo: 'Hoàn tác',
};

type Detail = Record<string, unknown>;

export interface HistoryEvent {
  what: string;
  detail: Detail;
  /** Of the units and accounts that the detail names, by code. */
  names: Record<string, string> | null;
}

/** What was done, and more of it where the event tells; a name that nobody put into words is shown as it is. */
export function eventSentence(event: HistoryEvent, campaign: Campaign | null): string {
  const { what, detail } = event;
  const sentence = Object.hasOwn(SENTENCES, what) ? SENTENCES[what] : what;
  const more = [lettersOf(detail), changeOf(event, campaign), wordOf(detail.how), reasonOf(detail)];
  const told = more.filter((one) => one !== '');
  return told.length > 0 ? `${sentence}: ${told.join('; ')}` : `${sentence}`;
}

function lettersOf({ kind, kinds = [kind] }: Detail): string {
  const known = Array.isArray(kinds) ? kinds.filter(isLetterKind) : [];
  return known.map((kind) => LETTERS[kind]).join(', ');
}

function isLetterKind(value: unknown): value is LetterKind {
  return typeof value === 'string' && Object.hasOwn(LETTERS, value);
}

function reasonOf({ reason }: Detail): string {
  if (typeof reason !== 'string') return '';
  return Object.hasOwn(REASONS, reason) ? reasonForStaff(reason as Reason).replace(/\.$/, '') : reason;
}

/** What stood there before and what stands there now, as far as the event says. */
function changeOf({ detail, names }: HistoryEvent, campaign: Campaign | null): string {
  const word = (value: unknown) => nameOf(wordOf(value), names ?? {}, campaign);
  const [before, after] = [word(detail.before ?? detail.from), word(detail.after ?? detail.to)];
  if (before !== '' && after !== '') return before === after ? after : `${before} → ${after}`;
  if (typeof detail.after === 'object' && detail.after !== null) return partsOf(detail.after, campaign);
  return before || after;
}

function nameOf(code: string, names: Record<string, string>, campaign: Campaign | null): string {
  const kind = campaign?.kinds.find((one) => one.code === code)?.name;
  return (
    names[code] ?? (Object.hasOwn(STATUSES, code) ? STATUSES[code as keyof typeof STATUSES] : kind) ?? code
  );
}

/** A document, or a paper copy. */
function partsOf(after: object, campaign: Campaign | null): string {
  const { type, form, item, sets, receivedOn } = after as Detail;
  if (sets === undefined && form === undefined) return '';
  if (typeof sets === 'number')
    return `${sets} bộ, ngày ${wordOf(receivedOn).split('-').reverse().join('/')}`;
  const typed =
    campaign?.documents.find(({ code }) => code === type)?.name ?? (wordOf(type) || 'chưa rõ loại');
  const copy =
    typeof form === 'string' && Object.hasOwn(FORMS, form) ? FORMS[form as keyof typeof FORMS] : '';
  return [typed, copy.toLowerCase(), wordOf(item)].filter((one) => one !== '').join(', ');
}

function wordOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

const ACTORS: Record<string, string> = { machine: 'Hệ thống', operator: 'Người vận hành' };

/** Who did it: the name of an account, or what acts without one. */
export function actorName(actor: string): string {
  return ACTORS[actor] ?? actor;
}
