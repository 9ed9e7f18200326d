// A register as a table: what stands above it, its columns, its rows and what stands below, before it is a workbook.
import type { Day } from '../core/code.ts';

/** A moment, and a day, is shown as the clocks of the register's zone show it. */
export type Cell = string | number | Date | Day | null;

export type Format = 'text' | 'centred' | 'count' | 'share' | 'day' | 'time';

export interface Column {
  name: string;
  /** Heading that it shares with its neighbours; null: none. */
  group: string | null;
  /** Characters. */
  width: number;
  format: Format;
}

export interface Section {
  /** Null: its rows follow without a heading. */
  title: string | null;
  rows: Cell[][];
}

/** Who makes a register, and when. */
export interface Maker {
  letterhead: string[];
  signer: string;
  /** "Bảo Thắng, ngày 10 tháng 8 năm 2022" */
  placeAndDate: string;
  timeZone: string;
}

export interface Register {
  /** At most 31 characters, none of []:*?/\ */
  sheet: string;
  title: string;
  /** What it is about, below the title; null: the title says it. */
  subtitle: string | null;
  /** Lines in brackets below: the time it covers, what it is enclosed with. */
  notes: string[];
  columns: Column[];
  /** Whether a row of column numbers stands below the headings, as Nghị định 30/2020 has it. */
  numbered: boolean;
  sections: Section[];
  /** The last row, "Cộng"; null: none. */
  sums: Cell[] | null;
  /** "Tổng số: 14 hồ sơ, 23 sáng kiến." */
  total: string;
  maker: Maker;
}

export function column(name: string, width: number, format: Format = 'text', group: string | null = null) {
  return { name, width, format, group };
}
