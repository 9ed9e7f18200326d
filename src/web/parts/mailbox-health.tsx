// In the header: when the mailbox was last read, or since when it cannot be.

import type { MailboxState } from '../view.ts';
import { clock } from './time.ts';

export function MailboxHealth({ mailboxes }: { mailboxes: MailboxState[] }) {
  const failing = mailboxes.filter(({ failingSince }) => failingSince !== null);
  const [worst] = failing.sort((a, b) => Number(a.failingSince) - Number(b.failingSince));
  if (worst?.failingSince)
    return (
      <span class="app-health text-danger" role="status">
        Mất kết nối hộp thư từ {clock(worst.failingSince)}
      </span>
    );
  const checked = mailboxes.flatMap(({ checkedAt }) => (checkedAt ? [checkedAt] : []));
  const [oldest] = checked.sort((a, b) => Number(a) - Number(b));
  return (
    <span class="app-health text-secondary">
      {oldest ? `Lần kiểm tra hộp thư gần nhất: ${clock(oldest)}` : 'Hộp thư chưa được kiểm tra lần nào'}
    </span>
  );
}
