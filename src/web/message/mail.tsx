// The mail as it came, made harmless: a document of its own that may load nothing, run nothing and lead nowhere.
import { render } from 'preact-render-to-string';
import type { Address } from '../../core/facts.ts';
import type { MailView } from '../../core/preview.ts';
import type { MessageHead } from '../../store/message-page.ts';
import { Page } from '../layout.tsx';
import { dayTime } from '../parts/time.ts';
import type { View } from '../view.ts';

export const FRAME_POLICY =
  "default-src 'none'; img-src data:; style-src 'unsafe-inline'; sandbox; frame-ancestors 'self'";

export function MailPage({ view, head }: { view: View; head: MessageHead }) {
  return (
    <Page title="Thư gốc" view={view} section="log">
      <h1 class="page-title app-break">Thư gốc: {head.subject || '(không có tiêu đề)'}</h1>
      <p>
        <a href={`messages/${head.id}`}>Về trang của thư</a> ·{' '}
        <a href={`messages/${head.id}/mail.eml`}>Tải thư gốc (.eml)</a>
      </p>
      <iframe
        class="app-mail-frame"
        sandbox=""
        title="Nội dung thư gốc"
        src={`messages/${head.id}/mail/frame`}
      />
    </Page>
  );
}

const STYLE =
  'body{font:15px/1.5 system-ui,sans-serif;margin:1rem;overflow-wrap:anywhere;color:#1f2937;background:#fff}' +
  'dl{margin:0 0 1rem;border-bottom:1px solid #cbd5e1;padding-bottom:.75rem}dt{color:#475569;float:left;margin-right:.5rem}' +
  'dd{margin:0 0 .25rem}img{max-width:100%}pre{white-space:pre-wrap}';

/** Its words have been sanitised where they were read; all that is said about them is escaped here. */
export function mailDocument(mail: MailView): string {
  const head = render(<MailHead mail={mail} />);
  return `<!doctype html><html lang="vi"><head><meta charset="utf-8"><title>Thư gốc</title><style>${STYLE}</style></head><body>${head}${mail.html}</body></html>`;
}

/** A mail that cannot be shown. */
export function emptyDocument(text: string): string {
  const words = render(<p>{text}</p>);
  return `<!doctype html><html lang="vi"><head><meta charset="utf-8"><title>Thư gốc</title><style>${STYLE}</style></head><body>${words}</body></html>`;
}

function MailHead({ mail }: { mail: MailView }) {
  const { from, to, cc, date, subject, blockedImages, cut } = mail;
  return (
    <>
      <dl>
        <People label="Từ:" people={from} />
        <People label="Đến:" people={to} />
        <People label="Đồng gửi:" people={cc} />
        <dt>Ngày gửi (theo máy người gửi):</dt>
        <dd>{date ? dayTime(date) : 'không rõ'}</dd>
        <dt>Tiêu đề:</dt>
        <dd>{subject}</dd>
      </dl>
      {blockedImages > 0 && <p>[Đã chặn {blockedImages} hình phải tải từ bên ngoài.]</p>}
      {cut && <p>[Thư dài, chỉ hiện phần đầu.]</p>}
    </>
  );
}

/** A mail to thousands is not read name by name. */
const MOST = 50;

function People({ label, people }: { label: string; people: Address[] }) {
  if (people.length === 0) return null;
  const named = people.slice(0, MOST).map(({ name, address }) => (name ? `${name} <${address}>` : address));
  const more = people.length > MOST ? ` và ${people.length - MOST} địa chỉ khác` : '';
  return (
    <>
      <dt>{label}</dt>
      <dd>
        {named.join(', ')}
        {more}
      </dd>
    </>
  );
}
