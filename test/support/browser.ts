// A real Chromium of Debian's, with a profile of its own; whatever a page complains of is kept.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, chromium, type Page } from 'playwright-core';
import { COOKIE } from '../../src/web/session.ts';

const require = createRequire(import.meta.url);

export const LAPTOP = { width: 1366, height: 768 };
export const PHONE = { width: 390, height: 844 };

export interface Browser {
  /** A page of somebody with this session; null: of a stranger. */
  open(url: string, token: string | null, size?: { width: number; height: number }): Promise<Page>;
  /** Errors in the console, of scripts, and requests that failed, since it was last asked. */
  complaints(): string[];
  close(): Promise<void>;
}

const QUIET = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export async function openBrowser(): Promise<Browser> {
  const profile = await mkdtemp(join(tmpdir(), 'chromium-'));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: '/usr/bin/chromium',
    args: QUIET,
    chromiumSandbox: false,
    locale: 'vi-VN',
    timezoneId: 'Asia/Ho_Chi_Minh',
  });
  const complaints: string[] = [];
  return {
    async open(url, token, size = LAPTOP) {
      await context.clearCookies();
      // Of a path, only its folder would have it.
      if (token) await context.addCookies([{ name: COOKIE, value: token, url: new URL(url).origin }]);
      const page = await context.newPage();
      await page.setViewportSize(size);
      listen(page, complaints);
      await page.goto(url);
      return page;
    },
    complaints: () => complaints.splice(0),
    close: () => close(context, profile),
  };
}

function listen(page: Page, complaints: string[]): void {
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('requestfailed', (request) => complaints.push(`${request.url()} failed`));
}

async function close(context: BrowserContext, profile: string): Promise<void> {
  await context.close();
  await rm(profile, { recursive: true, force: true });
}

/** What axe finds wrong in a page by WCAG 2.1 A and AA, as sentences. */
export async function findBarriers(page: Page): Promise<string[]> {
  const source = await readFile(require.resolve('axe-core/axe.min.js'), 'utf8');
  await page.evaluate(source);
  return page.evaluate(async () => {
    // @ts-expect-error: axe has just been put into the page
    const { violations } = await globalThis.axe.run({
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'],
    });
    return violations.flatMap(
      ({ id, nodes }: { id: string; nodes: { html: string; failureSummary: string }[] }) =>
        nodes.map(({ html, failureSummary }) => `${id}: ${html} – ${failureSummary}`),
    );
  });
}
