// Before a letter goes out once more: the letter itself, to whom, and what is to be thought of.
import { reasonForStaff } from '../../core/reasons.ts';
import type { LetterDetail } from '../../store/letter-lists.ts';
import { Form } from '../parts/form.tsx';
import { dayTime } from '../parts/time.ts';
import { type Frame, LettersPage } from './frame.tsx';
import { LetterWords } from './letter.tsx';

interface ResendPageProps {
  frame: Frame;
  letter: LetterDetail;
  addresses: string[];
}

export function ResendPage({ frame, letter, addresses }: ResendPageProps) {
  const { id, version, state } = letter;
  return (
    <LettersPage title="Gửi thư này?" frame={frame} at="letters">
      <h1 class="page-title">Gửi thư này?</h1>
      <div class="alert alert-warning">{warningOf(letter)}</div>
      {addresses.length === 0 ? (
        <p>Không có địa chỉ nào của đơn vị hoặc hồ sơ có thể nhận thư gửi lại.</p>
      ) : (
        <Form action={`letters/${id}/resend`} class="card app-edit">
          <div class="card-body">
            <input type="hidden" name="shown" value={`${id}.${version}`} />
            <input type="hidden" name="state" value={state} />
            <label class="form-label" for="recipient">
              Gửi đến
            </label>
            <select class="form-select" id="recipient" name="recipient">
              {addresses.map((address) => (
                <option value={address} selected={address === letter.recipient.toLowerCase()}>
                  {address}
                </option>
              ))}
            </select>
          </div>
          <div class="card-footer app-buttons">
            <button class="btn btn-primary" type="submit">
              Gửi
            </button>
            <a class="btn" href={`letters/${id}`}>
              Không gửi
            </a>
          </div>
        </Form>
      )}
      <LetterWords letter={letter} />
    </LettersPage>
  );
}

function warningOf({ state, reason, sentAt, deliveryReason }: LetterDetail): string {
  switch (state) {
    case 'sent':
      return `Máy chủ đã nhận thư này${sentAt ? ` lúc ${dayTime(sentAt)}` : ''}: người nhận sẽ có thêm một thư giống hệt.`;
    case 'bounced':
      return `Thư này đã bị trả lại. ${deliveryReason ? reasonForStaff(deliveryReason) : ''}`;
    case 'unknown':
      return 'Không rõ máy chủ đã nhận thư này hay chưa: người nhận có thể đã nhận được. Đề nghị kiểm tra trước khi gửi lại.';
    default:
      return `${reason ? reasonForStaff(reason) : 'Thư này gửi không thành công.'} Không loại trừ người nhận đã nhận được thư; đề nghị kiểm tra trước khi gửi lại.`;
  }
}
