// The main pages full of the demo's dossiers, in a real browser at both sizes; with SCREENSHOTS=1 the guide's pictures are taken.
import { mkdir, writeFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Browser, findBarriers, LAPTOP, openBrowser, PHONE } from '../support/browser.ts';
import { openStagedOffice, type StagedOffice } from '../support/staged.ts';

const FOLDER = 'docs/screenshots';

let office: StagedOffice;
let browser: Browser;
/** By unit. */
const codes = new Map<string, string>();
/** By subject. */
const messages = new Map<string, number>();
beforeAll(async () => {
  if (process.env.SCREENSHOTS) await mkdir(FOLDER, { recursive: true });
  office = await openStagedOffice();
  browser = await openBrowser();
  for (const { message, dossier } of await office.log()) {
    if (dossier?.unit && !codes.has(dossier.unit)) codes.set(dossier.unit, dossier.code);
    messages.set(message.subject, message.id);
  }
  // The whole story is played, whatever else the machine is at.
}, 400_000);
afterAll(async () => {
  await browser.close();
  await office.close();
});

it('the story became what it should', () => expect(office.differences).toEqual([]));

const dossierOf = (unit: string) => `dossiers/${codes.get(unit)}`;
const messageOf = (subject: string) => `messages/${messages.get(subject)}`;

interface Shot {
  name: string;
  path: () => string;
  /** Whose page it is; an officer's unless it says so. */
  as?: 'administrator' | 'stranger';
  /** What is done on the page before it is looked at. */
  act?: (tab: Page) => Promise<unknown>;
}

const SHOTS: Shot[] = [
  { name: 'login', path: () => 'login', as: 'stranger' },
  { name: 'log', path: () => 'log' },
  { name: 'log-waiting', path: () => 'log?tab=waiting' },
  { name: 'dossier', path: () => dossierOf('MTTQ-PHOLU') },
  {
    name: 'decision',
    path: () => dossierOf('MTTQ-THAINIEN'),
    act: async (tab) => {
      await tab.getByRole('button', { name: 'Đánh dấu đủ hồ sơ' }).click();
      await tab.getByRole('button', { name: 'Thực hiện' }).waitFor();
    },
  },
  { name: 'message', path: () => messageOf('Hội Nông dân huyện gửi hồ sơ đề nghị công nhận sáng kiến') },
  { name: 'mail', path: () => `${messageOf('THỊ TRẤN PHỐ LU NỘP HỒ SƠ SÁNG KIẾN')}/mail` },
  {
    name: 'file',
    path: () => dossierOf('MTTQ-PHOLU'),
    act: async (tab) => {
      await tab.getByRole('link', { name: 'Tờ trình.signed.pdf', exact: true }).first().click();
      await tab.locator('img.app-picture').evaluate((image: HTMLImageElement) => image.decode());
    },
  },
  { name: 'by-hand', path: () => 'dossiers/new' },
  { name: 'letters', path: () => 'letters' },
  { name: 'letters-undelivered', path: () => 'letters?tab=undelivered' },
  { name: 'reminders', path: () => 'letters/reminders?what=submission-reminder' },
  { name: 'overview', path: () => 'overview' },
  { name: 'registers', path: () => 'registers' },
  { name: 'state', path: () => 'admin/state', as: 'administrator' },
  { name: 'units', path: () => 'admin/units' },
  { name: 'accounts', path: () => 'admin/accounts', as: 'administrator' },
];

const SIZES = [
  { device: 'laptop', size: LAPTOP, tallest: 1100 },
  { device: 'phone', size: PHONE, tallest: PHONE.height },
];

describe.each(SIZES)('on a $device', ({ device, size, tallest }) => {
  it.each(SHOTS)('$name', async ({ name, path, as, act }) => {
    const token = as === 'stranger' ? null : office[as ?? 'officer'];
    const tab = await browser.open(`${office.url}/${path()}`, token, size);
    await act?.(tab);
    const picture = await takePicture(tab, tallest);
    if (process.env.SCREENSHOTS) await writeFile(`${FOLDER}/${name}-${device}.png`, picture);
    expect(
      await tab.evaluate(() => document.documentElement.scrollWidth - window.innerWidth),
    ).toBeLessThanOrEqual(0);
    expect(await findBarriers(tab)).toEqual([]);
    expect(browser.complaints()).toEqual([]);
    await tab.close();
  });
});

/** Of the whole page, or of its top where it is long. */
async function takePicture(tab: Page, tallest: number): Promise<Buffer> {
  const { width, height } = await tab.evaluate(() => ({
    width: window.innerWidth,
    height: document.documentElement.scrollHeight,
  }));
  const clip = { x: 0, y: 0, width, height: Math.min(height, tallest) };
  return tab.screenshot({ fullPage: true, clip, animations: 'disabled' });
}
