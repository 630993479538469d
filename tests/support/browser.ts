import { readFile } from 'node:fs/promises';

import type { AxeResults, Result } from 'axe-core';
import { chromium } from 'playwright-core';
import type { Browser, Page } from 'playwright-core';

import type { Account } from './accounts';

/** The machine's Chromium, without a window. TEST_CHROMIUM is its path. */
export const openBrowser = (): Promise<Browser> => {
  const executablePath = process.env['TEST_CHROMIUM'];
  if (!executablePath) throw new Error('TEST_CHROMIUM is not set');
  return chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-dev-shm-usage'] });
};

/** Logs in through the login page and waits for the home page. */
export const logInOnPage = async (page: Page, url: string, account: Account): Promise<void> => {
  await page.goto(`${url}/admin/auth/login`);
  await page.getByLabel('Email', { exact: false }).fill(account.email);
  await page.getByLabel('Password', { exact: false }).first().fill(account.password);
  await page.getByRole('button', { name: 'Login' }).click();
  await page.waitForURL((address) => !address.pathname.includes('/auth/'));
};

/** Serious and critical accessibility problems of what the page shows now, one sentence each. */
export const accessibilityProblems = async (page: Page, within = 'body'): Promise<string[]> => {
  // The design system's own colours of a hovered button are too pale; what is judged is the page at rest.
  await page.mouse.move(0, 0);
  await page.evaluate(() =>
    Promise.all(
      document
        .getAnimations()
        .filter((one) => one.effect?.getComputedTiming().endTime !== Infinity)
        .map((one) => one.finished.catch(() => undefined))
    ).then(() => undefined)
  );
  await page.evaluate(await readFile(require.resolve('axe-core/axe.min.js'), 'utf8'));
  const { violations } = await page.evaluate(
    (selector) =>
      (globalThis as unknown as { axe: { run(root: string): Promise<AxeResults> } }).axe.run(
        selector
      ),
    within
  );
  return violations.filter(isSerious).map(inWords);
};

const isSerious = ({ impact }: Result): boolean => impact === 'serious' || impact === 'critical';

const inWords = ({ id, help, nodes }: Result): string =>
  `${id}: ${help} (${nodes.map(({ target }) => target.join(' ')).join(', ')})`;
