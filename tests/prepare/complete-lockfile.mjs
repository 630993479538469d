import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import missing from './missing-optional-packages.cjs';
import { root } from './paths.mjs';

/**
 * `npm run lockfile`, after `npm install`: npm leaves other platforms' optional binaries out of the lockfile where the
 * registry did not offer them, and then `npm ci` refuses it. Writes them in; who wants them pins their versions.
 */
const complete = () => {
  const file = path.join(root, 'package-lock.json');
  const lock = JSON.parse(readFileSync(file, 'utf8'));
  const absent = missing.missingOptionalPackages(lock.packages);
  for (const wanted of absent)
    lock.packages[locationOf(lock.packages, wanted)] = entryOf(lock, wanted);
  lock.packages = sorted(lock.packages);
  writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
  console.log(`${absent.length} optional packages added to package-lock.json`);
};

const locationOf = (packages, { dependent, name }) =>
  packages[`node_modules/${name}`] ? `${dependent}/node_modules/${name}` : `node_modules/${name}`;

const entryOf = ({ packages }, { dependent, name, version }) => ({
  version,
  ...platformOf(name),
  ...(packages[dependent].dev ? { dev: true } : {}),
  optional: true,
});

const OPERATING_SYSTEMS = [
  'darwin',
  'linux',
  'win32',
  'android',
  'freebsd',
  'openbsd',
  'openharmony',
];
const PROCESSORS = ['x64', 'arm64', 'arm', 'ia32', 'ppc64', 's390x', 'riscv64', 'loong64'];
const LIBRARIES = { musl: 'musl', musleabihf: 'musl', gnu: 'glibc', gnueabihf: 'glibc' };

/** `@swc/core-linux-arm64-musl` → cpu, libc and os, so that npm passes it by on every other platform. */
const platformOf = (name) => {
  const words = name.split(/[/-]/);
  const os = OPERATING_SYSTEMS.find((known) => words.includes(known));
  const cpu = PROCESSORS.find((known) => words.includes(known));
  if (!os || !cpu) throw new Error(`${name}: which platform is it for?`);
  const library = os === 'linux' && words.map((word) => LIBRARIES[word]).find(Boolean);
  return { cpu: [cpu], ...(library ? { libc: [library] } : {}), os: [os] };
};

const sorted = (packages) =>
  Object.fromEntries(Object.entries(packages).toSorted(([a], [b]) => a.localeCompare(b, 'en')));

complete();
