import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { root } from './paths.mjs';
import { step } from './step.mjs';

/** Installs from the lockfile unless exactly that is installed already. */
export const ensureInstalled = async () => {
  const missing = missingPackages();
  if (missing === 0) return;
  console.log('▸ The packages of the lockfile are not (all) installed.');
  const [command, ...args] = npm();
  // A NODE_ENV=production of the caller must not leave out what builds the plugin.
  await step('npm ci', command, [...args, 'ci', '--include=dev', '--no-audit', '--no-fund'], {
    note: () => `, ${installedFolders()} folders in node_modules`,
  });
};

/** The npm that runs us, else the one on the path. */
export const npm = () => {
  const script = process.env.npm_execpath;
  return script?.endsWith('.js') ? [process.execPath, script] : ['npm'];
};

/** npm writes what it installed into a lockfile of its own, as the last thing it does. */
const missingPackages = () => {
  const wanted = packagesOf(path.join(root, 'package-lock.json'));
  const found = packagesOf(path.join(root, 'node_modules/.package-lock.json'));
  return Object.entries(wanted).filter(
    ([folder, { version, optional, devOptional, link }]) =>
      folder !== '' && !optional && !devOptional && !link && found[folder]?.version !== version
  ).length;
};

const packagesOf = (file) =>
  existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).packages : {};

const installedFolders = () => {
  const folder = path.join(root, 'node_modules');
  return existsSync(folder) ? readdirSync(folder).length : 0;
};
