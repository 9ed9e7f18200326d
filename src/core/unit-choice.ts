// A unit as somebody typed or picked it: its code, its name with or without accents, or a part that only one has.
import { fold } from './fold.ts';

export interface UnitChoice {
  code: string;
  name: string;
  shortName: string;
}

/** As it stands in the list to pick from. */
export function unitOption({ code, name }: UnitChoice): string {
  return `${name} (${code})`;
}

/** Null: no unit is meant, or more than one may be. */
export function chooseUnit<T extends UnitChoice>(typed: string, units: T[]): T | null {
  const text = typed.trim();
  const code = /\(([^()]+)\)$/.exec(text)?.[1] ?? text;
  const exact = units.find((one) => one.code === code);
  if (exact) return exact;
  const folded = fold(text);
  if (folded === '') return null;
  const named = units.filter(({ name, shortName }) => fold(name) === folded || fold(shortName) === folded);
  const near =
    named.length > 0 ? named : units.filter(({ name }) => ` ${fold(name)} `.includes(` ${folded} `));
  return near.length === 1 ? (near[0] ?? null) : null;
}
