// The number of a row, as it stands in an address.

/** Null: no row has such a number. */
export function rowNumber(text: string): number | null {
  const number = Number(text);
  return /^\d{1,15}$/.test(text) && number > 0 ? number : null;
}
