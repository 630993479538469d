import { constants as osConstants } from 'node:os';

import { JobFailure } from '../../domain/failure';
import type { Clock, RunContext } from '../../engine/ports';
import type { ScriptStart } from '../../templates/tools';
import { createCgroup } from '../supervision/cgroup';
import type { Cgroup, CgroupLimits } from '../supervision/cgroup';
import type { Containment } from '../supervision/containment';
import type { RlimitLimits } from '../supervision/limits';
import { supervise } from '../supervision/supervise';
import type { Ended, Supervised } from '../supervision/supervise';
import { createOutputKeeper } from './output-keeper';
import { createRunDirectory } from './run-directory';
import type { RunDirectory } from './run-directory';
import { progressOf, readSideFile } from './side-files';

interface ScriptRun extends ScriptStart {
  timezone: string;
}
/** The attempt that it is run for; its parameters are no business of ours. */
type Attempt = Omit<RunContext, 'parameters'>;

export interface ScriptHost {
  containment: Containment;
  limits: RlimitLimits & CgroupLimits;
  clock: Pick<Clock, 'after' | 'monotonic'>;
  /** Where interpreters are looked for. */
  findInterpreter: (name: string) => string | null;
  graceMs: number;
}

export interface ScriptResult {
  exitCode: number;
  outputBytes: number;
  result: unknown;
}

/** The search path of scripts, and of whoever looks for their interpreters. */
export const SEARCH_PATH = '/usr/local/bin:/usr/bin:/bin';

const PROGRESS_EVERY_MS = 500;
/** The lease is renewed more often than a supervisor is told: silence outlasts a slow moment, not a lease. */
const TRUST_EVERY_MS = 1_000;

/**
 * Runs the given bytes to their end: nothing of them outlives it, the signal, or this server. Throws a JobFailure with the
 * exit code or the signal.
 */
export const runScript = async (
  host: ScriptHost,
  context: Attempt,
  run: ScriptRun
): Promise<ScriptResult> => {
  if (host.containment.level === 'none') throw uncontained();
  const directory = await createRunDirectory(run.script);
  let cgroup: Cgroup | null = null;
  try {
    cgroup = await enterCgroup(host, context);
    context.signal.throwIfAborted();
    const child = await start(host, context, run, { directory, cgroup });
    const ended = await attend(host, context, run, { child, directory });
    return await resultOf(ended, context, run, directory);
  } finally {
    await cgroup?.remove();
    await directory.remove();
  }
};

const uncontained = (): JobFailure =>
  new JobFailure('This host cannot keep the processes of a script together: it needs Perl', {
    code: 'NO_CONTAINMENT',
    retryable: false,
  });

const enterCgroup = async (host: ScriptHost, context: Attempt): Promise<Cgroup | null> => {
  const { cgroups } = host.containment;
  if (cgroups === null) return null;
  return createCgroup(cgroups, `${context.executionId}-${context.attempt}`, host.limits);
};

const start = async (
  host: ScriptHost,
  context: Attempt,
  run: ScriptRun,
  { directory, cgroup }: { directory: RunDirectory; cgroup: Cgroup | null }
): Promise<Supervised> =>
  supervise(host.containment, {
    argv: commandOf(host, run, directory),
    cwd: run.workingDirectory ?? directory.home,
    env: { ...run.env, ...environmentOf(context, run, directory) },
    limits: rlimitsOf(host),
    cgroupEntrances: cgroup?.entrances ?? [],
    graceMs: host.graceMs,
    trustMs: context.trustedForMs(),
  });

const commandOf = (
  { findInterpreter }: ScriptHost,
  { script, args }: ScriptRun,
  { entry }: RunDirectory
): [string, ...string[]] => {
  if (script.interpreter === '-') return [entry, ...args];
  const interpreter = findInterpreter(script.interpreter);
  if (interpreter === null)
    throw new JobFailure(`${script.interpreter} was not found in ${SEARCH_PATH}`, {
      code: 'INTERPRETER_MISSING',
      retryable: false,
    });
  return [interpreter, entry, ...args];
};

/** Exactly these, and the job's own: nothing of this server's environment reaches a script. */
const environmentOf = (
  context: Attempt,
  { timezone }: ScriptRun,
  directory: RunDirectory
): Record<string, string> => ({
  PATH: SEARCH_PATH,
  LANG: 'C.UTF-8',
  TZ: timezone,
  HOME: directory.home,
  TMPDIR: directory.home,
  JOB_OCCURRENCE_ID: context.occurrenceId,
  JOB_EXECUTION_ID: context.executionId,
  JOB_ATTEMPT: String(context.attempt),
  JOB_SCHEDULED_FOR: context.dueAt,
  JOB_RESULT_FILE: directory.resultFile,
  JOB_PROGRESS_FILE: directory.progressFile,
  JOB_ARTIFACTS_DIR: directory.artifacts,
});

/** Where a control group counts something, the weaker bound of each process is left out. */
const rlimitsOf = ({ containment, limits }: ScriptHost): RlimitLimits => ({
  ...limits,
  addressSpaceBytes: containment.cgroups?.folders.memory ? null : limits.addressSpaceBytes,
  userProcesses: containment.cgroups?.folders.pids ? null : limits.userProcesses,
});

/** Reads what it says, vouches for it while the attempt is ours, and stops it when the attempt is stopped. */
const attend = async (
  host: ScriptHost,
  context: Attempt,
  run: ScriptRun,
  { child, directory }: { child: Supervised; directory: RunDirectory }
): Promise<Ended & { outputBytes: number }> => {
  const output = createOutputKeeper({ capBytes: run.outputCapBytes }, context.secrets.masker);
  const { raw } = context.log;
  const stop = (): void => child.stop();
  if (context.signal.aborted) stop();
  context.signal.addEventListener('abort', stop, { once: true });
  const vouching = every(host.clock, TRUST_EVERY_MS, () => child.trust(context.trustedForMs()));
  const watching = every(host.clock, PROGRESS_EVERY_MS, () => void report(context, directory));
  try {
    await Promise.all([
      output.keep(child.stdout, (line) => raw('stdout', line)),
      output.keep(child.stderr, (line) => raw('stderr', line)),
    ]);
    const ended = await child.ended;
    const { bytes } = output.finish((text) => raw('system', text));
    await report(context, directory);
    return { ...ended, outputBytes: bytes };
  } finally {
    context.signal.removeEventListener('abort', stop);
    vouching.cancel();
    watching.cancel();
  }
};

const every = (clock: ScriptHost['clock'], ms: number, call: () => void) => {
  let timer = clock.after(ms, tick);
  function tick(): void {
    call();
    timer = clock.after(ms, tick);
  }
  return { cancel: () => timer.cancel() };
};

const report = async (context: Attempt, { progressFile }: RunDirectory): Promise<void> => {
  const read = await readSideFile(progressFile);
  const progress = read?.ok === true ? progressOf(read.value) : null;
  if (progress !== null) context.progress(progress.percent, progress.message);
};

const resultOf = async (
  { end, stoppedBy, leftOver, outputBytes }: Ended & { outputBytes: number },
  context: Attempt,
  run: ScriptRun,
  { resultFile }: RunDirectory
): Promise<ScriptResult> => {
  if (leftOver > 0)
    context.log.warn(
      `${leftOver} processes were still there when the script was over; they were ended.`
    );
  context.signal.throwIfAborted();
  if (stoppedBy !== null)
    throw new JobFailure('The script was ended because this server did not vouch for it any more', {
      code: 'LEASE_LOST',
    });
  if (end.kind === 'not-started') throw notStarted(end.errno);
  if (end.kind === 'unknown')
    throw new JobFailure('The supervisor of the script was killed, and the script with it', {
      code: 'SUPERVISOR_KILLED',
    });
  if (end.kind === 'signal') throw killed(end.signal);
  if (!run.successExitCodes.includes(end.code))
    throw new JobFailure(`The script ended with exit code ${end.code}`, {
      code: `EXIT_${end.code}`,
      exitCode: end.code,
    });
  const said = await readSideFile(resultFile);
  if (said?.ok === false) context.log.warn(`The result file was not used: ${said.why}.`);
  return { exitCode: end.code, outputBytes, result: said?.ok === true ? said.value : null };
};

const notStarted = (errno: number): JobFailure => {
  const [name = `errno ${errno}`] =
    Object.entries(osConstants.errno).find(([, value]) => value === errno) ?? [];
  return new JobFailure(`The script could not be started (${name})`, {
    code: name,
    retryable: false,
  });
};

const killed = (signal: number): JobFailure => {
  const [name = `signal ${signal}`] =
    Object.entries(osConstants.signals).find(([, value]) => value === signal) ?? [];
  return new JobFailure(`The script was ended by ${name}`, { code: name });
};
