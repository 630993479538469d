import { describeFailure, JobFailure } from '../../domain/failure';
import type { Clock, RunContext } from '../../engine/ports';
import type { ScriptStart } from '../../templates/tools';
import { createCgroup, onlyBounding, onlyCounting } from '../supervision/cgroup';
import type { Cgroup, CgroupLimits } from '../supervision/cgroup';
import type { Containment } from '../supervision/containment';
import type { RlimitLimits } from '../supervision/limits';
import { stopWhenAborted } from '../supervision/stop-when-aborted';
import { supervise } from '../supervision/supervise';
import type { Ended, Supervised } from '../supervision/supervise';
import { keepFiles } from './keep-files';
import { createOutputKeeper } from './output-keeper';
import { createRunDirectory } from './run-directory';
import type { RunDirectory } from './run-directory';
import { resultOf } from './script-result';
import type { ScriptResult } from './script-result';
import { progressOf, readSideFile } from './side-files';

interface ScriptRun extends ScriptStart {
  timezone: string;
}
/** The attempt that it is run for; its parameters are no business of ours. */
export type ScriptAttempt = Omit<RunContext, 'parameters'>;

export interface ScriptHost {
  containment: Containment;
  limits: RlimitLimits & CgroupLimits;
  clock: Pick<Clock, 'after' | 'monotonic'>;
  /** Where interpreters are looked for. */
  findInterpreter: (name: string) => string | null;
  graceMs: number;
  standstillMs: number;
  onSurvivors: (attempt: ScriptAttempt, survivors: number) => void;
}

/** The search path of scripts, and of whoever looks for their interpreters. */
export const SEARCH_PATH = '/usr/local/bin:/usr/bin:/bin';

/** For the rest of the output when all is over: what survived may hold it open for ever. */
const OUTPUT_PATIENCE_MS = 5_000;
const PROGRESS_EVERY_MS = 500;
/** The lease is renewed more often than a supervisor is told: silence outlasts a slow moment, not a lease. */
const TRUST_EVERY_MS = 1_000;

/**
 * Runs the given bytes to their end: nothing of them outlives it, the signal, or this server. Throws a JobFailure with the
 * exit code or the signal.
 */
export const runScript = async (
  host: ScriptHost,
  context: ScriptAttempt,
  run: ScriptRun
): Promise<ScriptResult> => {
  if (host.containment.level === 'none') throw uncontained();
  const directory = await createRunDirectory(run.script);
  let cgroup: Cgroup | null = null;
  try {
    cgroup = await enterCgroup(host, directory);
    context.signal.throwIfAborted();
    const child = await start(host, context, run, { directory, cgroup });
    const ended = await attend(host, context, run, { child, directory });
    if (ended.survivors > 0) host.onSurvivors(context, ended.survivors);
    const unkept = await keepWhatItLeft(context, directory);
    const result = await resultOf(ended, context, run, directory.resultFile);
    if (unkept !== null) throw unkept.thrown;
    return result;
  } finally {
    if (cgroup !== null) await leaveCgroup(host, cgroup);
    await directory.remove();
  }
};

/** Also of a script that failed, whose own failure counts more than a file that could not be kept. */
const keepWhatItLeft = async (
  context: ScriptAttempt,
  { artifacts }: RunDirectory
): Promise<{ thrown: unknown } | null> => {
  if (context.signal.aborted) return null;
  try {
    await keepFiles(context, artifacts);
    return null;
  } catch (thrown) {
    context.log.error(
      `The files of the script were not all kept: ${describeFailure(thrown).error.message}`
    );
    return { thrown };
  }
};

const uncontained = (): JobFailure =>
  new JobFailure(
    'This host cannot keep the processes of a script together as scripts.minContainment asks for',
    { code: 'NO_CONTAINMENT', retryable: false }
  );

/** Named like the directory: a group that a server has left behind is in nobody's way. */
const enterCgroup = async (
  { containment: { cgroups, level }, limits }: ScriptHost,
  { name }: RunDirectory
): Promise<Cgroup | null> => {
  if (cgroups === null) return null;
  const bounding = onlyBounding(cgroups, limits);
  // The basic level finds in its group who hides from everything else.
  const used = bounding ?? (level === 'basic' ? onlyCounting(cgroups) : null);
  return used === null ? null : createCgroup(used, name, limits);
};

/** The kernel takes the dead out of their group a moment after they are dead. */
const leaveCgroup = async ({ clock }: ScriptHost, cgroup: Cgroup): Promise<void> => {
  for (let tries = 10; tries > 0 && !(await cgroup.remove()); tries -= 1)
    await new Promise<void>((resolve) => void clock.after(20, resolve));
};

const start = async (
  host: ScriptHost,
  context: ScriptAttempt,
  run: ScriptRun,
  { directory, cgroup }: { directory: RunDirectory; cgroup: Cgroup | null }
): Promise<Supervised> =>
  supervise(host.containment, {
    argv: commandOf(host, run, directory),
    cwd: run.workingDirectory ?? directory.home,
    env: { ...run.env, ...environmentOf(context, run, directory) },
    mark: `JOB_RESULT_FILE=${directory.resultFile}`,
    limits: rlimitsOf(host),
    cgroupEntrances: cgroup?.entrances ?? [],
    graceMs: host.graceMs,
    standstillMs: host.standstillMs,
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
  context: ScriptAttempt,
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
  context: ScriptAttempt,
  run: ScriptRun,
  { child, directory }: { child: Supervised; directory: RunDirectory }
): Promise<Ended & { outputBytes: number }> => {
  const pause = (): Promise<void> => new Promise((resolve) => void host.clock.after(0, resolve));
  const bounds = { capBytes: run.outputCapBytes, pause };
  const output = createOutputKeeper(bounds, context.secrets.masker);
  const { raw } = context.log;
  const letGo = stopWhenAborted(context, child);
  const vouching = every(host.clock, TRUST_EVERY_MS, () => child.trust(context.trustedForMs()));
  const watching = every(host.clock, PROGRESS_EVERY_MS, () => void report(context, directory));
  try {
    const kept = Promise.all([
      output.keep(child.stdout, (line) => raw('stdout', line)),
      output.keep(child.stderr, (line) => raw('stderr', line)),
    ]);
    const ended = await child.ended;
    const patience = host.clock.after(OUTPUT_PATIENCE_MS, () => closeOutput(child));
    await kept;
    patience.cancel();
    const { bytes } = await output.finish((text) => raw('system', text));
    await report(context, directory);
    return { ...ended, outputBytes: bytes };
  } finally {
    letGo();
    vouching.cancel();
    watching.cancel();
  }
};

const closeOutput = ({ stdout, stderr }: Supervised): void => {
  for (const stream of [stdout, stderr]) stream.destroy();
};

const every = (clock: ScriptHost['clock'], ms: number, call: () => void) => {
  let timer = clock.after(ms, tick);
  function tick(): void {
    call();
    timer = clock.after(ms, tick);
  }
  return { cancel: () => timer.cancel() };
};

const report = async (context: ScriptAttempt, { progressFile }: RunDirectory): Promise<void> => {
  const read = await readSideFile(progressFile);
  const progress = read?.ok === true ? progressOf(read.value) : null;
  if (progress !== null) context.progress(progress.percent, progress.message);
};
