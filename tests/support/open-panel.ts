import type { Browser, BrowserContextOptions, Page } from 'playwright-core';

import { FIRST_ADMIN, registerFirstAdmin } from './accounts';
import { logInOnPage, openBrowser } from './browser';
import { createDatabase } from './databases';
import type { TestDatabase } from './databases';
import { startSiteProcess } from './start-site-process';
import type { SiteProcess } from './start-site-process';

/** The admin panel of a site in production mode, before a browser; one per test file. */
export interface Panel {
  url: string;
  browser: Browser;
  /** Access token of the first admin, for what a story takes for granted. */
  token: string;
  /** A page of a fresh visitor, not logged in. */
  visit(options?: BrowserContextOptions): Promise<Page>;
  /** The same site, the same database, a new process; with other variables where some are given. */
  restart(env?: Record<string, string>): Promise<void>;
  close(): Promise<void>;
}

/** Starts an empty site on SQLite with one admin account, and a browser. */
export const openPanel = async (env: Record<string, string> = {}): Promise<Panel> => {
  const database = await createDatabase('sqlite');
  try {
    return await openOn(database, env);
  } catch (error) {
    await database.drop();
    throw error;
  }
};

const openOn = async (database: TestDatabase, env: Record<string, string>): Promise<Panel> => {
  const browser = await openBrowser();
  const start = (more: Record<string, string> = {}): Promise<SiteProcess> =>
    startSiteProcess({ ...database.env, ...env, ...more });
  let site = await start();
  const { url } = site;
  return {
    url,
    browser,
    token: await registerFirstAdmin(url),
    visit: async (options) => {
      const context = await browser.newContext({ locale: 'en-GB', ...options });
      return context.newPage();
    },
    restart: async (changed = {}) => {
      await site.stop();
      site = await start({ ...changed, PORT: new URL(url).port });
    },
    close: async () => {
      await browser.close();
      await site.stop();
      await database.drop();
    },
  };
};

/** A page on which the first admin is logged in. */
export const visitAsAdmin = async (
  panel: Panel,
  options?: BrowserContextOptions
): Promise<Page> => {
  const page = await panel.visit(options);
  await logInOnPage(page, panel.url, FIRST_ADMIN);
  return page;
};
