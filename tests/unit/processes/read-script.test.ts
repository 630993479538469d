import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import { findScripts } from '../../../server/src/processes/scripts/find-scripts';
import { digestOf, readScript } from '../../../server/src/processes/scripts/read-script';

const BOUNDS = { maxBytes: 1_000, allowedExtensions: ['.sh'] };

let root: string;
beforeEach(() => {
  root = mkdtempSync(path.join(os.tmpdir(), 'read-script-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const write = (name: string, bytes: number | string): void => {
  const file = path.join(root, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, typeof bytes === 'string' ? bytes : '#'.repeat(bytes));
  chmodSync(file, 0o644);
};

const MANIFEST = '{ "entry": "main.sh" }';
const left = BOUNDS.maxBytes - MANIFEST.length;

/** A folder with a manifest that is a script but for what is written besides. */
const aTree = (files: Record<string, number>): void => {
  write('tree/job.json', MANIFEST);
  for (const [name, bytes] of Object.entries({ 'main.sh': 1, ...files }))
    write(`tree/${name}`, bytes);
};

const inFolders = (folders: number, name: string): string => 'in/'.repeat(folders) + name;
const manyFiles = (count: number): Record<string, number> =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`file-${index}`, 1]));

it.each<[string, string, () => void]>([
  ['a file as large as it may be', 'job.sh', () => write('job.sh', 1_000)],
  [
    'a file with as large a manifest beside it',
    'job.sh',
    () => {
      write('job.sh', 1_000);
      write('job.sh.job.json', '{}'.padEnd(1_000));
    },
  ],
  ['files that are so large in all', 'tree', () => aTree({ 'main.sh': 1, lib: left - 1 })],
  ['500 files in all', 'tree', () => aTree(manyFiles(498))],
  ['a file eight folders further down', 'tree', () => aTree({ [inFolders(8, 'lib')]: 1 })],
  ['a script eight folders down', inFolders(8, 'job.sh'), () => write(inFolders(8, 'job.sh'), 1)],
])('the catalogue has %s', async (_what, name, make) => {
  make();
  const found = await findScripts(root, BOUNDS);
  expect(found.scripts.map((script) => script.path)).toEqual([name]);
  expect(found.left).toEqual([]);
});

it.each<[string, string, string, () => void]>([
  ['a larger file', 'job.sh', 'it is larger than 1000 bytes', () => write('job.sh', 1_001)],
  [
    'a file with a larger manifest beside it',
    'job.sh',
    'it is larger than 1000 bytes',
    () => {
      write('job.sh', 1);
      write('job.sh.job.json', '{}'.padEnd(1_001));
    },
  ],
  [
    'files that are larger in all',
    'tree',
    'its files are larger than 1000 bytes in all',
    () => aTree({ 'main.sh': 1, lib: left }),
  ],
  ['more than 500 files', 'tree', 'it has more than 500 files', () => aTree(manyFiles(499))],
  [
    'more than 500 files in several folders',
    'tree',
    'it has more than 500 files',
    () => {
      for (const folder of ['a', 'b'])
        for (const name of Object.keys(manyFiles(250))) write(`tree/${folder}/${name}`, 1);
      aTree({});
    },
  ],
  [
    'a file nine folders further down',
    'tree',
    'it is deeper than 8 folders',
    () => aTree({ [inFolders(9, 'lib')]: 1 }),
  ],
])('the catalogue leaves out %s, and it is not read either', async (_what, name, reason, make) => {
  make();
  expect(await findScripts(root, BOUNDS)).toEqual({
    scripts: [],
    left: [{ path: name, reason }],
  });
  await expect(readScript(root, name, BOUNDS)).rejects.toThrow(reason);
});

it('the catalogue looks no deeper than eight folders, and says where it stopped', async () => {
  write(inFolders(9, 'job.sh'), 1);
  expect(await findScripts(root, BOUNDS)).toEqual({
    scripts: [],
    left: [{ path: inFolders(8, 'in'), reason: 'it lies deeper than 8 folders' }],
  });
});

it('the same files run by another interpreter are another script', () => {
  const files = [{ path: 'job', bytes: Buffer.from('print("x")\n') }];
  const digest = (interpreter: string): string =>
    digestOf({ type: 'executable', interpreter }, files);
  expect(digest('bash')).toBe(digest('bash'));
  expect(digest('bash')).not.toBe(digest('python3'));
  expect(digest('bash')).not.toBe(digest('-'));
});
