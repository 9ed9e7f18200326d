// One file to look at: its pages as pictures or its text, what it is taken for, and the form that says better.
import type { Campaign } from '../../core/campaign.ts';
import { documentEvidenceWords } from '../../core/evidence-words.ts';
import type { FileType } from '../../core/facts.ts';
import { FORMS } from '../../core/labels.ts';
import { type Reason, reasonForStaff } from '../../core/reasons.ts';
import type { PreviewedFile } from '../../store/dossier-files.ts';
import type { DossierHead, ShownItem } from '../../store/dossier-page.ts';
import { DECISIONS } from '../decide/words.ts';
import { Page } from '../layout.tsx';
import { FileFacts } from '../parts/file-row.tsx';
import { Form } from '../parts/form.tsx';
import type { View } from '../view.ts';

export interface FilePageProps {
  view: View;
  file: PreviewedFile;
  /** Why it is neither shown nor handed out; null: it is. */
  withheld: Reason | null;
  /** Page of it that is shown, from 1. */
  page: number;
  /** Its dossier; null: it counts in none. */
  dossier: { head: DossierHead; items: ShownItem[]; campaign: Campaign | null } | null;
  mayDecide: boolean;
}

export function FilePage(props: FilePageProps) {
  const { view, file, withheld, dossier, mayDecide } = props;
  return (
    <Page title={file.name} view={view} section="log">
      <h1 class="page-title app-break">{file.name}</h1>
      <p>
        {dossier && <a href={`dossiers/${dossier.head.code}`}>Hồ sơ {dossier.head.code}</a>}
        {dossier && ' · '}
        <a href={`messages/${file.message}`}>Thư kèm tệp này</a>
      </p>
      <div class="app-columns">
        <section class="card mb-3">
          <div class="card-body">
            <Look {...props} />
          </div>
        </section>
        <div>
          {dossier && mayDecide && <DocumentForm file={file} {...dossier} />}
          <section class="card mb-3">
            <div class="card-body">
              {!withheld && (
                <a class="btn mb-2" href={`attachments/${file.id}/download`}>
                  Tải về
                </a>
              )}
              <FileFacts file={file} evidence={(file.document?.evidence ?? []).map(documentEvidenceWords)} />
            </div>
          </section>
        </div>
      </div>
    </Page>
  );
}

const PICTURED: readonly FileType[] = ['pdf', 'jpg', 'png', 'webp', 'gif', 'bmp'];

/** Has pages that can be drawn. */
export function isPictured({ fileType, problem }: PreviewedFile): boolean {
  return PICTURED.includes(fileType) && problem === null;
}

function Look({ file, page, withheld }: FilePageProps) {
  if (withheld) return <p class="text-danger mb-0">{reasonForStaff(withheld)}</p>;
  const pictured = isPictured(file);
  return (
    <>
      {file.problem && <p class="text-danger">{reasonForStaff(file.problem)}</p>}
      {pictured && <Picture file={file} page={page} />}
      {file.text !== null && (
        <>
          <h2 class="h3">{pictured ? 'Chữ đọc được trong tệp' : 'Nội dung chữ'}</h2>
          <pre class="app-text">{file.text}</pre>
        </>
      )}
      {!pictured && file.text === null && <p class="text-secondary mb-0">Không có nội dung để xem trước.</p>}
    </>
  );
}

function Picture({ file, page }: { file: PreviewedFile; page: number }) {
  const pages = file.pages ?? 1;
  return (
    <>
      {pages > 1 && (
        <nav class="app-title-row mb-2" aria-label="Trang của tài liệu">
          <span>
            Trang {page}/{pages}
          </span>
          {page > 1 && (
            <a class="btn btn-sm" href={`attachments/${file.id}?page=${page - 1}`}>
              Trang trước
            </a>
          )}
          {page < pages && (
            <a class="btn btn-sm" href={`attachments/${file.id}?page=${page + 1}`}>
              Trang sau
            </a>
          )}
        </nav>
      )}
      <img
        class="app-picture mb-3"
        src={`attachments/${file.id}/pages/${page}`}
        alt={`Trang ${page} của ${file.name}; nếu không hiện, đề nghị tải tệp về`}
      />
    </>
  );
}

interface DocumentFormProps {
  file: PreviewedFile;
  head: DossierHead;
  items: ShownItem[];
  campaign: Campaign | null;
}

function DocumentForm({ file, head, items, campaign }: DocumentFormProps) {
  const { document } = file;
  if (!document || !campaign || head.purgedAt) return null;
  return (
    <section class="card mb-3">
      <div class="card-body">
        <h2 class="h3">{DECISIONS['set-document']}</h2>
        <Form action={`dossiers/${head.code}/preview`}>
          <input type="hidden" name="version" value={head.version} />
          <input type="hidden" name="what" value="set-document" />
          <input type="hidden" name="attachment" value={file.id} />
          <Choice
            name="type"
            label="Loại tài liệu"
            chosen={document.type ?? ''}
            options={[
              ['', 'Chưa rõ loại'],
              ...campaign.documents.map(({ code, name }): Option => [code, name]),
            ]}
          />
          <Choice name="form" label="Bản" chosen={document.form} options={Object.entries(FORMS)} />
          <Choice
            name="item"
            label="Nội dung đề nghị"
            chosen={document.decided.includes('item') ? titleOf(items, document.item) : ''}
            options={[['', 'Hệ thống tự xác định'], ...titled(items)]}
          />
          <button class="btn btn-primary" type="submit">
            Xác nhận
          </button>
        </Form>
      </div>
    </section>
  );
}

type Option = [value: string, text: string];

/** By title: numbers change when documents are added. */
function titled(items: ShownItem[]): Option[] {
  return items.filter(({ title }) => title !== '').map(({ number, title }) => [title, `${number}. ${title}`]);
}

function titleOf(items: ShownItem[], number: number | null): string {
  return items.find((one) => one.number === number)?.title ?? '';
}

interface ChoiceProps {
  name: string;
  label: string;
  chosen: string;
  options: Option[];
}

function Choice({ name, label, chosen, options }: ChoiceProps) {
  return (
    <div class="mb-2">
      <label class="form-label" for={name}>
        {label}
      </label>
      <select class="form-select" id={name} name={name}>
        {options.map(([value, text]) => (
          <option value={value} selected={value === chosen}>
            {text}
          </option>
        ))}
      </select>
    </div>
  );
}
