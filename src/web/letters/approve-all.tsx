// Before all held letters go out.
import { MOST_COUNTED } from '../../store/letter-lists.ts';
import { Form } from '../parts/form.tsx';
import { type Frame, LettersPage } from './frame.tsx';

/** @param count held letters, those that came after `upTo` too */
export function ApproveAllPage({ frame, count, upTo }: { frame: Frame; count: number; upTo: number }) {
  const many = count > MOST_COUNTED ? `hơn ${MOST_COUNTED.toLocaleString('vi-VN')}` : String(count);
  return (
    <LettersPage title="Duyệt tất cả thư" frame={frame} at="letters">
      <h1 class="page-title">Duyệt, gửi tất cả thư đang chờ duyệt?</h1>
      <Form action="letters/approve-all" class="card app-edit">
        <div class="card-body">
          <p>
            Hiện có {many} thư chờ duyệt. Các thư đến số {upTo} sẽ được gửi, kể cả thư chưa được mở xem; thư
            soạn sau đó vẫn chờ duyệt.
          </p>
          <input type="hidden" name="upTo" value={upTo} />
        </div>
        <div class="card-footer app-buttons">
          <button class="btn btn-primary" type="submit">
            Duyệt, gửi tất cả
          </button>
          <a class="btn" href="letters">
            Quay lại
          </a>
        </div>
      </Form>
    </LettersPage>
  );
}
