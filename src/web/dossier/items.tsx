// The initiatives in a dossier.
import type { Shown } from './shown.ts';

export function Items({ shown: { items, campaign } }: { shown: Shown }) {
  if (items.length === 0) return null;
  const sectorName = (code: string | null) =>
    campaign?.sectors.find((one) => one.code === code)?.name ?? code ?? '';
  return (
    <section class="card mb-3" id="items">
      <div class="card-body">
        <h2 class="h3">Nội dung đề nghị ({items.length})</h2>
        <ol class="mb-0 app-items">
          {items.map(({ number, title, authors, sector }) => (
            <li value={number} class="app-break">
              {title || '(chưa đọc được tên)'}
              {(authors.length > 0 || sector) && (
                <div class="text-secondary">
                  {[authors.join(', '), sectorName(sector)].filter((one) => one !== '').join(' · ')}
                </div>
              )}
            </li>
          ))}
        </ol>
      </div>
    </section>
  );
}
