import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

import { keepFiles } from '../../../server/src/processes/runs/keep-files';
import { aRun } from '../templates/some-tools';

jest.mock('node:fs/promises', () => {
  const actual = jest.requireActual<typeof fs>('node:fs/promises');
  return { ...actual, readdir: jest.fn(actual.readdir) };
});

let root: string;
let folder: string;
beforeEach(() => {
  root = mkdtempSync(path.join(os.tmpdir(), 'keep-files-'));
  folder = path.join(root, 'artifacts');
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

/** Names of what was kept, and what the log says. */
const kept = async () => {
  const names: string[] = [];
  const artifact = async (name: string) => void names.push(name);
  const { context, lines } = aRun({ artifact: artifact as never });
  await keepFiles(context, folder);
  return { names, lines };
};

test('a script that removed its artifacts folder has no files', async () => {
  expect(await kept()).toEqual({ names: [], lines: [] });
});

test('a script that made a file of its artifacts folder has no files, and its log says so', async () => {
  writeFileSync(folder, '');
  const text = 'The artifacts folder was not looked into (ENOTDIR).';
  expect(await kept()).toEqual({ names: [], lines: [{ level: 'warn', text }] });
});

test('files beside a folder that may not be read are kept, and the log names the folder', async () => {
  mkdirSync(path.join(folder, 'closed'), { recursive: true });
  writeFileSync(path.join(folder, 'report.txt'), 'one');
  const actual = jest.requireActual<typeof fs>('node:fs/promises');
  // As for everybody but root, whom no mode keeps out.
  jest.mocked(fs.readdir).mockImplementation((async (name: string, options: never) => {
    if (name.endsWith('/closed')) throw Object.assign(new Error('denied'), { code: 'EACCES' });
    return actual.readdir(name, options);
  }) as never);
  const text = 'closed was not looked into (EACCES).';
  expect(await kept()).toEqual({ names: ['report.txt'], lines: [{ level: 'warn', text }] });
});

test('what cannot be read for any other reason is a failure', async () => {
  const broken = Object.assign(new Error('EIO: i/o error'), { code: 'EIO' });
  jest.mocked(fs.readdir).mockRejectedValueOnce(broken);
  await expect(kept()).rejects.toThrow('EIO');
});
