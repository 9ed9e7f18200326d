// Arrivals by day: columns, the line of all so far, and where the time ends. The same in numbers stands below.
import type { Campaign } from '../../core/campaign.ts';
import { day as dayText } from '../parts/time.ts';
import { type Columns, columnsOf, percent, ticksTo } from './scale.ts';

/** Pixels: the plot, the room for what is written above and below it. */
const PLOT = 150;
const ABOVE = 18;
const BELOW = 20;
/** Room for the numbers of the axis. */
const AXIS = 40;
/** Labels below the columns, so that they do not touch on a telephone. */
const LABELS = 5;

const PER: Record<number, string> = { 1: 'ngày', 7: 'tuần', 28: '4 tuần', 364: 'năm' };

interface ArrivalsProps {
  counts: { day: string; count: number }[];
  campaign: Campaign;
}

export function Arrivals({ counts, campaign }: ArrivalsProps) {
  const { deadline, timeZone } = campaign;
  const marks = [
    { name: 'Hạn nộp', at: deadline.closesAt, tone: 'app-mark' },
    ...(deadline.graceUntil ? [{ name: 'Hết ân hạn', at: deadline.graceUntil, tone: 'app-mark-grace' }] : []),
  ].map(({ at, ...mark }) => ({ ...mark, day: localDate(at, timeZone), text: dayText(at, timeZone) }));
  if (counts.length === 0) return <p class="text-secondary">Chưa có hồ sơ nào.</p>;
  const columns = columnsOf(
    counts,
    marks.map(({ day }) => day),
  );
  const per = PER[columns.width];
  return (
    <figure class="app-chart">
      <Plot columns={columns} marks={marks} label={`Số hồ sơ nhận theo ${per}; số liệu ở bảng bên dưới.`} />
      <figcaption>
        <span class="app-key app-key-column">Số hồ sơ theo {per}</span>
        <span class="app-key app-key-line">Lũy kế: {columns.columns.at(-1)?.total} hồ sơ</span>
        {marks.map(({ name, tone, text }) => (
          <span class={`app-key ${tone}`}>
            {name}: {text}
          </span>
        ))}
      </figcaption>
      <Numbers columns={columns} per={per ?? ''} />
    </figure>
  );
}

interface PlotProps {
  columns: Columns;
  marks: { day: string; tone: string }[];
  label: string;
}

/** Widths are in percent, so that letters keep their size on every screen. */
function Plot({ columns: { columns, endOf }, marks, label }: PlotProps) {
  const ticks = ticksTo(Math.max(...columns.map(({ count }) => count)));
  const top = ticks.at(-1) ?? 1;
  const y = (count: number) => ABOVE + PLOT * (1 - count / top);
  const width = 100 / columns.length;
  return (
    <div class="app-plot">
      <svg width={AXIS} height={ABOVE + PLOT + BELOW} aria-hidden="true">
        {ticks.map((tick) => (
          <text class="app-tick" x={AXIS - 6} y={y(tick) + 4} text-anchor="end">
            {tick}
          </text>
        ))}
      </svg>
      <svg width="100%" height={ABOVE + PLOT + BELOW} role="img" aria-label={label}>
        {ticks.map((tick) => (
          <line class="app-grid" x1="0" x2="100%" y1={y(tick)} y2={y(tick)} />
        ))}
        {columns.map(({ count }, at) => (
          <rect
            class="app-column"
            x={`${(at + 0.1) * width}%`}
            width={`${width * 0.8}%`}
            y={y(count)}
            height={ABOVE + PLOT - y(count)}
          />
        ))}
        <Line totals={columns.map(({ total }) => total)} />
        {/* The line has no scale of its own: what it comes to stands at its end. */}
        <text
          class="app-tick"
          x={`${percent(columns.length - 0.5, columns.length)}%`}
          y={ABOVE - 5}
          text-anchor="end"
        >
          lũy kế {columns.at(-1)?.total ?? 0}
        </text>
        {marks.map(({ day, tone }) => (
          <line class={tone} x1={`${endOf(day)}%`} x2={`${endOf(day)}%`} y1={ABOVE} y2={ABOVE + PLOT} />
        ))}
        <DayLabels days={columns.map(({ from }) => from)} />
      </svg>
    </div>
  );
}

/** Everything so far, from nothing to the whole height. */
function Line({ totals }: { totals: number[] }) {
  const all = totals.at(-1) ?? 0;
  const points = totals.map((total, at) => {
    const x = percent(at + 0.5, totals.length);
    return `${x},${100 - percent(total, all)}`;
  });
  return (
    <svg
      x="0"
      y={ABOVE}
      width="100%"
      height={PLOT}
      viewBox="0 0 100 100"
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      <polyline class="app-line" points={points.join(' ')} vector-effect="non-scaling-stroke" />
    </svg>
  );
}

function DayLabels({ days }: { days: string[] }) {
  const every = Math.max(1, Math.ceil(days.length / LABELS));
  const years = new Set(days.map((day) => day.slice(0, 4))).size > 1;
  return (
    <>
      {days.map((day, at) =>
        at % every === 0 ? (
          <text class="app-tick" x={`${(at / days.length) * 100}%`} y={ABOVE + PLOT + 14}>
            {written(day, years)}
          </text>
        ) : null,
      )}
    </>
  );
}

function Numbers({ columns: { columns, width }, per }: { columns: Columns; per: string }) {
  return (
    <details class="app-numbers">
      <summary>Số liệu theo {per}</summary>
      <div class="table-responsive">
        <table class="table table-sm">
          <thead>
            <tr>
              <th scope="col">{width === 1 ? 'Ngày' : 'Từ ngày'}</th>
              <th scope="col">Số hồ sơ</th>
              <th scope="col">Lũy kế</th>
            </tr>
          </thead>
          <tbody>
            {columns
              .filter(({ count }) => count > 0)
              .map(({ from, count, total }) => (
                <tr>
                  <th scope="row">{written(from, true)}</th>
                  <td>{count}</td>
                  <td>{total}</td>
                </tr>
              ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}

/** "09/08" or "09/08/2022" */
function written(day: string, year: boolean): string {
  const [y, m, d] = day.split('-');
  return year ? `${d}/${m}/${y}` : `${d}/${m}`;
}

/** "2022-08-09" */
function localDate(at: Date, timeZone: string): string {
  return dayText(at, timeZone).split('/').reverse().join('-');
}
