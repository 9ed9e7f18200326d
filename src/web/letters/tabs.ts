// The lists of letters: which states each shows.
import type { LetterState } from '../../core/states.ts';

export const TABS = [
  { code: 'held', name: 'Chờ duyệt', states: ['held'], empty: 'Không có thư chờ duyệt.' },
  { code: 'waiting', name: 'Chờ gửi', states: ['pending', 'sending'], empty: 'Không có thư chờ gửi.' },
  {
    code: 'undelivered',
    name: 'Không gửi được',
    states: ['failed', 'bounced', 'unknown'],
    empty: 'Không có thư gửi thất bại, bị trả lại hoặc chưa rõ.',
  },
  { code: 'sent', name: 'Đã gửi', states: ['sent'], empty: 'Chưa có thư nào được gửi.' },
] as const satisfies { code: string; name: string; states: readonly LetterState[]; empty: string }[];

export type Tab = (typeof TABS)[number];
