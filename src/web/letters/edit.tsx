// Words of a held letter, to be changed before it goes out.
import type { LetterDetail } from '../../store/letter-lists.ts';
import { Form } from '../parts/form.tsx';
import { type Frame, LettersPage } from './frame.tsx';

export interface Words {
  subject: string;
  text: string;
}

/** What is wrong with new words; null: nothing. A dossier's answers are told by the code in the subject. */
export function faultIn(
  { subject, text }: Words,
  before: Pick<LetterDetail, 'subject' | 'code'>,
): string | null {
  if (subject.trim() === '') return 'Đề nghị nhập tiêu đề.';
  if (text.trim() === '') return 'Đề nghị nhập nội dung thư.';
  const mark = `[${before.code}]`;
  if (before.code && before.subject.includes(mark) && !subject.includes(mark))
    return `Tiêu đề phải giữ nguyên mã hồ sơ ${mark} để thư trả lời của đơn vị được ghép đúng hồ sơ.`;
  return null;
}

interface EditPageProps {
  frame: Frame;
  letter: LetterDetail;
  words: Words;
  fault: string | null;
}

export function EditPage({ frame, letter: { id, version, recipient }, words, fault }: EditPageProps) {
  return (
    <LettersPage title={`Sửa thư số ${id}`} frame={frame} at="letters">
      <h1 class="page-title">Sửa thư số {id}</h1>
      <Form action={`letters/${id}/edit`} class="card app-edit">
        <div class="card-body">
          {fault && (
            <div class="alert alert-danger" role="alert">
              {fault}
            </div>
          )}
          <p>Người nhận: {recipient}</p>
          <input type="hidden" name="shown" value={`${id}.${version}`} />
          <label class="form-label" for="subject">
            Tiêu đề
          </label>
          <input
            class="form-control"
            id="subject"
            name="subject"
            value={words.subject}
            maxLength={500}
            required
          />
          <label class="form-label" for="text">
            Nội dung
          </label>
          <textarea class="form-control" id="text" name="text" rows={24} required>
            {words.text}
          </textarea>
        </div>
        <div class="card-footer app-buttons">
          <button class="btn btn-primary" type="submit">
            Lưu
          </button>
          <a class="btn" href={`letters/${id}`}>
            Không sửa
          </a>
        </div>
      </Form>
    </LettersPage>
  );
}
