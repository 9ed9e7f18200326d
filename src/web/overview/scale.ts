// The geometry of charts: steps that people count in, and where a day stands.

/** 1, 2 or 5 times a power of ten, so that at most `most` steps reach `top`; counts have no smaller step than 1. */
export function niceStep(top: number, most: number): number {
  const rough = Math.max(1, top / most);
  const power = 10 ** Math.floor(Math.log10(rough));
  const factor = [1, 2, 5, 10].find((one) => one * power >= rough) ?? 10;
  return factor * power;
}

/** From 0 to the first tick that is not below `top`, which is where the scale ends. */
export function ticksTo(top: number, most = 4): number[] {
  const step = niceStep(top, most);
  const count = Math.max(1, Math.ceil(top / step));
  return Array.from({ length: count + 1 }, (_, at) => at * step);
}

/** Share of a whole, in percent with two decimals; of nothing it is none. */
export function percent(part: number, whole: number): number {
  return whole === 0 ? 0 : Math.round((part / whole) * 10_000) / 100;
}

const DAY = 86_400_000;

/** "2022-08-09" as a number of days. */
export function dayNumber(day: string): number {
  return Date.parse(`${day}T00:00:00Z`) / DAY;
}

export function dayOf(number: number): string {
  return new Date(number * DAY).toISOString().slice(0, 10);
}

/** As many columns as can be told apart. */
const MOST_COLUMNS = 120;
/** Days that a column may stand for: a day, a week, four weeks, a year of weeks. */
const WIDTHS = [1, 7, 28, 364] as const;

export interface Column {
  /** First day, "YYYY-MM-DD". */
  from: string;
  count: number;
  /** Everything up to its last day. */
  total: number;
}

export interface Columns {
  /** Days that each stands for. */
  width: number;
  columns: Column[];
  /** Where the end of a day stands, in percent of the whole width. */
  endOf(day: string): number;
}

/**
 * Columns from the first of all days to the last.
 * @param counts in the order of their days
 * @param marked days that the chart must reach
 */
export function columnsOf(counts: { day: string; count: number }[], marked: string[]): Columns {
  const days = [...counts.map(({ day }) => day), ...marked].map(dayNumber);
  const first = days.reduce((a, b) => Math.min(a, b), days[0] ?? 0);
  const last = days.reduce((a, b) => Math.max(a, b), first);
  const span = last - first + 1;
  const width = WIDTHS.find((one) => span / one <= MOST_COLUMNS) ?? 364;
  const length = Math.ceil(span / width);
  const sums = new Array<number>(length).fill(0);
  for (const { day, count } of counts) {
    const at = Math.floor((dayNumber(day) - first) / width);
    sums[at] = (sums[at] ?? 0) + count;
  }
  let total = 0;
  const columns = sums.map((count, at) => {
    total += count;
    return { from: dayOf(first + at * width), count, total };
  });
  return { width, columns, endOf: (day) => percent(dayNumber(day) - first + 1, length * width) };
}
