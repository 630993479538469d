import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** Only Node's own modules in this folder: it runs before anything is installed. */
export const root = fileURLToPath(new URL('../..', import.meta.url));
export const site = path.join(root, 'tests/app');
/** Where the site finds the plugin, as npm would put it. */
export const installedPlugin = path.join(site, 'node_modules/strapi-plugin-job-scheduler');
export const cache = path.join(root, '.cache');
/** What `npm pack` made of the sources last built: the package that users install. */
export const tarball = path.join(cache, 'plugin.tgz');

/** The script behind a command of an installed package. */
export const commandOf = (packageName, command) => {
  const folder = path.join(root, 'node_modules', packageName);
  const { bin } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
  return path.join(folder, typeof bin === 'string' ? bin : bin[command]);
};
