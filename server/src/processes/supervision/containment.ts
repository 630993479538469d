import { execFile } from 'node:child_process';
import { access, constants } from 'node:fs/promises';
import { promisify } from 'node:util';

import { CONTAINMENT_LEVELS } from '../../contract/scheduler';
import type { ContainmentLevel } from '../../contract/scheduler';
import { findCgroupRoot } from './cgroup';
import type { CgroupRoot } from './cgroup';
import { SYSCALLS } from './supervisor-program';

const run = promisify(execFile);

/** What this host can do to keep the processes of an execution together and in bounds. */
export interface Containment {
  level: ContainmentLevel;
  /** `namespace`: what goes before the supervisor. */
  enter: string[];
  /** `basic`: what sets the bounds of each process. */
  prlimit: string | null;
  cgroups: CgroupRoot | null;
}

const UNSHARE = '/usr/bin/unshare';
/** The kernel kills what is in the namespace with its first process, and that one with `unshare`. */
const NAMESPACE = ['--pid', '--fork', '--kill-child', '--mount-proc'];
const WAYS: string[][] = [NAMESPACE, ['--user', '--map-current-user', ...NAMESPACE]];

/** Tries out what is there, the strongest first; what is weaker than `least` counts as nothing. Nothing that it starts stays. */
export const probeContainment = async (least: ContainmentLevel): Promise<Containment> => {
  const found = await probe();
  const isTooWeak = CONTAINMENT_LEVELS.indexOf(found.level) > CONTAINMENT_LEVELS.indexOf(least);
  return isTooWeak ? { ...found, level: 'none' } : found;
};

const probe = async (): Promise<Containment> => {
  const prlimit = (await works('/usr/bin/prlimit', ['--core=0', '--', '/bin/true']))
    ? '/usr/bin/prlimit'
    : null;
  const cgroups = await findCgroupRoot();
  const base = { enter: [], prlimit, cgroups };
  // Without it nobody can tell what is left.
  if (!(await isReadable('/proc/self/environ'))) return { ...base, level: 'none' };
  if (!(await canReap())) return { ...base, level: 'basic' };
  for (const way of WAYS)
    // oxlint-disable-next-line no-await-in-loop -- the second way only where the first does not work
    if (await works(UNSHARE, [...way, '/usr/bin/perl', '-e', IS_FIRST]))
      return { ...base, level: 'namespace', enter: [UNSHARE, ...way] };
  return { ...base, level: 'subreaper' };
};

/** Whether the kernel makes a Perl program the parent of its orphans. */
const canReap = async (): Promise<boolean> =>
  SYSCALLS !== undefined && works('/usr/bin/perl', ['-e', CAN_REAP, SYSCALLS]);
const CAN_REAP = String.raw`
my ($prctl) = split /,/, $ARGV[0];
exit(syscall($prctl + 0, 36, 1, 0, 0, 0) == 0 ? 0 : 1);
`;
const IS_FIRST = String.raw`exit($$ == 1 && -d "/proc/1" ? 0 : 1);`;

const isReadable = async (file: string): Promise<boolean> =>
  access(file, constants.R_OK).then(
    () => true,
    () => false
  );

const PATIENCE_MS = 5_000;
const works = async (file: string, args: string[]): Promise<boolean> => {
  try {
    await run(file, args, { env: {}, timeout: PATIENCE_MS });
    return true;
  } catch {
    return false;
  }
};
