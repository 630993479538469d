import { scriptBoundsOf } from '../../../server/src/compose-scripts';
import { readOptions } from '../../../server/src/config/options';

const boundsOf = (scripts: object) => scriptBoundsOf(readOptions({ scripts }, {}));

test('where the options say nothing, nothing is bounded', () => {
  expect(new Set(Object.values(boundsOf({}).limits))).toEqual(new Set([null]));
});

test.each([
  ['maxCpuSeconds', 30, { cpuSeconds: 30 }],
  ['maxCpus', 2, { cpus: 2 }],
  // Of the whole run where a control group counts, else of each process and user.
  ['maxMemoryMb', 64, { memoryBytes: 67_108_864, addressSpaceBytes: 67_108_864 }],
  ['maxProcesses', 50, { processes: 50, userProcesses: 50 }],
  ['maxFileMb', 3, { fileBytes: 3_145_728 }],
])('scripts.%s bounds just what it names', (option, value, expected) => {
  expect(boundsOf({ [option]: value }).limits).toEqual({ ...boundsOf({}).limits, ...expected });
});

test('what is no limit goes on as it stands', () => {
  const given = { graceMs: 1, standstillMs: 200, minContainment: 'subreaper' };
  expect(boundsOf({ ...given, workingDirectories: ['/srv'] })).toMatchObject({
    graceMs: 1,
    standstillMs: 200,
    leastContainment: 'subreaper',
    workingRoots: ['/srv'],
  });
});
