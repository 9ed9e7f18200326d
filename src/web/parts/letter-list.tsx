// Letters with their full text, what became of each, and what mail servers said.
import { LETTER_STATES, LETTERS } from '../../core/labels.ts';
import { reasonForStaff } from '../../core/reasons.ts';
import type { ShownLetter } from '../../store/dossier-history.ts';
import { dayTime } from './time.ts';
import { LETTER_TONES } from './tone.ts';

export function LetterList({ letters }: { letters: ShownLetter[] }) {
  if (letters.length === 0) return <p class="text-secondary mb-0">Chưa có thư nào.</p>;
  return (
    <div class="app-stack">
      {letters.map((letter) => (
        <Letter letter={letter} />
      ))}
    </div>
  );
}

function Letter({ letter }: { letter: ShownLetter }) {
  const { kind, state, sentAt, writtenAt, recipient, subject, text } = letter;
  return (
    <details>
      <summary>
        {LETTERS[kind]} <span class={`badge ${LETTER_TONES[state]}`}>{LETTER_STATES[state]}</span>{' '}
        <span class="text-secondary">{dayTime(sentAt ?? writtenAt)}</span>
      </summary>
      <dl class="app-facts">
        <dt>Gửi đến</dt>
        <dd>{recipient || '(đã xóa)'}</dd>
        <dt>Tiêu đề</dt>
        <dd>{subject || '(đã xóa)'}</dd>
        <Course letter={letter} />
      </dl>
      <a href={`letters/${letter.id}`}>Mở trang của thư</a>
      <pre class="app-text">{text}</pre>
    </details>
  );
}

function Course({ letter }: { letter: ShownLetter }) {
  const { by, reason, smtpAnswer, delivery, deliveryReason, deliveryStatus, deliveryWords } = letter;
  return (
    <>
      {by && (
        <>
          <dt>Người gửi</dt>
          <dd>{by}</dd>
        </>
      )}
      {reason && (
        <>
          <dt>Lý do</dt>
          <dd>{reasonForStaff(reason)}</dd>
        </>
      )}
      {smtpAnswer && (
        <>
          <dt>Máy chủ trả lời</dt>
          <dd class="app-break">{smtpAnswer}</dd>
        </>
      )}
      {delivery && (
        <>
          <dt>{delivery === 'failed' ? 'Bị trả lại' : 'Chuyển chậm'}</dt>
          <dd class="app-break">
            {deliveryReason && reasonForStaff(deliveryReason)} {deliveryStatus} {deliveryWords}
          </dd>
        </>
      )}
    </>
  );
}
