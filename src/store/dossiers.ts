// Dossiers: what is registered under one code.
import type { Missing } from '../core/missing.ts';
import type { DeadlineVerdict, DossierStatus } from '../core/states.ts';
import type { UnitEvidence } from '../core/unit.ts';
import type { Queryable } from './database.ts';
import { storableJson } from './text.ts';
import { together } from './together.ts';

/** Registrations are decided one after the other, or two mails with the same files would become two dossiers. */
export async function lockRegistrations(tx: Queryable): Promise<void> {
  await tx.query("select pg_advisory_xact_lock(hashtext('tiepnhan registrations'))");
}

export interface NewDossier {
  codePrefix: string;
  formatCode: (prefix: string, order: number) => string;
  /** Whose register it stands in. */
  office: string;
  arrivalYear: number;
  campaign: string;
  kind: string;
  /** Of a report, as the campaign names it. */
  period: string | null;
  unit: string | null;
  unitEvidence: UnitEvidence[];
  status: DossierStatus;
  deadline: DeadlineVerdict;
  receivedAt: Date;
  supplementUntil: Date;
  missing: Missing[];
}

export interface Registered {
  id: number;
  code: string;
  arrivalNumber: number;
}

/** Gives the next code of the day and the office's next arrival number of the year; both are free again if the transaction fails. */
export async function insertDossier(tx: Queryable, dossier: NewDossier, now: Date): Promise<Registered> {
  const [order, arrivalNumber] = await Promise.all([
    nextNumber(tx, `code:${dossier.codePrefix}`),
    nextNumber(tx, `arrival:${dossier.office}:${dossier.arrivalYear}`),
  ]);
  const code = dossier.formatCode(dossier.codePrefix, order);
  const id = await insertNumbered(tx, { ...dossier, code, arrivalNumber, now });
  return { id, code, arrivalNumber };
}

const insertNumbered = together<NewDossier & Omit<Registered, 'id'> & { now: Date }, number>(
  async (tx, dossiers) => {
    const { rows } = await tx.query<{ id: number; code: string }>(
      `insert into dossiers (code, office, arrival_year, arrival_number, campaign, kind, unit_code, unit_evidence,
         status, deadline, received_at, supplement_until, missing, period, completed_at)
       select d.code, d.office, d."arrivalYear", d."arrivalNumber", d.campaign, d.kind, d.unit, d."unitEvidence",
         d.status, d.deadline, d."receivedAt", d."supplementUntil", d.missing, d.period,
         case when d.status = 'complete' then d.now end
       from jsonb_to_recordset($1) as d(code text, office text, "arrivalYear" integer, "arrivalNumber" integer,
         campaign text, kind text, unit text, "unitEvidence" jsonb, status text, deadline text,
         "receivedAt" timestamptz, "supplementUntil" timestamptz, missing jsonb, period text, now timestamptz)
       returning id, code`,
      [storableJson(dossiers)],
    );
    const ids = new Map(rows.map(({ id, code }) => [code, id]));
    return dossiers.map(({ code }) => ids.get(code) ?? 0);
  },
);

/** Of those who ask side by side, each gets the next one in the order in which they ask. */
const nextNumber = together<string, number>(async (tx, scopes) => {
  const counts = new Map<string, number>();
  const orders = scopes.map((scope) => {
    const order = (counts.get(scope) ?? 0) + 1;
    counts.set(scope, order);
    return order;
  });
  const { rows } = await tx.query<{ scope: string; value: number }>(
    `insert into counters (scope, value) select * from unnest($1::text[], $2::bigint[]) asked order by 1
     on conflict (scope) do update set value = counters.value + excluded.value returning scope, value`,
    [[...counts.keys()], [...counts.values()]],
  );
  const last = new Map(rows.map(({ scope, value }) => [scope, value]));
  return scopes.map((scope, at) => (last.get(scope) ?? 0) - (counts.get(scope) ?? 0) + (orders[at] ?? 0));
});

export interface DossierRow extends Registered {
  unit: string | null;
  status: DossierStatus;
  /** By staff; null: the documents decide. */
  decided: DossierStatus | null;
  deadline: DeadlineVerdict;
  receivedAt: Date;
  supplementUntil: Date;
}

export async function lockDossier(tx: Queryable, id: number): Promise<DossierRow> {
  const { rows } = await tx.query<DossierRow>(
    `select id, code, arrival_number as "arrivalNumber", unit_code as unit, status, decided_status as decided, deadline,
       received_at as "receivedAt", supplement_until as "supplementUntil" from dossiers where id = $1 for update`,
    [id],
  );
  const row = rows[0];
  if (!row) throw new Error(`dossier ${id} has no row`);
  return row;
}

export interface DossierChange {
  unit: string | null;
  unitEvidence: UnitEvidence[];
  status: DossierStatus;
  missing: Missing[];
  supplementUntil: Date;
}

export async function updateDossier(
  tx: Queryable,
  id: number,
  change: DossierChange,
  now: Date,
): Promise<void> {
  await tx.query(
    `update dossiers set unit_code = coalesce(unit_code, $2), unit_evidence =
         case when unit_evidence @> $3::jsonb then unit_evidence else unit_evidence || $3::jsonb end,
       status = coalesce(decided_status, $4), missing = $5, supplement_until = $6,
       completed_at = ${COMPLETED('$4', '$7')}, version = version + 1 where id = $1`,
    [
      id,
      change.unit,
      JSON.stringify(change.unitEvidence),
      change.status,
      JSON.stringify(change.missing),
      change.supplementUntil,
      now,
    ],
  );
}

/** Since when it is complete, going by the status its documents give it; staff's decision stands over that. */
const COMPLETED = (status: string, now: string) =>
  `case when coalesce(decided_status, ${status}) in ('complete', 'forwarded') then coalesce(completed_at, ${now}) end`;
