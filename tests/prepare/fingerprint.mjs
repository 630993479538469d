import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { cache, root } from './paths.mjs';

const file = path.join(cache, 'built.json');

/** One digest over the bytes and names of all files at and below `paths` (relative to the root). */
export const fingerprint = (paths, ...more) => {
  const hash = createHash('sha256').update(process.versions.modules).update(more.join('\n'));
  for (const name of paths.flatMap(filesBelow).toSorted()) {
    hash.update(`\n${name}\n`).update(readFileSync(path.join(root, name)));
  }
  return hash.digest('hex');
};

const filesBelow = (name) => {
  const full = path.join(root, name);
  if (!existsSync(full)) return [];
  if (!statSync(full).isDirectory()) return [name];
  return readdirSync(full).flatMap((entry) => filesBelow(path.join(name, entry)));
};

/** What was built from which fingerprint. */
export const builtFrom = (part) => readAll()[part];

export const rememberBuilt = (part, digest) => {
  mkdirSync(cache, { recursive: true });
  writeFileSync(file, JSON.stringify({ ...readAll(), [part]: digest }, null, 2));
};

const readAll = () => (existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {});
