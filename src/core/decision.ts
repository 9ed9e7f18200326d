// What staff may decide about a dossier or a message, when, and why not.
import type { Form } from './campaign.ts';
import type { LetterKind } from './letter.ts';
import type { DossierStatus, MessageState } from './states.ts';

export type DossierDecision =
  /** The unit whose dossier it is; `learn`: the address of its mails is the unit's from now on. */
  | { what: 'set-unit'; unit: string; learn: boolean }
  | { what: 'set-kind'; kind: string }
  /** `item`: title of the initiative it is about; null: the program tells. */
  | {
      what: 'set-document';
      attachment: number;
      type: string | null;
      form: Form | 'other';
      item: string | null;
    }
  /** To another dossier, by its code. */
  | { what: 'move-documents'; attachments: number[]; to: string }
  /** Into a new dossier. */
  | { what: 'split'; attachments: number[] }
  /** All of it goes into another dossier; this one stands as a duplicate. */
  | { what: 'merge'; into: string }
  | { what: 'complete' }
  | { what: 'forward' }
  | { what: 'refuse'; reason: string }
  | { what: 'not-a-submission' }
  /** Takes back that it is complete, forwarded, refused or none: the documents decide again. */
  | { what: 'reopen'; reason: string }
  /** `receivedOn`: "YYYY-MM-DD". */
  | { what: 'record-paper'; sets: number; receivedOn: string }
  | { what: 'remove-paper' }
  /** Name of an account. */
  | { what: 'assign'; to: string | null }
  | { what: 'note'; text: string };

/** About a message that belongs to no dossier. */
export type MessageDecision =
  | { what: 'register'; kind: string; unit: string | null }
  | { what: 'add-to'; dossier: string }
  | { what: 'not-a-submission' };

/** Brought to the office by other means than mail. */
export interface ByHand {
  /** Code of the dossier it is for; null: a new one. */
  dossier: string | null;
  campaign: string;
  kind: string;
  unit: string | null;
  /** How it came, as staff put it: "USB", "bản giấy", "Google Drive". */
  how: string;
}

/** A letter that a decision writes. */
export interface DecidedLetter {
  kind: LetterKind;
  to: string;
  subject: string;
  text: string;
}

export type Decided =
  /** `dossier`: code of the one to look at next; null: there is none. `undo`: number by which it can be undone. */
  | { how: 'done'; dossier: string | null; letters: DecidedLetter[]; undo: number | null }
  /** Somebody else changed it meanwhile. */
  | { how: 'changed' }
  | { how: 'refused'; why: Refusal };

/** Why a decision cannot be carried out, as staff read it. */
export const REFUSALS = {
  'no-such-dossier': 'Không có hồ sơ mang mã này.',
  'no-such-unit': 'Không có đơn vị này trong danh sách.',
  'no-such-kind': 'Không có loại hồ sơ này trong đợt tiếp nhận.',
  'no-such-account': 'Không có tài khoản này hoặc tài khoản đã khóa.',
  'no-such-document': 'Tài liệu không thuộc hồ sơ này.',
  'no-such-type': 'Không có loại tài liệu này trong đợt tiếp nhận.',
  'same-dossier': 'Đây chính là hồ sơ đang mở.',
  'other-campaign': 'Hai hồ sơ thuộc hai đợt tiếp nhận khác nhau.',
  'nothing-left': 'Hồ sơ phải còn ít nhất một tài liệu; đề nghị dùng thao tác gộp hồ sơ.',
  'unit-first': 'Cần xác nhận đơn vị nộp trước.',
  'complete-first': 'Chỉ chuyển thẩm định hồ sơ đã đủ thành phần.',
  'decided-already': 'Hồ sơ đã có quyết định; cần thu hồi quyết định trước.',
  'nothing-decided': 'Hồ sơ chưa có quyết định nào để thu hồi.',
  'reason-needed': 'Cần ghi lý do.',
  'paper-in-future': 'Ngày nhận bản giấy không thể sau ngày hôm nay.',
  'message-placed': 'Thư đã thuộc một hồ sơ hoặc đang được xử lý.',
  'undone-or-old': 'Không hoàn tác được: hồ sơ đã thay đổi sau thao tác này.',
  purged: 'Hồ sơ đã được xóa nội dung theo thời hạn lưu.',
} as const;
export type Refusal = keyof typeof REFUSALS;

/** What a decision is decided from. */
export interface Decidable {
  status: DossierStatus;
  /** By staff; null: the documents decide. */
  decided: DossierStatus | null;
  unit: string | null;
  purged: boolean;
}

/** Why this may not be decided of a dossier as it stands; null: it may. */
export function refusalOf(decision: DossierDecision, dossier: Decidable): Refusal | null {
  const { what } = decision;
  if (dossier.purged) return 'purged';
  if (SAYS_NOTHING.includes(what)) return null;
  if ('reason' in decision && decision.reason.trim() === '') return 'reason-needed';
  if (what === 'reopen') return mayReopen(dossier) ? null : 'nothing-decided';
  // What staff found complete may still change; what has left the desk may not.
  if (dossier.decided !== null && dossier.decided !== 'complete') return 'decided-already';
  return what === 'forward' || what === 'complete' ? refusalToPass(what, dossier) : null;
}

function refusalToPass(what: 'forward' | 'complete', { unit, status }: Decidable): Refusal | null {
  if (unit === null) return 'unit-first';
  if (what === 'complete') return status === 'complete' ? 'decided-already' : null;
  return status === 'complete' ? null : 'complete-first';
}

/** Of the office's own affairs: it may be decided at any time, and leaves every letter as true as it was. */
export const SAYS_NOTHING: readonly DossierDecision['what'][] = [
  'assign',
  'note',
  'record-paper',
  'remove-paper',
];

/** What was merged into another dossier is taken back by undoing that. */
function mayReopen({ decided }: Decidable): boolean {
  return decided !== null && decided !== 'duplicate';
}

/** Messages that staff may place: no dossier holds them, and no step is at work on them. */
export const PLACEABLE: readonly MessageState[] = ['unsorted', 'not-a-submission', 'automatic', 'duplicate'];
