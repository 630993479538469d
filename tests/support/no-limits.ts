import type { CgroupLimits } from '../../server/src/processes/supervision/cgroup';
import type { RlimitLimits } from '../../server/src/processes/supervision/limits';

/** A script that nothing bounds. */
export const NO_LIMITS: RlimitLimits & CgroupLimits = {
  cpuSeconds: null,
  addressSpaceBytes: null,
  fileBytes: null,
  userProcesses: null,
  memoryBytes: null,
  processes: null,
  cpus: null,
};
