import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

import { thisProcess } from '../../../server/src/processes/identity';
import { createCgroup, sweepCgroups } from '../../../server/src/processes/supervision/cgroup';
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
  const { pid, processKey } = thisProcess();
  const group = path.join(folder, `job-scheduler-${pid}-${processKey}-one`);
  expect(entrances).toEqual([path.join(group, 'cgroup.procs')]);
  expect(readFileSync(path.join(group, 'memory.max'), 'utf8')).toBe('1000000');
  expect(readdirSync(group)).toEqual(['memory.max']);
});

test('empty groups of servers that are gone are swept, and no others', async () => {
  const { pid, processKey } = thisProcess();
  const noProcess = 4_194_304;
  const names = {
    'of a server that lives': `job-scheduler-${pid}-${processKey}-one`,
    'of an earlier process with its number': `job-scheduler-${pid}-1-one`,
    'of nobody': `job-scheduler-${noProcess}-1-one`,
    'of an earlier release': 'job-scheduler-one',
    'of somebody else': 'nightly-backup',
  };
  for (const name of Object.values(names)) mkdirSync(path.join(folder, name));
  await sweepCgroups({ version: 2, folders: { memory: folder } });
  const left = [names['of a server that lives'], names['of somebody else']];
  expect(readdirSync(folder).sort()).toEqual(left.sort());
});
