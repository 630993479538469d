import { BASIC_SUPERVISOR } from './basic-supervisor-program';
import type { Containment } from './containment';
import { limitCommand, limitText } from './limits';
import type { RlimitLimits } from './limits';
import { SUPERVISOR, SYSCALLS } from './supervisor-program';

/** What a supervisor is told before it starts. */
export interface Order {
  /** The program and its arguments. */
  argv: [string, ...string[]];
  limits: RlimitLimits;
  /** Files of control groups to enter before it starts. */
  cgroupEntrances: string[];
  /** Milliseconds between asking the processes to end and killing them. */
  graceMs: number;
  /** Milliseconds for which they may go on without hearing from this server. */
  trustMs: number;
  /** Milliseconds for which they may go on while this server is stopped (SIGSTOP). */
  standstillMs: number;
  /** An entry of their environment (`NAME=value`) that no other command has. */
  mark: string;
}

type CommandLine = [string, ...string[]];

/** The supervisor of a level, with what it starts. */
export const supervisorLine = (containment: Containment, order: Order): CommandLine => {
  if (containment.level === 'basic')
    return basicLine(order, [
      ...enterCommand(order.cgroupEntrances),
      ...limitCommand(containment, order.limits),
      ...order.argv,
    ]);
  const enter = containment.level === 'namespace' ? containment.enter : [];
  return [
    ...enter,
    '/usr/bin/perl',
    '-e',
    SUPERVISOR,
    SYSCALLS ?? '',
    limitText(order.limits),
    ...bounds(order),
    ...order.argv,
  ] as CommandLine;
};

/** Ends what a supervisor has left that was itself killed. */
export const sweepLine = (order: Order): CommandLine => basicLine(order, []);

const basicLine = (order: Order, command: string[]): CommandLine => [
  process.execPath,
  '-e',
  BASIC_SUPERVISOR,
  '--',
  ...bounds(order),
  order.mark,
  ...command,
];

/** Where nobody is left to say how long they may take, they are not given long: 0 survivors within 2 s. */
const ORPHAN_GRACE_MS = 500;

const bounds = ({ graceMs, trustMs, standstillMs, cgroupEntrances }: Order): string[] => [
  String(graceMs),
  String(Math.min(graceMs, ORPHAN_GRACE_MS)),
  String(trustMs),
  String(standstillMs),
  cgroupEntrances.join(':'),
];

/**
 * Node itself would fill a group with its threads: only what it starts goes in. 0 = whoever writes it. Where it cannot
 * go in it says so to the supervisor, and nothing starts: outside of the group nothing bounds it.
 */
const enterCommand = (entrances: string[]): string[] =>
  entrances.length === 0
    ? []
    : [
        '/bin/sh',
        '-c',
        'until [ "$1" = -- ]; do echo 0 > "$1" || { echo >&3; exit 1; }; shift; done; shift; exec "$@" 3>&-',
        'sh',
        ...entrances,
        '--',
      ];
