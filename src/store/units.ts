// Units and the addresses known to be theirs.
import type { Unit } from '../core/facts.ts';
import type { UnitChoice } from '../core/unit-choice.ts';
import type { Queryable } from './database.ts';
import { refreshEntries } from './entries.ts';
import { storableJson } from './text.ts';
import { shared, together } from './together.ts';

/** Makes the table agree with the registry file; units that left it stay for the dossiers that name them. */
export async function saveUnits(tx: Queryable, units: Unit[], now: Date): Promise<void> {
  await tx.query('update units set listed = false where listed and not (code = any($1))', [
    units.map((unit) => unit.code),
  ]);
  const { rows } = await tx.query<{ code: string }>(
    `insert into units (code, name, short_name, unit_group, place, aliases, expected)
     select u.code, u.name, u."shortName", u."group", u.place,
       array(select jsonb_array_elements_text(u.aliases)), u.expected
     from jsonb_to_recordset($1) as u(code text, name text, "shortName" text, "group" text, place text,
       aliases jsonb, expected text)
     order by u.code
     on conflict (code) do update set name = excluded.name, short_name = excluded.short_name,
       unit_group = excluded.unit_group, place = excluded.place, aliases = excluded.aliases,
       expected = excluded.expected, listed = true
     where (units.name, units.short_name, units.unit_group, units.place, units.aliases, units.expected, units.listed)
       is distinct from (excluded.name, excluded.short_name, excluded.unit_group, excluded.place, excluded.aliases,
         excluded.expected, true)
     returning code`,
    [JSON.stringify(units)],
  );
  await refreshEntries(tx, {
    dossierIds: await findDossiersOf(
      tx,
      rows.map(({ code }) => code),
    ),
  });
  await saveListedAddresses(tx, units, now);
}

export async function findDossiersOf(tx: Queryable, units: string[]): Promise<number[]> {
  const { rows } = await tx.query<{ id: number }>('select id from dossiers where unit_code = any($1)', [
    units,
  ]);
  return rows.map(({ id }) => id);
}

/** Who confirmed an address of the registry file. */
export const UNITS_FILE = 'units file';

/** Addresses of the registry file follow the file; what staff confirmed stays theirs. */
async function saveListedAddresses(tx: Queryable, units: Unit[], now: Date): Promise<void> {
  const listed = units.flatMap((unit) => unit.addresses.map((address) => ({ address, unit: unit.code })));
  await tx.query(
    `delete from unit_addresses where confirmed_by = '${UNITS_FILE}' and not (address = any($1))`,
    [listed.map(({ address }) => address)],
  );
  await tx.query(
    `insert into unit_addresses (address, unit_code, confirmed_by, confirmed_at)
     select a.address, a.unit, '${UNITS_FILE}', $2 from jsonb_to_recordset($1) as a(address text, unit text)
     order by a.address
     on conflict (address) do update set unit_code = excluded.unit_code, confirmed_at = excluded.confirmed_at
     where unit_addresses.confirmed_by = '${UNITS_FILE}' and unit_addresses.unit_code <> excluded.unit_code`,
    [JSON.stringify(listed), now],
  );
}

/** Code of the unit whose confirmed address this is, or null. */
export const findUnitByAddress = together<string, string | null>(async (db, addresses) => {
  const { rows } = await db.query<{ address: string; code: string }>(
    'select address, unit_code as code from unit_addresses where address = any($1)',
    [addresses],
  );
  const codes = new Map(rows.map(({ address, code }) => [address, code]));
  return addresses.map((address) => codes.get(address) ?? null);
});

/** A unit found in a mail and not in the registry, if one was; what staff have made of it since stays. */
export const saveProvisionalUnit = together<{ unit: Unit | null }, void>(async (tx, asked) => {
  const units = asked.flatMap(({ unit }) => unit ?? []);
  if (units.length > 0)
    await tx.query(
      `insert into units (code, name, short_name, unit_group, place, aliases, expected, listed, provisional)
       select u.code, u.name, u."shortName", u."group", u.place, u.aliases, u.expected, false, true
       from jsonb_to_recordset($1) as u(code text, name text, "shortName" text, "group" text, place text, aliases text[],
         expected text)
       order by u.code on conflict (code) do nothing`,
      [storableJson(units)],
    );
  return asked.map(() => undefined);
});

export const findUnit = together<string, Unit | null>(async (tx, codes) => {
  const { rows } = await tx.query<Unit>(
    `select code, name, short_name as "shortName", unit_group as "group", place, aliases, expected,
       array(select address from unit_addresses where unit_code = code) as addresses
     from units where code = any($1)`,
    [codes],
  );
  const units = new Map(rows.map((unit) => [unit.code, unit]));
  return codes.map((code) => units.get(code) ?? null);
});

/** By code of a unit that was found in a mail: the code of the one it was merged into. */
export const findMergedUnits = shared(async (tx): Promise<ReadonlyMap<string, string>> => {
  const { rows } = await tx.query<{ code: string; into: string }>(
    'select code, merged_into as into from units where provisional and merged_into is not null',
  );
  return new Map(rows.map(({ code, into }) => [code, into]));
});

/** Units to choose from: those of the registry. */
export async function findListedUnits(db: Queryable): Promise<UnitChoice[]> {
  const { rows } = await db.query<UnitChoice>(
    `select code, name, short_name as "shortName" from units where listed order by name, code limit 2000`,
  );
  return rows;
}
