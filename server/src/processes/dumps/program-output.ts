import type { Readable } from 'node:stream';

import { JobFailure } from '../../domain/failure';
import type { RunContext } from '../../engine/ports';
import { SEARCH_PATH } from '../runs/run-script';
import { stopWhenAborted } from '../supervision/stop-when-aborted';
import { errnoName, supervise } from '../supervision/supervise';
import type { Ended, Supervised } from '../supervision/supervise';
import type { DumpHost } from './dump-host';

export interface Program {
  name: string;
  argv: [string, ...string[]];
  /** Beside the search path and the home. Whoever may read this user's processes may read it. */
  env: Record<string, string>;
  /** Its home and where it works. */
  folder: string;
}

type Attempt = Pick<RunContext, 'signal' | 'trustedForMs' | 'log'>;
type Host = Pick<DumpHost, 'containment' | 'clock' | 'graceMs' | 'standstillMs'>;

/** The lease is renewed more often than a supervisor is told. */
const TRUST_EVERY_MS = 1_000;
const LAST_WORDS = 2_000;

/**
 * What a program writes, under a supervisor: nothing of it outlives the attempt, or this server. It ends only if the program
 * ended well; otherwise it throws a JobFailure with the program's last words.
 */
export async function* programOutput(
  host: Host,
  context: Attempt,
  program: Program
): AsyncGenerator<Buffer> {
  const child = await start(host, context, program);
  const letGo = stopWhenAborted(context, child);
  const vouching = every(host, () => child.trust(context.trustedForMs()));
  const words = lastWords(child.stderr);
  let isOver = false;
  try {
    for await (const piece of child.stdout) yield piece as Buffer;
    const ended = await child.ended;
    isOver = true;
    context.signal.throwIfAborted();
    assertWell(program.name, ended, await words);
  } finally {
    if (!isOver) await putAway(child);
    letGo();
    vouching.cancel();
  }
}

const start = async (
  { containment, graceMs, standstillMs }: Host,
  context: Attempt,
  { argv, env, folder }: Program
): Promise<Supervised> => {
  const contained = await containment();
  if (contained.level === 'none') throw uncontained();
  context.signal.throwIfAborted();
  return supervise(contained, {
    argv,
    cwd: folder,
    env: { PATH: SEARCH_PATH, LANG: 'C.UTF-8', HOME: folder, JOB_SCRATCH: folder, ...env },
    mark: `JOB_SCRATCH=${folder}`,
    limits: { cpuSeconds: null, addressSpaceBytes: null, fileBytes: null, userProcesses: null },
    cgroupEntrances: [],
    graceMs,
    standstillMs,
    trustMs: context.trustedForMs(),
  });
};

const uncontained = (): JobFailure =>
  new JobFailure('This host cannot keep the processes of a program together', {
    code: 'NO_CONTAINMENT',
    retryable: false,
  });

const every = ({ clock }: Pick<Host, 'clock'>, call: () => void) => {
  let timer = clock.after(TRUST_EVERY_MS, tick);
  function tick(): void {
    call();
    timer = clock.after(TRUST_EVERY_MS, tick);
  }
  return { cancel: () => timer.cancel() };
};

const putAway = async (child: Supervised): Promise<void> => {
  child.stop();
  child.stdout.destroy();
  await child.ended;
  child.stderr.destroy();
};

const lastWords = async (stream: Readable): Promise<string> => {
  let text = '';
  try {
    for await (const piece of stream) text = `${text}${String(piece)}`.slice(-LAST_WORDS);
  } catch {
    // What was said before the break is all there is.
  }
  return text.trim();
};

const assertWell = (name: string, { end, stoppedBy }: Ended, words: string): void => {
  if (end.kind === 'exit' && end.code === 0 && stoppedBy === null) return;
  if (end.kind === 'not-started') throw notStarted(name, errnoName(end.errno));
  const how = end.kind === 'exit' ? `ended with exit code ${end.code}` : 'was ended';
  throw new JobFailure(`${name} ${how}${words === '' ? '' : `: ${words}`}`, {
    code: end.kind === 'exit' ? `EXIT_${end.code}` : 'PROGRAM_KILLED',
    ...(end.kind === 'exit' ? { exitCode: end.code } : {}),
  });
};

const notStarted = (name: string, code: string): JobFailure =>
  new JobFailure(`${name} could not be started (${code})`, { code });
