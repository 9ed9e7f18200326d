// The unit that somebody means.
import { chooseUnit } from '../../core/unit-choice.ts';
import type { Database } from '../../store/database.ts';
import { findListedUnits, findUnit } from '../../store/units.ts';

/** One found in a mail stands in no list: it is meant by its code. Null: none is meant, or several may be. */
export async function findMeantUnit(
  db: Database,
  typed: string,
): Promise<{ code: string; name: string } | null> {
  const listed = chooseUnit(typed, await findListedUnits(db));
  return listed ?? (await findUnit(db, typed));
}
