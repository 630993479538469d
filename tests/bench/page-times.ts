import { spawnSync } from 'node:child_process';
import path from 'node:path';

import type { Page } from 'playwright-core';

import { FIRST_ADMIN } from '../support/accounts';
import { logInOnPage, openBrowser } from '../support/browser';
import { ROOT } from '../support/site-env';

/** A page of the admin panel, and the request that its rows come from; both begin after the site's URL. */
export interface ListPage {
  page: string;
  data: string;
}

/** What the browser itself wrote down while a page loaded; milliseconds since the load began. */
interface Seen {
  /** When the first row stood in the document. */
  row: number | null;
  /** When the first answer with that data had arrived. */
  data: number | null;
  /** Ends of the tasks that kept the page from answering for more than 50 ms. */
  busyUntil: number[];
  now: number;
}

/** Builds the panel where it is not. Throws where that fails. */
export const preparePanel = (): void => {
  const prepare = path.join(ROOT, 'tests/prepare/panel.mjs');
  // Only JSON goes to stdout.
  const { status } = spawnSync(process.execPath, [prepare], { stdio: ['ignore', 2, 2] });
  if (status !== 0) throw new Error('The admin panel could not be built (see above)');
};

/**
 * Loads a page `loads` times, each from nothing. Answers for each the milliseconds between the arrival of its data and
 * the moment from which it shows its rows and answers whoever uses it: after it no task holds it for 50 ms while half a
 * second goes by (as "time to interactive" is defined).
 */
export const pageTimes = async (
  url: string,
  { page: shown, data }: ListPage,
  loads: number
): Promise<number[]> => {
  const browser = await openBrowser();
  try {
    const context = await browser.newContext({ locale: 'en-GB' });
    const page = await context.newPage();
    await logInOnPage(page, url, FIRST_ADMIN);
    await page.addInitScript(watch);
    const times: number[] = [];
    for (let load = -1; load < loads; load += 1) {
      await page.goto(`${url}/admin${shown}`);
      const time = await timeOf(page, data);
      // The first one fills the caches of the site.
      if (load >= 0) times.push(time);
    }
    return times;
  } finally {
    await browser.close();
  }
};

const QUIET_MS = 500;
const PATIENCE_MS = 30_000;

const timeOf = async (page: Page, data: string): Promise<number> => {
  const until = Date.now() + PATIENCE_MS;
  while (Date.now() < until) {
    const seen = await page.evaluate(look, data);
    if (seen.row !== null && seen.data !== null) {
      const interactive = Math.max(seen.row, ...seen.busyUntil);
      if (seen.now - interactive >= QUIET_MS) return interactive - seen.data;
    }
    await page.waitForTimeout(100);
  }
  throw new Error(`${page.url()} showed no rows of ${data}, or was never at rest`);
};

/** In the page, before anything else. */
const watch = (): void => {
  const seen = globalThis as unknown as { row: number | null; busyUntil: number[] };
  seen.row = null;
  seen.busyUntil = [];
  performance.setResourceTimingBufferSize(1_000);
  new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries())
      seen.busyUntil.push(startTime + duration);
  }).observe({ type: 'longtask', buffered: true });
  new MutationObserver((_, observer) => {
    if (document.querySelector('main tbody tr') === null) return;
    observer.disconnect();
    // After the frame that shows it.
    requestAnimationFrame(() => setTimeout(() => (seen.row = performance.now())));
  }).observe(document, { childList: true, subtree: true });
};

/** In the page. */
const look = (data: string): Seen => {
  const { row, busyUntil } = globalThis as unknown as Pick<Seen, 'row' | 'busyUntil'>;
  const arrivals = performance
    .getEntriesByType('resource')
    .filter(({ name }) => new URL(name).pathname === data)
    .map((entry) => (entry as PerformanceResourceTiming).responseEnd)
    .filter((end) => end > 0 && row !== null && end <= row);
  return { row, busyUntil, data: arrivals[0] ?? null, now: performance.now() };
};
