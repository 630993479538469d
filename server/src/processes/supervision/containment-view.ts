import type { ContainmentGap, ContainmentLevel, ContainmentView } from '../../contract/scheduler';
import type { Containment } from './containment';
import { canBound } from './limits';

/** What is shown of a host. No limit on its number of processes holds for root. */
export const viewOfContainment = (
  containment: Containment,
  { isRoot, survivors }: { isRoot: boolean; survivors: number }
): ContainmentView => ({
  level: containment.level,
  cannotCatch: GAPS[containment.level].filter((gap) => !isClosed(gap, containment, isRoot)),
  limits: limitsOf(containment, isRoot),
  survivors,
});

const GAPS: Record<ContainmentLevel, ContainmentGap[]> = {
  namespace: ['handed-over'],
  subreaper: ['handed-over', 'supervisor-killed', 'other-user'],
  basic: ['handed-over', 'supervisor-killed', 'other-user', 'unmarked'],
  none: [],
};

/** Root may signal anybody; nobody leaves a control group by leaving his parents. */
const isClosed = (gap: ContainmentGap, { cgroups }: Containment, isRoot: boolean): boolean =>
  (gap === 'other-user' && isRoot) || (gap === 'unmarked' && cgroups !== null);

const limitsOf = (containment: Containment, isRoot: boolean): ContainmentView['limits'] => {
  const rlimit = canBound(containment) ? 'rlimit' : null;
  const counted = containment.cgroups?.folders;
  return {
    cpu: counted?.cpu ? 'cgroup' : rlimit,
    memory: counted?.memory ? 'cgroup' : rlimit,
    processes: counted?.pids ? 'cgroup' : isRoot ? null : rlimit,
    fileSize: rlimit,
  };
};
