import type { Containment } from './containment';

/** Bounds that every process inherits; null = none. */
export interface RlimitLimits {
  /** Seconds of processor time of one process. */
  cpuSeconds: number | null;
  /** Bytes of address space of one process: only where no control group counts memory. */
  addressSpaceBytes: number | null;
  /** Bytes of one file. */
  fileBytes: number | null;
  /** Processes of the user that the server runs as: only where no control group counts them. */
  userProcesses: number | null;
}

/** What goes before the command so that the limits hold for it. */
export const limitCommand = ({ prlimit }: Containment, limits: RlimitLimits): string[] => {
  if (prlimit === null) return [];
  const bounds: [option: string, value: number | null][] = [
    ['cpu', limits.cpuSeconds],
    ['as', limits.addressSpaceBytes],
    ['fsize', limits.fileBytes],
    ['nproc', limits.userProcesses],
    // A dump of its memory would hold its secrets.
    ['core', 0],
  ];
  return [
    prlimit,
    ...bounds.flatMap(([option, value]) => (value === null ? [] : [`--${option}=${value}`])),
    '--',
  ];
};
