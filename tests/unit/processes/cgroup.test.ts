import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

import { createCgroup } from '../../../server/src/processes/supervision/cgroup';
import type { CgroupRoot } from '../../../server/src/processes/supervision/cgroup';

jest.mock('node:fs/promises', () => {
  const actual = jest.requireActual<typeof fs>('node:fs/promises');
  return { ...actual, mkdir: jest.fn(actual.mkdir) };
});

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'cgroup-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A kernel that has these files in each group. */
const aKernelWith = (...files: string[]): CgroupRoot => {
  jest.mocked(fs.mkdir).mockImplementation(async (made) => {
    mkdirSync(String(made));
    for (const file of files) writeFileSync(path.join(String(made), file), '');
    return undefined;
  });
  return { version: 2, folders: { memory: folder } };
};
const limits = { memoryBytes: 1_000_000, processes: null, cpus: null };

test('a group whose limits cannot be set is taken away again', async () => {
  await expect(createCgroup(aKernelWith(), 'one', limits)).rejects.toThrow('ENOENT');
  expect(readdirSync(folder)).toEqual([]);
});

test('a kernel that does not count swap still bounds memory', async () => {
  const { entrances } = await createCgroup(aKernelWith('memory.max'), 'one', limits);
  const group = path.join(folder, 'job-scheduler-one');
  expect(entrances).toEqual([path.join(group, 'cgroup.procs')]);
  expect(readFileSync(path.join(group, 'memory.max'), 'utf8')).toBe('1000000');
  expect(readdirSync(group)).toEqual(['memory.max']);
});
