// The reminders to those who were picked, word for word as they would go, before they do.
import { reasonForStaff } from '../../core/reasons.ts';
import type { ReminderAsk, ReminderPreview } from '../../core/reminders.ts';
import { Form } from '../parts/form.tsx';
import { type Frame, LettersPage } from './frame.tsx';
import { LetterWords } from './letter.tsx';
import { AskFields } from './reminders.tsx';

interface PreviewPageProps {
  frame: Frame;
  ask: ReminderAsk;
  keys: string[];
  letters: ReminderPreview[];
}

export function PreviewPage({ frame, ask, keys, letters }: PreviewPageProps) {
  const held = letters.filter((letter) => letter.held !== null);
  return (
    <LettersPage title="Xem trước thư nhắc" frame={frame} at="letters/reminders">
      <h1 class="page-title">{letters.length === 1 ? 'Gửi thư này?' : `Gửi ${letters.length} thư này?`}</h1>
      {held[0]?.held && (
        <div class="alert alert-warning">
          {held.length} thư sẽ chờ duyệt trước khi gửi: {reasonForStaff(held[0].held)}
        </div>
      )}
      <Form action="letters/reminders/send" class="app-buttons">
        <AskFields ask={ask} />
        {keys.map((key) => (
          <input type="hidden" name="id" value={key} />
        ))}
        <button class="btn btn-primary" type="submit">
          Gửi
        </button>
        <a class="btn" href={`letters/reminders?what=${ask.kind}`}>
          Không gửi
        </a>
      </Form>
      <div class="app-previews">
        {letters.map((letter) => (
          <LetterWords letter={{ ...letter, purgedAt: null }} />
        ))}
      </div>
    </LettersPage>
  );
}
