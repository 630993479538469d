import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';

import { builtFrom, fingerprint, rememberBuilt } from './fingerprint.mjs';
import { npm } from './install.mjs';
import { cache, commandOf, installedPlugin, root, site, tarball } from './paths.mjs';
import { step } from './step.mjs';

const PLUGIN_SOURCES = [
  'admin',
  'server',
  'package.json',
  'package-lock.json',
  'tsconfig.json',
  'strapi-server.js',
  'strapi-admin.js',
];
const NO_OUTER_TSCONFIG = path.join(root, 'tests/prepare/no-outer-tsconfig.cjs');
const PANEL_SOURCES = ['tests/app/package.json', 'tests/app/config', 'tests/app/src/admin'];

/** Builds the plugin, packs it and unpacks the tarball into the site, unless that is what lies there. */
export const ensurePlugin = async () => {
  const digest = fingerprint(PLUGIN_SOURCES);
  const done =
    existsSync(tarball) && existsSync(path.join(installedPlugin, 'dist/server/index.js'));
  if (done && builtFrom('plugin') === digest) return;
  await build();
  await pack();
  await unpack();
  rememberBuilt('plugin', digest);
};

/** Builds the site's admin panel with the unpacked plugin in it, unless nothing changed. */
export const ensurePanel = async () => {
  const digest = fingerprint(PANEL_SOURCES, builtFrom('plugin'));
  const done = existsSync(path.join(site, 'build/index.html'));
  if (done && builtFrom('panel') === digest) return;
  await step(
    'Admin panel of the demo site: strapi build',
    process.execPath,
    ['--require', NO_OUTER_TSCONFIG, commandOf('@strapi/strapi', 'strapi'), 'build'],
    { cwd: site, env: { NODE_ENV: 'production', STRAPI_TELEMETRY_DISABLED: 'true' } }
  );
  rememberBuilt('panel', digest);
};

const build = () => {
  const [command, ...args] = npm();
  return step('Plugin: npm run build', command, [...args, 'run', '--silent', 'build']);
};

const pack = async () => {
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(path.join(cache, 'pack-'));
  const [command, ...args] = npm();
  const options = ['--silent', '--ignore-scripts', '--pack-destination', folder];
  await step('Plugin: npm pack', command, [...args, 'pack', ...options]);
  renameSync(path.join(folder, readdirSync(folder)[0]), tarball);
  rmSync(folder, { recursive: true });
};

/** Beside its place first: a site that starts meanwhile finds the old one or the new one. */
const unpack = async () => {
  const fresh = mkdtempSync(path.join(cache, 'unpack-'));
  const options = ['--strip-components=1', '-C', fresh];
  await step('Plugin: unpack into the demo site', 'tar', ['-xzf', tarball, ...options]);
  mkdirSync(path.dirname(installedPlugin), { recursive: true });
  rmSync(installedPlugin, { recursive: true, force: true });
  renameSync(fresh, installedPlugin);
};
