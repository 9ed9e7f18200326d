// The corpus of hostile HTML in a real Chromium, without a sandbox around it: nothing runs, nothing is asked for.
import { Readable } from 'node:stream';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { viewMail } from '../../src/mail/view.ts';
import { type Browser, openBrowser } from '../support/browser.ts';
import { HEAVY, HOSTILE } from './hostile-html.ts';

let browser: Browser;
let page: Page;
const requests: string[] = [];
let dialogs = 0;
beforeAll(async () => {
  browser = await openBrowser();
  page = await browser.open('about:blank', null);
  page.on('dialog', (dialog) => {
    dialogs++;
    void dialog.dismiss();
  });
  await page.route('**', (route) => {
    requests.push(route.request().url());
    return route.abort();
  });
});
afterAll(() => browser.close());

async function shown(html: string): Promise<string> {
  const raw = Buffer.from(`Content-Type: text/html; charset=utf-8\r\n\r\n${html}`);
  return (await viewMail(Readable.from([raw]), async () => null)).html;
}

interface Found {
  title: string;
  /** Elements, and attributes that are no plain looks. */
  elements: string[];
  attributes: string[];
}

/** Loads it as a page of its own and waits until handlers had their turn; then says what the browser made of it. */
async function load(html: string): Promise<Found> {
  await page.setContent(`<!doctype html><meta charset="utf-8"><title>still</title><body>${html}</body>`);
  await page.mouse.move(20, 20);
  return page.evaluate(async () => {
    await new Promise((done) => requestAnimationFrame(() => setTimeout(done, 20)));
    const all = [...document.body.querySelectorAll('*')];
    return {
      title: document.title,
      elements: [...new Set(all.map((element) => `${element.namespaceURI?.slice(-5)} ${element.localName}`))],
      attributes: [...new Set(all.flatMap((element) => element.getAttributeNames()))],
    };
  });
}

const HARMLESS =
  /^xhtml (h[1-6]|p|div|blockquote|pre|hr|br|address|ul|ol|li|dl|dt|dd|span|b|strong|i|em|u|s|del|ins|small|sub|sup|code|table|caption|thead|tbody|tfoot|tr|td|th)$/;

it('the trap works: what is not sanitised runs and asks', async () => {
  const { title } = await load('<img src="http://evil.example/a" onerror="document.title=\'ran\';alert(1)">');
  expect([title, dialogs, requests]).toEqual(['ran', 1, ['http://evil.example/a']]);
  dialogs = 0;
  requests.length = 0;
  browser.complaints();
});

it.each([...HOSTILE, ...HEAVY.slice(3, 4)])('nothing comes of %s', async (_, hostile) => {
  for (const html of [await shown(hostile), await shown(`<table><tr><td>x ${hostile}<p>y`)]) {
    const { title, elements, attributes } = await load(html);
    expect(elements.filter((element) => !HARMLESS.test(element))).toEqual([]);
    expect(attributes.filter((name) => !/^(style|colspan|rowspan|start)$/.test(name))).toEqual([]);
    expect([title, dialogs, requests, browser.complaints()]).toEqual(['still', 0, [], []]);
  }
});
