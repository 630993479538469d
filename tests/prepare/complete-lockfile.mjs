import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { root } from './paths.mjs';

/**
 * Run after `npm install`: npm leaves other platforms' optional binaries out of the lockfile where the registry did not
 * offer them, and then `npm ci` refuses the lockfile. Writes them in; their versions are pinned by who wants them.
 */
const complete = () => {
  const file = path.join(root, 'package-lock.json');
  const lock = JSON.parse(readFileSync(file, 'utf8'));
  const added = missingIn(lock.packages);
  for (const { location, entry } of added) lock.packages[location] = entry;
  lock.packages = sorted(lock.packages);
  writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
  console.log(`${added.length} optional packages added to package-lock.json`);
};

/** Optional dependencies that no node_modules above their dependent holds. */
export const missingIn = (packages) =>
  Object.entries(packages).flatMap(([dependent, { optionalDependencies = {}, dev }]) =>
    Object.entries(optionalDependencies)
      .filter(([name]) => !isFound(packages, dependent, name))
      .map(([name, version]) => ({
        location: packages[`node_modules/${name}`]
          ? `${dependent}/node_modules/${name}`
          : `node_modules/${name}`,
        entry: { version, ...platformOf(name), ...(dev ? { dev } : {}), optional: true },
      }))
  );

const isFound = (packages, dependent, name) => {
  const above = dependent.split('node_modules/').slice(1);
  const folders = above.map(
    (_, index) => `node_modules/${above.slice(0, index + 1).join('node_modules/')}`
  );
  return ['', ...folders.map((folder) => `${folder.replace(/\/$/, '')}/`)].some(
    (folder) => packages[`${folder}node_modules/${name}`]
  );
};

/** `@swc/core-linux-arm64-musl` → os, cpu and libc, so that npm passes it by on every other platform. */
const platformOf = (name) => {
  const words = name.split(/[/-]/);
  const os = OPERATING_SYSTEMS.find((known) => words.includes(known));
  const cpu = PROCESSORS.find((known) => words.includes(known));
  if (!os || !cpu) throw new Error(`${name}: which platform is it for?`);
  const libc = { musl: 'musl', gnu: 'glibc', gnueabihf: 'glibc', musleabihf: 'musl' };
  const variant = os === 'linux' ? words.map((word) => libc[word]).find(Boolean) : undefined;
  return { cpu: [cpu], ...(variant ? { libc: [variant] } : {}), os: [os] };
};

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

const sorted = (packages) =>
  Object.fromEntries(Object.entries(packages).toSorted(([a], [b]) => a.localeCompare(b, 'en')));

complete();
