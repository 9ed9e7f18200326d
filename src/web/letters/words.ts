// What is said of a letter beside its own words: why it stands where it stands, and what happened to it.
import { reasonOfAnswer } from '../../core/delivery-reason.ts';
import { reasonForStaff } from '../../core/reasons.ts';
import type { LetterEvent, ListedLetter } from '../../store/letter-lists.ts';
import { dayTime } from '../parts/time.ts';

/** Why it stands where it stands; null: nothing is to be said. */
export function standingOf(letter: ListedLetter): string | null {
  const { state, reason, dueAt, deliveryReason } = letter;
  if (state === 'bounced') return deliveryReason && reasonForStaff(deliveryReason);
  if (reason) return reasonForStaff(reason);
  if (state === 'failed') return `Gửi thất bại: ${meaningOfAnswer(letter) ?? 'máy chủ không nhận thư'}`;
  if (state === 'pending') return waiting(letter, dueAt);
  if (state === 'sending') return 'Đang giao cho máy chủ thư.';
  return letter.delivery === 'delayed' && deliveryReason
    ? `Máy chủ báo thư đến chậm. ${reasonForStaff(deliveryReason)}`
    : null;
}

function waiting({ smtpAnswer }: ListedLetter, dueAt: Date | null): string | null {
  if (!dueAt) return null;
  return smtpAnswer === null
    ? `Gửi từ ${dayTime(dueAt)}.`
    : `Máy chủ thư chưa nhận; thư chờ và sẽ tự gửi lại từ ${dayTime(dueAt)}.`;
}

/** What the mail server's refusal means; null: it gave none. */
export function meaningOfAnswer({ smtpAnswer }: Pick<ListedLetter, 'smtpAnswer'>): string | null {
  const reason = smtpAnswer === null ? null : reasonOfAnswer(smtpAnswer);
  return reason && reasonForStaff(reason);
}

const EVENTS: Record<string, string> = {
  'letter-written': 'Soạn thư',
  'letter-released': 'Duyệt gửi',
  'letter-discarded': 'Quyết định không gửi',
  'letter-edited': 'Sửa thư',
  'letter-resent': 'Gửi lại',
  'letter-delayed': 'Máy chủ báo thư đến chậm',
  'letter-bounced': 'Máy chủ báo thư bị trả lại',
  'letter-not-copied': 'Không lưu được bản sao vào mục Thư đã gửi',
  'letter-settled': 'Đối chiếu với mục Thư đã gửi sau khi khôi phục dữ liệu',
};

export function eventWords({ what, detail }: Pick<LetterEvent, 'what' | 'detail'>): string {
  const name = EVENTS[what] ?? what;
  if (what === 'letter-resent') return `${name} thành thư số ${detail.as}`;
  if (what === 'letter-written' && detail.of) return `Gửi lại từ thư số ${detail.of}`;
  if (what !== 'letter-edited') return name;
  const [before, after] = [textLength(detail.before), textLength(detail.after)];
  return before === null || after === null ? name : `${name}: nội dung từ ${before} thành ${after} ký tự`;
}

function textLength(lengths: unknown): number | null {
  const isLengths = typeof lengths === 'object' && lengths !== null && 'text' in lengths;
  return isLengths && typeof lengths.text === 'number' ? lengths.text : null;
}
