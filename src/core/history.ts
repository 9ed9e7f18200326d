// What happened, as staff read it: a sentence for each name that the history knows.
import { LETTERS } from './labels.ts';
import type { LetterKind } from './letter.ts';
import { REASONS, type Reason, reasonForStaff } from './reasons.ts';

const SENTENCES: Record<string, string> = {
  // what the program did
  registered: 'Thư được vào sổ',
  supplement: 'Thư được ghi là bổ sung hồ sơ',
  duplicate: 'Thư được xác định là trùng',
  unsorted: 'Thư chờ phân loại',
  automatic: 'Thư được xác định là thư tự động',
  failed: 'Thư xử lý không được',
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
  'set-unit': 'Xác nhận đơn vị nộp',
  'set-kind': 'Xác nhận loại hồ sơ',
  'set-document': 'Xác nhận tài liệu',
  'move-documents': 'Chuyển tài liệu sang hồ sơ khác',
  split: 'Tách tài liệu thành hồ sơ mới',
  merge: 'Gộp vào hồ sơ khác',
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
  'added-by-hand': 'Thêm tài liệu thủ công',
  retried: 'Cho xử lý lại thư',
  undone: 'Hoàn tác',
};

export interface HistoryEvent {
  what: string;
  detail: Record<string, unknown>;
}

/** What was done, and more of it where the event tells; a name that nobody put into words is shown as it is. */
export function eventSentence({ what, detail }: HistoryEvent): string {
  const sentence = Object.hasOwn(SENTENCES, what) ? SENTENCES[what] : what;
  const more = [lettersOf(detail), changeOf(detail), reasonOf(detail)].filter((one) => one !== '');
  return more.length > 0 ? `${sentence}: ${more.join('; ')}` : `${sentence}`;
}

function lettersOf({ kinds }: Record<string, unknown>): string {
  const known = Array.isArray(kinds) ? kinds.filter(isLetterKind) : [];
  return known.map((kind) => LETTERS[kind]).join(', ');
}

function isLetterKind(value: unknown): value is LetterKind {
  return typeof value === 'string' && Object.hasOwn(LETTERS, value);
}

function reasonOf({ reason }: Record<string, unknown>): string {
  if (typeof reason !== 'string') return '';
  return Object.hasOwn(REASONS, reason) ? reasonForStaff(reason as Reason).replace(/\.$/, '') : reason;
}

/** Values from before and after, where they are words. */
function changeOf({ before, after }: Record<string, unknown>): string {
  const [old, current] = [wordOf(before), wordOf(after)];
  if (old === '' && current === '') return '';
  return `${old || '(trống)'} → ${current || '(trống)'}`;
}

function wordOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

const ACTORS: Record<string, string> = { machine: 'Chương trình', operator: 'Người vận hành' };

/** Who did it: the name of an account, or what acts without one. */
export function actorName(actor: string): string {
  return ACTORS[actor] ?? actor;
}
