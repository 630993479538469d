import type { Readable, Writable } from 'node:stream';

import { SUPERVISOR } from './supervisor-program';
import type { Containment } from './containment';
import { limitCommand } from './limits';
import type { RlimitLimits } from './limits';

/** What to run, with nothing but what is said here: no shell, no inherited environment. */
export interface Command {
  /** The program and its arguments. */
  argv: [string, ...string[]];
  cwd: string;
  env: Record<string, string>;
  limits: RlimitLimits;
  /** Files of control groups to enter before it starts. */
  cgroupEntrances: string[];
  /** Milliseconds between asking the processes to end and killing them. */
  graceMs: number;
  /** Milliseconds for which they may go on without hearing from this server. */
  trustMs: number;
}

/** How the command ended. */
export type CommandEnd =
  | { kind: 'exit'; code: number }
  | { kind: 'signal'; signal: number }
  /** It could not be started: an errno such as 2 (ENOENT). */
  | { kind: 'not-started'; errno: number }
  /** The supervisor is gone without a word: somebody killed it, and with it everything below. */
  | { kind: 'unknown' };

export interface Ended {
  end: CommandEnd;
  /** Why it was stopped; null where it ended by itself. */
  stoppedBy: 'stop' | 'gone' | 'silence' | null;
  /** Processes that were still there when the command itself was over; they were killed. */
  leftOver: number;
}

export interface Supervised {
  stdout: Readable;
  stderr: Readable;
  /** From now on they may go on for so many milliseconds without another word. */
  trust(ms: number): void;
  /** Asks them to end, and kills them after the grace. */
  stop(): void;
  /** When nothing of it is left, its output included. Never rejects. */
  ended: Promise<Ended>;
}

/** Starts a command under a supervisor of its own: nothing that it starts outlives it, or this server. */
export const supervise = async (
  containment: Containment,
  command: Command
): Promise<Supervised> => {
  // It has ES modules only; a dynamic import is what a CommonJS build can do.
  const { execa } = await import('execa');
  const [file, ...args] = commandLine(containment, command);
  const child = execa(file, args, {
    cwd: command.cwd,
    env: command.env,
    extendEnv: false,
    stdio: ['ignore', 'pipe', 'pipe', 'pipe', 'pipe'],
    buffer: false,
    reject: false,
    detached: true,
    cleanup: false,
    windowsHide: true,
  });
  const report = child.stdio[3];
  const lifeline = child.stdio[4] as unknown as Writable;
  // A supervisor that is gone no longer listens: its end is told by `ended`.
  lifeline.on('error', () => undefined);
  const said = textOf(report);
  return {
    stdout: child.stdout,
    stderr: child.stderr,
    trust: (ms) => void lifeline.write(`${Math.max(0, Math.round(ms))}\n`),
    stop: () => void lifeline.write('stop\n'),
    ended: Promise.all([said, child]).then(([line]) => {
      lifeline.destroy();
      return endedOf(line);
    }),
  };
};

const commandLine = (containment: Containment, command: Command): [string, ...string[]] =>
  [
    ...(containment.level === 'namespace' ? containment.enter : []),
    '/usr/bin/perl',
    '-e',
    SUPERVISOR,
    String(command.graceMs),
    String(command.trustMs),
    command.cgroupEntrances.join(':'),
    ...limitCommand(containment, command.limits),
    ...command.argv,
  ] as [string, ...string[]];

const textOf = async (stream: Readable): Promise<string> => {
  let text = '';
  try {
    for await (const chunk of stream) text += String(chunk);
  } catch {
    // What was said before the break is all there is.
  }
  return text.trim();
};

const endedOf = (line: string): Ended => {
  const [how, value, why, left] = line.split(' ');
  return {
    end: endOf(how, Number(value)),
    stoppedBy: why === 'stop' || why === 'gone' || why === 'silence' ? why : null,
    leftOver: Number(left ?? 0),
  };
};

const endOf = (how: string | undefined, value: number): CommandEnd => {
  if (how === 'exit') return { kind: 'exit', code: value };
  if (how === 'signal') return { kind: 'signal', signal: value };
  if (how === 'spawn') return { kind: 'not-started', errno: value };
  return { kind: 'unknown' };
};
