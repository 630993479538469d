import type { EventEmitter } from 'node:events';
import { open } from 'node:fs/promises';
import { constants as osConstants } from 'node:os';
import { Readable } from 'node:stream';
import type { Writable } from 'node:stream';

import type { Containment } from './containment';
import { supervisorLine, sweepLine } from './supervisors';
import type { Order } from './supervisors';

/** What to run, with nothing but what is said here: no shell, no inherited environment. */
export interface Command extends Order {
  cwd: string;
  env: Record<string, string>;
}

/** How the command ended. */
export type CommandEnd =
  | { kind: 'exit'; code: number }
  | { kind: 'signal'; signal: number }
  /** It could not be started: an errno such as 2 (ENOENT). */
  | { kind: 'not-started'; errno: number }
  /** The supervisor is gone without a word: somebody killed it. */
  | { kind: 'unknown' };

const STOPPERS = ['stop', 'gone', 'silence', 'standstill'] as const;
type Stopper = (typeof STOPPERS)[number];

export interface Ended {
  end: CommandEnd;
  /** Why it was stopped; null where it ended by itself. */
  stoppedBy: Stopper | null;
  /** Processes that were still there when the command itself was over; they were told to end. */
  leftOver: number;
  /** Processes that could not be ended. */
  survivors: number;
}

export interface Supervised {
  stdout: Readable;
  stderr: Readable;
  /** From now on they may go on for so many milliseconds without another word. */
  trust(ms: number): void;
  /** Asks them to end, and kills them after the grace. */
  stop(): void;
  /** When nothing of it is left but survivors. Never rejects. */
  ended: Promise<Ended>;
}

/** Starts a command under a supervisor of its own: nothing that it starts outlives it, or this server. */
export const supervise = async (
  containment: Containment,
  command: Command
): Promise<Supervised> => {
  const environment = messageOf(command.env);
  const { child, gone, failure } = await startSupervisor(containment, command);
  if (failure !== null) return notStarted(await failure);
  const lifeline = child.stdio[4] as unknown as Writable;
  // A supervisor that is gone no longer listens: its end is told by `ended`.
  lifeline.on('error', () => undefined);
  lifeline.write(environment);
  const said = textOf(child.stdio[3]);
  return {
    stdout: child.stdout,
    stderr: child.stderr,
    trust: (ms) => void lifeline.write(`${Math.max(0, Math.round(ms))}\n`),
    stop: () => {
      lifeline.write('stop\n');
      // A script may have stopped its supervisor.
      child.kill('SIGCONT');
    },
    // Not the end of its output: survivors may hold that open.
    ended: Promise.all([said, gone]).then(async ([line]) => {
      lifeline.destroy();
      return line === '' && containment.level !== 'namespace' ? sweepUp(command) : endedOf(line);
    }),
  };
};

/** In an object: a child of execa is a promise too. */
const startSupervisor = async (containment: Containment, command: Command) => {
  // It has ES modules only; a dynamic import is what a CommonJS build can do.
  const { execa } = await import('execa');
  // Each its own: a supervisor reads it from the start again and again.
  const ourState = await open('/proc/self/stat', 'r');
  try {
    const [file, ...args] = supervisorLine(containment, command);
    const child = execa(file, args, {
      ...ALONE,
      cwd: command.cwd,
      // Its types know the first descriptors only.
      stdio: ['ignore', 'pipe', 'pipe', 'pipe', 'pipe', ourState.fd as 5],
    });
    // Before any wait: who listens later has missed it.
    return {
      child,
      gone: goneOf(child),
      failure: child.pid === undefined ? child.then(errnoOf) : null,
    };
  } finally {
    await ourState.close();
  }
};

/** Not even its supervisor is there: there is nothing to hear, to stop or to look for. */
const notStarted = (errno: number): Supervised => ({
  stdout: Readable.from([]),
  stderr: Readable.from([]),
  trust: () => undefined,
  stop: () => undefined,
  ended: Promise.resolve({
    end: { kind: 'not-started', errno },
    stoppedBy: null,
    leftOver: 0,
    survivors: 0,
  }),
});

/** What Node itself refuses to start has a code of Node's own: an invalid argument. */
const errnoOf = ({ code }: { code?: string | undefined }): number =>
  (osConstants.errno as Record<string, number>)[code ?? ''] ?? osConstants.errno.EINVAL;

/** `ENOENT`, …; `errno 999` where it has no name. */
export const errnoName = (errno: number): string =>
  Object.entries(osConstants.errno).find(([, value]) => value === errno)?.[0] ?? `errno ${errno}`;

const ALONE = {
  env: {},
  extendEnv: false,
  buffer: false,
  reject: false,
  detached: true,
  cleanup: false,
  windowsHide: true,
} as const;

/** What is left of a command whose supervisor was killed is known by its mark only. */
const sweepUp = async (command: Command): Promise<Ended> => {
  const { execa } = await import('execa');
  const [file, ...args] = sweepLine(command);
  const child = execa(file, args, { ...ALONE, stdio: ['ignore', 'ignore', 'ignore', 'pipe'] });
  if (child.pid === undefined) return endedOf('');
  return endedOf(await textOf(child.stdio[3]));
};

/**
 * The environment goes over the lifeline: the supervisor has none of it, only the command has. Its length in bytes, a
 * line's end, the entries with a NUL behind each. Throws TypeError where a value would become two.
 */
const messageOf = (env: Record<string, string>): string => {
  const entries = Object.entries(env).map(([name, value]) => {
    if (`${name}${value}`.includes('\0'))
      throw new TypeError(`The environment variable ${JSON.stringify(name)} must hold no NUL`);
    return `${name}=${value}\0`;
  });
  const text = entries.join('');
  return `${Buffer.byteLength(text)}\n${text}`;
};

const goneOf = (child: EventEmitter): Promise<void> =>
  new Promise((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });

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
  const [how, value, why, left, survivors] = line.split(' ');
  return {
    end: endOf(how, Number(value)),
    stoppedBy: STOPPERS.find((stopper) => stopper === why) ?? null,
    leftOver: Number(left ?? 0),
    survivors: Number(survivors ?? 0),
  };
};

const endOf = (how: string | undefined, value: number): CommandEnd => {
  if (how === 'exit') return { kind: 'exit', code: value };
  if (how === 'signal') return { kind: 'signal', signal: value };
  if (how === 'spawn') return { kind: 'not-started', errno: value };
  return { kind: 'unknown' };
};
