// The register thread: reads the rows of a register and builds its workbook, beside the page and the mail.
import { workerData } from 'node:worker_threads';
import type { Campaign } from '../core/campaign.ts';
import type { RegisterFile, RegisterName, RegisterRequest } from '../core/register-facts.ts';
import { openDatabase } from '../store/database.ts';
import { makeRegister } from './registers.ts';
import { answer } from './thread-answer.ts';

export interface RegisterTask {
  campaigns: Campaign[];
  name: RegisterName;
  request: RegisterRequest;
  now: Date;
}

const { databaseUrl } = workerData as { databaseUrl: string };

export default (task: RegisterTask) => answer(make(task));

/** One connection, for as long as it takes: the thread may be ended at any moment. */
async function make({ campaigns, name, request, now }: RegisterTask): Promise<RegisterFile> {
  const db = await openDatabase(databaseUrl, { max: 1 });
  try {
    return await makeRegister({ db, campaigns, now: () => now }, name, request);
  } finally {
    await db.end();
  }
}
