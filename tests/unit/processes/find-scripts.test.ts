import fs from 'node:fs/promises';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import { findScripts } from '../../../server/src/processes/scripts/find-scripts';

jest.mock('node:fs/promises', () => {
  const actual = jest.requireActual<typeof fs>('node:fs/promises');
  return { ...actual, open: jest.fn(actual.open) };
});

let root: string;
beforeEach(() => {
  root = mkdtempSync(path.join(os.tmpdir(), 'find-scripts-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

/** As for everybody but root, whom no mode keeps out. */
const closeFolder = (name: string): void => {
  const actual = jest.requireActual<typeof fs>('node:fs/promises');
  jest.mocked(fs.open).mockImplementation(async (file, flags) => {
    if (String(file).endsWith(`/${name}`))
      throw Object.assign(new Error('permission denied'), { code: 'EACCES' });
    return actual.open(file, flags);
  });
};

test('a folder that this server may not read is left out, and the scripts around it are found', async () => {
  for (const name of ['a', 'lost+found', 'z']) {
    mkdirSync(path.join(root, name));
    writeFileSync(path.join(root, name, 'job.sh'), 'true\n', { mode: 0o644 });
  }
  closeFolder('lost+found');
  const found = await findScripts(root, { maxBytes: 1_000, allowedExtensions: ['.sh'] });
  expect(found.scripts.map((script) => script.path)).toEqual(['a/job.sh', 'z/job.sh']);
  expect(found.left).toEqual([{ path: 'lost+found', reason: 'this server may not read it' }]);
});
