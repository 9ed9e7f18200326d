// What staff decide about units: which addresses are theirs, and what a body is that was found in a mail.
import type { Unit } from '../core/facts.ts';
import { type Database, type Queryable, transaction } from './database.ts';
import { lockRegistrations } from './dossiers.ts';
import { refreshEntries } from './entries.ts';
import { saveEvent } from './events.ts';
import { findDossiersOf, UNITS_FILE } from './units.ts';

export interface KnownAddress {
  address: string;
  /** Account; null: the units file. */
  confirmedBy: string | null;
  confirmedAt: Date;
}

export interface KnownUnit
  extends Pick<Unit, 'code' | 'name' | 'shortName' | 'group' | 'place' | 'expected'> {
  /** It stands in the units file. */
  listed: boolean;
  /** Null while it is of the registry: how many dossiers the body found in mails has. */
  dossiers: number | null;
  addresses: KnownAddress[];
}

const COLUMNS = `u.code, u.name, u.short_name as "shortName", u.unit_group as "group", u.place, u.expected, u.listed,
  (select coalesce(jsonb_agg(jsonb_build_object('address', address, 'confirmedBy', nullif(confirmed_by, '${UNITS_FILE}'),
     'confirmedAt', confirmed_at) order by address), '[]') from unit_addresses a where a.unit_code = u.code) as addresses`;

type Row = Omit<KnownUnit, 'addresses'> & {
  addresses: (Omit<KnownAddress, 'confirmedAt'> & { confirmedAt: string })[];
};

function unitOf({ addresses, ...unit }: Row): KnownUnit {
  return {
    ...unit,
    addresses: addresses.map((one) => ({ ...one, confirmedAt: new Date(one.confirmedAt) })),
  };
}

/** More than a province has. */
const MOST_UNITS = 3_000;

/** Units of the registry, those that have left it, and bodies that staff have confirmed, group by group. */
export async function findKnownUnits(db: Queryable): Promise<KnownUnit[]> {
  const { rows } = await db.query<Row>(
    `select ${COLUMNS}, null as dossiers from units u where not u.provisional
     order by u.unit_group, u.code limit ${MOST_UNITS}`,
  );
  return rows.map(unitOf);
}

/** Bodies found in mails that nobody has looked at, from the code after `after` on; anybody can add to them by mail. */
export async function findProvisionalUnits(
  db: Queryable,
  after: string,
  limit: number,
): Promise<KnownUnit[]> {
  const { rows } = await db.query<Row>(
    `select ${COLUMNS}, (select count(*) from dossiers d where d.unit_code = u.code) as dossiers
     from units u where u.provisional and u.merged_into is null and u.code > $1 order by u.code limit $2`,
    [after, limit],
  );
  return rows.map(unitOf);
}

export type AddressRefusal = 'no-such-unit' | 'taken';

/** Mail from this address is the unit's from now on. Null: so it is. */
export function confirmAddress(
  db: Database,
  unit: string,
  address: string,
  actor: string,
  now: Date,
): Promise<AddressRefusal | null> {
  return transaction(db, async (tx) => {
    if (!(await isKnown(tx, unit))) return 'no-such-unit';
    await tx.query(
      `insert into unit_addresses (address, unit_code, confirmed_by, confirmed_at) values ($1, $2, $3, $4)
       on conflict (address) do nothing`,
      [address, unit, actor, now],
    );
    const { rows } = await tx.query<{ unit: string }>(
      'select unit_code as unit from unit_addresses where address = $1',
      [address],
    );
    if (rows[0]?.unit !== unit) return 'taken';
    await saveEvent(tx, { what: 'address-confirmed', detail: { unit, address } }, now, actor);
    return null;
  });
}

async function isKnown(tx: Queryable, code: string): Promise<boolean> {
  const { rows } = await tx.query(
    'select from units where code = $1 and not provisional and merged_into is null for key share',
    [code],
  );
  return rows.length > 0;
}

/** False: it is not the unit's, or stands in the units file, which alone can take it back. */
export function removeAddress(
  db: Database,
  unit: string,
  address: string,
  actor: string,
  now: Date,
): Promise<boolean> {
  return transaction(db, async (tx) => {
    const { rowCount } = await tx.query(
      `delete from unit_addresses where address = $1 and unit_code = $2 and confirmed_by <> '${UNITS_FILE}'`,
      [address, unit],
    );
    if (rowCount === 0) return false;
    await saveEvent(tx, { what: 'address-removed', detail: { unit, address } }, now, actor);
    return true;
  });
}

/** The body is a unit of its own, under this name. False: it is not one that waits for that. */
export function confirmUnit(
  db: Database,
  code: string,
  { name, group }: Pick<Unit, 'name' | 'group'>,
  actor: string,
  now: Date,
): Promise<boolean> {
  return transaction(db, async (tx) => {
    await lockRegistrations(tx);
    const { rowCount } = await tx.query(
      `update units set provisional = false, unit_group = $3, name = $2,
         short_name = case when name = $2 then short_name else $2 end
       where code = $1 and provisional and merged_into is null`,
      [code, name, group],
    );
    if (rowCount === 0) return false;
    await saveEvent(tx, { what: 'unit-confirmed', detail: { unit: code, name } }, now, actor);
    await refreshEntries(tx, { dossierIds: await findDossiersOf(tx, [code]) });
    return true;
  });
}

/**
 * The body is this unit by another name: its dossiers and addresses are the unit's, and so is whatever names it later. False: it
 * does not wait for that, or there is no such unit.
 */
export function mergeUnit(
  db: Database,
  code: string,
  into: string,
  actor: string,
  now: Date,
): Promise<boolean> {
  return transaction(db, async (tx) => {
    // No mail is registered under it meanwhile.
    await lockRegistrations(tx);
    if (!(await isKnown(tx, into))) return false;
    const { rowCount } = await tx.query(
      'update units set merged_into = $2 where code = $1 and provisional and merged_into is null',
      [code, into],
    );
    if (rowCount === 0) return false;
    await tx.query('update unit_addresses set unit_code = $2 where unit_code = $1', [code, into]);
    const dossierIds = await moveDossiers(tx, code, into);
    for (const dossierId of dossierIds)
      await saveEvent(tx, { what: 'unit-merged', dossierId, detail: { from: code, to: into } }, now, actor);
    await refreshEntries(tx, { dossierIds });
    return true;
  });
}

async function moveDossiers(tx: Queryable, from: string, to: string): Promise<number[]> {
  const { rows } = await tx.query<{ id: number }>(
    'update dossiers set unit_code = $2, version = version + 1 where unit_code = $1 returning id',
    [from, to],
  );
  return rows.map(({ id }) => id).sort((a, b) => a - b);
}
