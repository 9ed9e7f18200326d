// Makes a register: what the store lists goes to the room that lays it out, under the campaign's names.
import type { Campaign } from '../core/campaign.ts';
import { localDay } from '../core/code.ts';
import { instantOf, isoDay, nextDay } from '../core/deadline.ts';
import { Fault } from '../core/fault.ts';
import type { RegisterFile, RegisterName, RegisterRequest } from '../core/register-facts.ts';
import { reportsRegister, silentRegister } from '../registers/absent.ts';
import { incomingRegister, intakeRegister } from '../registers/books.ts';
import { sectorRegister, unitRegister } from '../registers/figures.ts';
import { proposalsRegister } from '../registers/proposals.ts';
import type { Register } from '../registers/register.ts';
import type { Setting } from '../registers/setting.ts';
import { writeRegister } from '../registers/workbook.ts';
import type { Database } from '../store/database.ts';
import {
  findExpectedUnits,
  findReports,
  findSectorFigures,
  findSilentUnits,
  findUnitFigures,
} from '../store/register-figures.ts';
import { type RegisterScope, readIncoming, readIntake, readProposed } from '../store/registers.ts';

export interface RegisterDeps {
  db: Database;
  campaigns: Campaign[];
  now(): Date;
}

/** Errors: Fault campaign-unknown. */
export async function makeRegister(
  { db, campaigns, now }: RegisterDeps,
  name: RegisterName,
  request: RegisterRequest,
): Promise<RegisterFile> {
  const { campaign, from: first, to: last } = request;
  const asked = campaign === null ? campaigns : campaigns.filter(({ code }) => code === campaign);
  const timeZone = asked[0]?.timeZone ?? 'UTC';
  const from = first && instantOf(first, '00:00', timeZone);
  const until = last && instantOf(nextDay(last), '00:00', timeZone);
  const setting = settingOf(asked, from, until, now());
  const register = await SOURCES[name]({ db, scope: { campaign, from, until }, setting, request });
  return {
    fileName: `${FILES[name]}-${isoDay(last ?? localDay(setting.now, timeZone))}.xlsx`,
    bytes: await writeRegister(register),
  };
}

const FILES: Record<RegisterName, string> = {
  intake: 'so-theo-doi-tiep-nhan',
  incoming: 'so-dang-ky-van-ban-den',
  proposals: 'danh-sach-de-nghi-cong-nhan',
  'by-unit': 'thong-ke-theo-don-vi',
  'by-sector': 'thong-ke-theo-linh-vuc',
  'not-submitted': 'don-vi-chua-nop',
  reports: 'bao-cao-dinh-ky',
};

/** Errors: Fault campaign-unknown where there is none. */
export function settingOf(
  [first, ...others]: Campaign[],
  from: Date | null,
  until: Date | null,
  now: Date,
): Setting {
  if (!first) throw new Fault('campaign-unknown', { transient: false });
  return { campaigns: [first, ...others], from, until, now };
}

interface Asked {
  db: Database;
  scope: RegisterScope;
  setting: Setting;
  request: RegisterRequest;
}

const SOURCES: Record<RegisterName, (asked: Asked) => Promise<Register>> = {
  intake: async ({ db, scope, setting }) => intakeRegister(await gather(readIntake(db, scope)), setting),
  incoming: async ({ db, scope, setting }) =>
    incomingRegister(await gather(readIncoming(db, scope, standingTypes(setting.campaigns))), setting),
  proposals: async ({ db, scope, setting, request }) =>
    proposalsRegister(
      await gather(readProposed(db, scope, kindsOf(setting, 'dossier'))),
      request.by,
      setting,
    ),
  'by-unit': async ({ db, scope, setting }) =>
    unitRegister(await findUnitFigures(db, scope, kindsOf(setting, 'dossier'), setting.now), setting),
  'by-sector': async ({ db, scope, setting }) =>
    sectorRegister(await findSectorFigures(db, scope, kindsOf(setting, 'dossier')), setting),
  'not-submitted': async ({ db, scope, setting }) =>
    silentRegister(
      await findSilentUnits(db, sinceOpened(scope, setting), kindsOf(setting, 'dossier')),
      setting,
    ),
  reports: async ({ db, scope, setting }) =>
    reportsRegister(
      await findReports(db, scope, kindsOf(setting, 'report')),
      await findExpectedUnits(db),
      setting,
    ),
};

/** That a unit has nothing to propose was said of the campaign that was open. */
function sinceOpened(scope: RegisterScope, { campaigns: [campaign, ...others] }: Setting): RegisterScope {
  return others.length === 0 ? { ...scope, from: scope.from ?? campaign.opensAt } : scope;
}

/** "campaign/kind" of each kind that is handled so. */
function kindsOf({ campaigns }: Setting, handling: 'dossier' | 'report'): string[] {
  return campaigns.flatMap((campaign) =>
    campaign.kinds.filter((kind) => kind.handling === handling).map(({ code }) => `${campaign.code}/${code}`),
  );
}

/** A dossier's letter, or a report itself, is what came in; the rest is enclosed. */
function standingTypes(campaigns: Campaign[]): string[] {
  return campaigns.flatMap(({ documents, kinds }) => [
    ...documents
      .filter(({ per, required }) => per === 'dossier' && required === 'always')
      .map(({ code }) => code),
    ...kinds.filter(({ handling }) => handling === 'report').flatMap((kind) => kind.documents),
  ]);
}

async function gather<T>(rows: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const row of rows) all.push(row);
  return all;
}
