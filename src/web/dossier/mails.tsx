// What came when in which mail, file by file; those that are ticked can be moved elsewhere.
import { OUTCOMES } from '../../core/labels.ts';
import { reasonForStaff } from '../../core/reasons.ts';
import { MOST_FILES, MOST_MESSAGES, type ShownFile, type ShownMessage } from '../../store/dossier-files.ts';
import { FileRow } from '../parts/file-row.tsx';
import { Form } from '../parts/form.tsx';
import { dayTime } from '../parts/time.ts';
import type { Shown } from './shown.ts';

/** Ticks belong to this form, wherever they stand. */
const MOVE = 'move';

export function Mails({ shown }: { shown: Shown }) {
  const { messages, files, head, mayDecide } = shown;
  return (
    <section class="card mb-3" id="documents">
      <div class="card-body">
        <div class="app-title-row">
          <h2 class="h3">Thư và tài liệu</h2>
          <a class="btn btn-sm" href={`dossiers/${head.code}/files.zip`}>
            Tải tất cả (ZIP)
          </a>
          {mayDecide && (
            <a class="btn btn-sm" href={`dossiers/${head.code}/add`}>
              Thêm tài liệu
            </a>
          )}
        </div>
        {messages.slice(0, MOST_MESSAGES).map((message) => (
          <Mail message={message} shown={shown} />
        ))}
        {messages.length > MOST_MESSAGES && (
          <p class="text-secondary">Chỉ hiện {MOST_MESSAGES} thư đầu; tệp ZIP có đủ.</p>
        )}
        {files.length > MOST_FILES && (
          <p class="text-secondary">Chỉ hiện {MOST_FILES} tệp đầu; tệp ZIP có đủ.</p>
        )}
        {mayDecide && files.some((file) => isOwn(file, head.code)) && <Move shown={shown} />}
      </div>
    </section>
  );
}

function isOwn({ document }: ShownFile, code: string): boolean {
  return document?.dossier === code;
}

function Mail({ message, shown }: { message: ShownMessage; shown: Shown }) {
  const { head, campaign, zone, mayDecide } = shown;
  const files = shown.files.slice(0, MOST_FILES).filter((file) => file.message === message.id);
  const [counted, others] = [
    files.filter(({ document }) => document),
    files.filter(({ document }) => !document),
  ];
  return (
    <article class="app-mail">
      <h3 class="h4 mb-1 app-break">
        <a href={`messages/${message.id}`}>{message.subject || '(không có tiêu đề)'}</a>
      </h3>
      <div class="text-secondary app-break">
        {dayTime(message.receivedAt, zone)} · {message.fromName} {message.from && `<${message.from}>`} ·{' '}
        {outcomeOf(message)}
        {message.elsewhere !== null && ` · thư thuộc hồ sơ ${message.elsewhere || 'khác'}`}
      </div>
      <a href={`messages/${message.id}/mail`}>Xem thư gốc</a>
      <ul class="app-files">
        {counted.map((file) => (
          <FileRow file={file} campaign={campaign}>
            {mayDecide && isOwn(file, head.code) && (
              <input
                class="form-check-input"
                type="checkbox"
                form={MOVE}
                name="attachments"
                value={file.id}
                aria-label={`Chọn ${file.name}`}
              />
            )}
            {!isOwn(file, head.code) && (
              <span class="badge app-grey">Đã ở hồ sơ {file.document?.dossier}</span>
            )}
          </FileRow>
        ))}
      </ul>
      {others.length > 0 && (
        <details>
          <summary>{others.length} tệp khác trong thư, không tính riêng</summary>
          <ul class="app-files">
            {others.map((file) => (
              <FileRow file={file} campaign={campaign} />
            ))}
          </ul>
        </details>
      )}
      <Links message={message} />
    </article>
  );
}

function outcomeOf({ state, reason }: ShownMessage): string {
  const outcome = OUTCOMES[state === 'read' ? 'received' : state];
  return reason ? `${outcome}: ${reasonForStaff(reason)}` : outcome;
}

/** Never as links: nobody knows where they lead. */
export function Links({ message: { links } }: { message: Pick<ShownMessage, 'links'> }) {
  if (links.length === 0) return null;
  return (
    <div>
      <span class="badge app-orange">Tài liệu gửi qua liên kết</span>
      <ul class="mb-0">
        {links.map(({ service, url }) => (
          <li class="app-break">
            {service}: <code>{url}</code>
          </li>
        ))}
      </ul>
    </div>
  );
}

function Move({ shown: { head } }: { shown: Shown }) {
  return (
    <Form id={MOVE} action={`dossiers/${head.code}/preview`} class="app-move">
      <input type="hidden" name="version" value={head.version} />
      <span>Tài liệu đã chọn:</span>
      <button class="btn btn-sm" type="submit" name="what" value="split">
        Tách thành hồ sơ mới
      </button>
      <label for="move-to">hoặc chuyển sang hồ sơ</label>
      <input
        class="form-control form-control-sm"
        id="move-to"
        name="to"
        maxLength={60}
        placeholder="Mã hồ sơ"
      />
      <button class="btn btn-sm" type="submit" name="what" value="move-documents">
        Chuyển
      </button>
    </Form>
  );
}
