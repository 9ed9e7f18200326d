// The seven registers, from rows in Postgres to cells that another library reads.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readCampaign } from '../../config/campaign.ts';
import { makeRegister } from '../../src/app/registers.ts';
import { parseDay } from '../../src/core/code.ts';
import type { RegisterName, RegisterRequest } from '../../src/core/register-facts.ts';
import { openWorkbook, tableOf } from '../registers/open-workbook.ts';
import { NOW, openRegisterOffice, type RegisterOffice } from './register-office.ts';

const campaigns = [readCampaign('config/campaign.yaml')];
let office: RegisterOffice;
beforeAll(async () => {
  office = await openRegisterOffice();
});
afterAll(() => office.close());

async function open(name: RegisterName, change: Partial<RegisterRequest> = {}) {
  const request = { campaign: 'dkst-2022', from: null, to: null, by: 'sector' as const, ...change };
  const { fileName, bytes } = await makeRegister({ db: office.db, campaigns, now: () => NOW }, name, request);
  if (process.env.REGX) await writeFile(join(process.env.REGX, fileName), bytes);
  return { fileName, ...openWorkbook(bytes) };
}

it('1: the book of intake', async () => {
  const book = await open('intake');
  expect(tableOf(book, 'STT')).toEqual([]);
});
it('dump', async () => {
  for (const [name, change] of [['intake',{}],['incoming',{}],['proposals',{}],['proposals',{by:'unit'}],['by-unit',{}],['by-sector',{}],['not-submitted',{}],['reports',{}],['intake',{campaign:null}]] as const) {
    const b = await open(name, change as never);
    process.stderr.write(`== ${b.fileName}\n` + b.rows.map((r) => JSON.stringify(r)).join('\n') + '\n');
  }
  expect(parseDay('2022-02-30')).toBeNull();
});
