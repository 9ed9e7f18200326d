// Horizontal bars: a table of numbers with a bar in each row, so that it says the same to everybody.
import { percent } from './scale.ts';

export interface Bar {
  name: string;
  count: number;
  /** Class of its colour; the usual one where none is given. */
  tone?: string;
}

const HEIGHT = 14;

export function Bars({ title, unit, bars }: { title: string; unit: string; bars: Bar[] }) {
  if (bars.length === 0) return <p class="text-secondary">Chưa có số liệu.</p>;
  const highest = Math.max(...bars.map(({ count }) => count));
  return (
    <table class="app-bars">
      <caption class="visually-hidden">
        {title} ({unit})
      </caption>
      <thead class="visually-hidden">
        <tr>
          <th scope="col">{title}</th>
          <th scope="col" colSpan={2}>
            Số {unit}
          </th>
        </tr>
      </thead>
      <tbody>
        {bars.map(({ name, count, tone = 'app-column' }) => (
          <tr>
            <th scope="row">{name}</th>
            <td class="app-bar">
              <svg width="100%" height={HEIGHT} aria-hidden="true">
                <rect class={tone} width={`${percent(count, highest)}%`} height={HEIGHT} rx="2" />
              </svg>
            </td>
            <td class="app-count">{count}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
