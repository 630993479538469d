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

interface Bound {
  /** An option of prlimit(1). */
  option: string;
  /** The kernel's number of the resource (`RLIMIT_…`), the same on x64 and arm64. */
  resource: number;
  value: number | null;
}

const boundsOf = (limits: RlimitLimits): Bound[] => [
  { option: 'cpu', resource: 0, value: limits.cpuSeconds },
  { option: 'as', resource: 9, value: limits.addressSpaceBytes },
  { option: 'fsize', resource: 1, value: limits.fileBytes },
  { option: 'nproc', resource: 6, value: limits.userProcesses },
  // A dump of its memory would hold its secrets.
  { option: 'core', resource: 4, value: 0 },
];

/** Whether this host can bound a process at all: Perl asks the kernel itself, Node needs a program for it. */
export const canBound = ({ level, prlimit }: Containment): boolean =>
  level === 'namespace' || level === 'subreaper' || prlimit !== null;

/** What goes before a command that Node starts. */
export const limitCommand = ({ prlimit }: Containment, limits: RlimitLimits): string[] =>
  prlimit === null
    ? []
    : [
        prlimit,
        ...boundsOf(limits).flatMap(({ option, value }) =>
          value === null ? [] : [`--${option}=${value}`]
        ),
        '--',
      ];

/** What the Perl supervisor sets for its child: `resource=bound`, with commas between. */
export const limitText = (limits: RlimitLimits): string =>
  boundsOf(limits)
    .flatMap(({ resource, value }) => (value === null ? [] : [`${resource}=${value}`]))
    .join(',');
