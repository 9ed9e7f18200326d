// What the dossier must hold: found, missing and why, for the whole and for each item.
import { type CheckLine, checklistOf, type FormCheck } from '../../core/checklist.ts';
import { FORMS } from '../../core/labels.ts';
import { reasonForStaff } from '../../core/reasons.ts';
import type { ShownFile } from '../../store/dossier-files.ts';
import type { Shown } from './shown.ts';

export function Checklist({ shown }: { shown: Shown }) {
  const { campaign, head, files, items } = shown;
  const isChecked = campaign?.kinds.some(
    ({ code, handling }) => code === head.kind && handling === 'dossier',
  );
  const lines = campaign
    ? checklistOf(checked(files, head.code), head.missing, numbers(items), campaign)
    : [];
  return (
    <section class="card mb-3" id="checklist">
      <div class="card-body">
        <h2 class="h3">Thành phần hồ sơ</h2>
        {!isChecked && <p class="text-secondary">Loại hồ sơ này không kiểm tra thành phần.</p>}
        {lines.length > 0 && (
          <table class="table table-sm app-checklist mb-0">
            <thead>
              <tr>
                <th>Tài liệu</th>
                <th>Bản ký</th>
                <th>Bản mềm</th>
              </tr>
            </thead>
            <tbody>
              {lines.map((line) => (
                <Line line={line} shown={shown} />
              ))}
            </tbody>
          </table>
        )}
      </div>
    </section>
  );
}

function numbers(items: { number: number }[]): number[] {
  return items.map(({ number }) => number);
}

function checked(files: ShownFile[], code: string) {
  return files.flatMap(({ id, verdict, document }) => {
    if (!document || document.dossier !== code) return [];
    const { type, form, item, supersededBy } = document;
    return [
      { attachment: id, type, form, item, refused: verdict === 'refused', superseded: supersededBy !== null },
    ];
  });
}

function Line({ line, shown }: { line: CheckLine; shown: Shown }) {
  const several = shown.items.length > 1 && line.item !== null;
  return (
    <tr>
      <td>
        {line.name}
        {several && <div class="text-secondary">Nội dung {line.item}</div>}
        {!line.required && <div class="text-secondary">Không bắt buộc</div>}
      </td>
      {line.forms.map((check) => (
        <td data-label={FORMS[check.form]}>
          <Check check={check} files={shown.files} />
        </td>
      ))}
    </tr>
  );
}

function Check({ check, files }: { check: FormCheck; files: ShownFile[] }) {
  if (check.state === 'not-wanted') return <span class="text-secondary">–</span>;
  if (check.state === 'missing') return <span class="text-danger">✗ {reasonForStaff(check.reason)}</span>;
  if (check.state === 'uncertain')
    return <span class="text-orange">Chưa thấy riêng; có thể nằm trong tệp chưa rõ loại, cần kiểm tra</span>;
  return (
    <>
      {check.attachments.map((id) => (
        <div class="app-break">
          <span class="text-green">✓</span>{' '}
          <a href={`attachments/${id}`}>{files.find((one) => one.id === id)?.name ?? 'tài liệu'}</a>
        </div>
      ))}
    </>
  );
}
