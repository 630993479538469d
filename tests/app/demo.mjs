import { createRequire } from 'node:module';
import process from 'node:process';

import { ensureInstalled } from '../prepare/install.mjs';
import { ensureKeys } from '../prepare/keys.mjs';
import { takePlace } from '../prepare/lock.mjs';
import { site } from '../prepare/paths.mjs';
import { ensurePanel, ensurePlugin } from '../prepare/site.mjs';

/**
 * `npm run demo`: from a bare clone to a running site. Starts from one clone go one after the other until they
 * listen, because Strapi's schema sync has no lock between processes that share a database.
 */
const demo = async () => {
  endWithParent();
  const giveBack = await takePlace();
  await ensureInstalled();
  await ensurePlugin();
  ensureKeys();
  await ensurePanel();
  await start();
  giveBack();
};

/** What `strapi start` does, in this very process: npm's process group holds nothing else. */
const start = async () => {
  process.env.NODE_ENV = 'production';
  process.env.STRAPI_TELEMETRY_DISABLED ??= 'true';
  // The site says itself where it is and how to get in.
  process.env.STARTUP_MESSAGE ??= 'false';
  process.chdir(site);
  const { createStrapi } = createRequire(import.meta.url)('@strapi/strapi');
  await createStrapi({ appDir: site, distDir: site }).start();
};

/** Who ends npm ends its shell, which tells nobody: a parent that changed means that it is gone. */
const endWithParent = () => {
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    process.kill(process.pid, 'SIGTERM');
  }, 500);
  watch.unref();
};

await demo();
