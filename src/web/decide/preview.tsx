// What a decision will change and each letter it would send, in full, before it is carried out.
import type { DecidedLetter } from '../../core/decision.ts';
import { LETTERS } from '../../core/labels.ts';
import { Page } from '../layout.tsx';
import { Form } from '../parts/form.tsx';
import type { View } from '../view.ts';

interface PreviewProps {
  view: View;
  title: string;
  /** The dossier or message it is about, and its page. */
  about: { name: string; path: string };
  changes: string[];
  letters: DecidedLetter[];
  /** Where it is confirmed, and what is said there once more. */
  action: string;
  fields: [string, string][];
}

export function Preview({ view, title, about, changes, letters, action, fields }: PreviewProps) {
  return (
    <Page title={title} view={view} section="log">
      <h1 class="page-title">{title}</h1>
      <p class="text-secondary">
        <a href={about.path}>{about.name}</a> – chưa có gì thay đổi cho đến khi xác nhận.
      </p>
      <Form action={action} class="app-preview">
        {fields.map(([name, value]) => (
          <input type="hidden" name={name} value={value} />
        ))}
        <section class="card mb-3">
          <div class="card-body">
            <h2 class="h3">Sẽ thay đổi</h2>
            <ul class="mb-0">
              {changes.map((change) => (
                <li class="app-break">{change}</li>
              ))}
            </ul>
          </div>
        </section>
        {letters.length === 0 && <p>Thao tác này không gửi thư nào.</p>}
        {letters.map((letter) => (
          <LetterBefore letter={letter} />
        ))}
        <div class="btn-list">
          <button class="btn btn-primary" type="submit">
            Thực hiện
          </button>
          <a class="btn" href={about.path}>
            Không thực hiện
          </a>
        </div>
      </Form>
    </Page>
  );
}

function LetterBefore({ letter: { kind, to, subject, text } }: { letter: DecidedLetter }) {
  return (
    <section class="card mb-3">
      <div class="card-body">
        <h2 class="h3">{LETTERS[kind]}</h2>
        <label class="form-check">
          <input class="form-check-input" type="checkbox" name="send" value={kind} checked />
          <span class="form-check-label">Gửi thư này</span>
        </label>
        <dl class="app-facts">
          <dt>Gửi đến</dt>
          <dd>{to}</dd>
          <dt>Tiêu đề</dt>
          <dd>{subject}</dd>
        </dl>
        <pre class="app-text">{text}</pre>
      </div>
    </section>
  );
}

interface StoppedProps {
  view: View;
  title: string;
  text: string;
  back: { name: string; path: string };
}

/** It was not carried out, and why. */
export function Stopped({ view, title, text, back }: StoppedProps) {
  return (
    <Page title={title} view={view} section="log">
      <h1 class="page-title">{title}</h1>
      <div class="alert alert-warning" role="alert">
        {text}
      </div>
      <a class="btn" href={back.path}>
        {back.name}
      </a>
    </Page>
  );
}
