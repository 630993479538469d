import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

import type { ContainmentLevel } from '../../contract/scheduler';
import { findCgroupRoot } from './cgroup';
import type { CgroupRoot } from './cgroup';

const run = promisify(execFile);

/** What this host can do to keep the processes of an execution together and in bounds. */
export interface Containment {
  level: ContainmentLevel;
  /** `namespace`: what goes before the supervisor. */
  enter: string[];
  prlimit: string | null;
  cgroups: CgroupRoot | null;
}

const UNSHARE = '/usr/bin/unshare';
/** The kernel kills what is in the namespace with its first process, and that one with `unshare`. */
const NAMESPACE = ['--pid', '--fork', '--kill-child', '--mount-proc'];
const WAYS: string[][] = [NAMESPACE, ['--user', '--map-current-user', ...NAMESPACE]];

/** Tries out what is there, the strongest first. Nothing that it starts stays. */
export const probeContainment = async (): Promise<Containment> => {
  const prlimit = (await works('/usr/bin/prlimit', ['--core=0', '--', '/bin/true']))
    ? '/usr/bin/prlimit'
    : null;
  const cgroups = await findCgroupRoot();
  const base = { enter: [], prlimit, cgroups };
  if (!(await works('/usr/bin/perl', ['-e', CAN_REAP]))) return { ...base, level: 'none' };
  for (const way of WAYS)
    // oxlint-disable-next-line no-await-in-loop -- the second way only where the first does not work
    if (await works(UNSHARE, [...way, '/usr/bin/perl', '-e', IS_FIRST]))
      return { ...base, level: 'namespace', enter: [UNSHARE, ...way] };
  return { ...base, level: 'subreaper' };
};

/** Whether the kernel makes it the parent of its orphans, and /proc can be read. */
const CAN_REAP = String.raw`
use POSIX; my %n = (x86_64 => 157, aarch64 => 167); my $n = $n{(POSIX::uname())[4]};
exit(defined $n && syscall($n, 36, 1, 0, 0, 0) == 0 && -r "/proc/$$/stat" ? 0 : 1);
`;
const IS_FIRST = String.raw`exit($$ == 1 && -d "/proc/1" ? 0 : 1);`;

const PATIENCE_MS = 5_000;
const works = async (file: string, args: string[]): Promise<boolean> => {
  try {
    await run(file, args, { env: {}, timeout: PATIENCE_MS });
    return true;
  } catch {
    return false;
  }
};
