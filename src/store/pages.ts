// Rows page by page, in the order of their numbers: what is read need not fit in memory.

/** @param page the rows after a number, up to some; none ends it */
export async function* pages<T extends { id: number }>(
  page: (after: number) => Promise<{ rows: T[] }>,
): AsyncGenerator<T> {
  for (let after = 0; ; ) {
    const { rows } = await page(after);
    yield* rows;
    const last = rows.at(-1);
    if (!last) return;
    after = last.id;
  }
}
