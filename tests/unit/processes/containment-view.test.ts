import type { Containment } from '../../../server/src/processes/supervision/containment';
import { viewOfContainment } from '../../../server/src/processes/supervision/containment-view';

const cgroups: Containment['cgroups'] = { version: 2, folders: { pids: '/a', memory: '/a' } };
const view = (given: Partial<Containment>, user: 'root' | 'another' = 'another') =>
  viewOfContainment(
    { level: 'basic', enter: [], prlimit: '/usr/bin/prlimit', cgroups: null, ...given },
    { isRoot: user === 'root', survivors: 3 }
  );

test.each([
  ['namespace', ['handed-over']],
  ['subreaper', ['handed-over', 'supervisor-killed', 'other-user']],
  ['basic', ['handed-over', 'supervisor-killed', 'other-user', 'unmarked']],
  ['none', []],
] as const)('the level %s cannot catch %j', (level, cannotCatch) => {
  expect(view({ level })).toMatchObject({ level, cannotCatch, survivors: 3 });
});

test('root reaches everybody, and a control group has everybody in it', () => {
  expect(view({}, 'root').cannotCatch).not.toContain('other-user');
  expect(view({ cgroups }).cannotCatch).not.toContain('unmarked');
});

test('says what enforces each limit, and where nothing does', () => {
  const rlimits = { cpu: 'rlimit', memory: 'rlimit', processes: 'rlimit', fileSize: 'rlimit' };
  expect(view({}).limits).toEqual(rlimits);
  // The kernel counts no processes of root.
  expect(view({}, 'root').limits).toEqual({ ...rlimits, processes: null });
  expect(view({ cgroups }, 'root').limits).toEqual({
    ...rlimits,
    memory: 'cgroup',
    processes: 'cgroup',
  });
  expect(view({ prlimit: null }).limits).toEqual({
    cpu: null,
    memory: null,
    processes: null,
    fileSize: null,
  });
  // Perl asks the kernel itself.
  expect(view({ level: 'subreaper', prlimit: null }).limits).toEqual(rlimits);
});
