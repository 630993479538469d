import { createMasker } from '../../../server/src/domain/secrets/masker';
import { runScript } from '../../../server/src/processes/runs/run-script';
import type { ScriptAttempt, ScriptHost } from '../../../server/src/processes/runs/run-script';
import { probeContainment } from '../../../server/src/processes/supervision/containment';
import type { ContainmentLevel } from '../../../server/src/contract/scheduler';
import { createSystemClock } from '../../../server/src/system-clock';

const NO_LIMITS = {
  cpuSeconds: null,
  addressSpaceBytes: null,
  fileBytes: null,
  userProcesses: null,
  memoryBytes: null,
  processes: null,
  cpus: null,
};

export const LIMITS = { processes: 1_000, memoryBytes: 2 ** 30, cpus: 2 };

/** What a server runs scripts with, at a level. */
export const hostAt = async (
  level: ContainmentLevel,
  limits: Partial<ScriptHost['limits']> = {}
): Promise<ScriptHost> => {
  const found = await probeContainment('basic');
  if (level === 'namespace' && found.level !== level)
    throw new Error('This host has no PID namespaces');
  return {
    containment: { ...found, level },
    limits: { ...NO_LIMITS, ...limits },
    clock: createSystemClock(),
    findInterpreter: () => '/bin/bash',
    graceMs: 2_000,
    standstillMs: 500,
    onSurvivors: () => undefined,
  };
};

/** Runs a Bash script to its end; `onLine` gets what it prints, as the log would, its one secret hidden. */
export const runBash = (
  host: ScriptHost,
  { text, outputCapBytes }: { text: string; outputCapBytes: number },
  onLine: (line: string) => void
) => {
  const masker = createMasker(['a secret of the script']);
  const write = (line: string): void => onLine(masker.mask(line));
  const log = Object.assign(write, {
    debug: write,
    info: write,
    warn: write,
    error: write,
    // What is said about the output is not output.
    raw: (stream: string, line: string) => (stream === 'system' ? undefined : write(line)),
  });
  const attempt = {
    signal: new AbortController().signal,
    log,
    trustedForMs: () => 60_000,
    secrets: { get: () => '', masker },
    progress: () => undefined,
    occurrenceId: 'occurrence',
    executionId: 'occurrence',
    attempt: 1,
    scheduledFor: null,
    dueAt: '2026-03-01T08:59:00.000Z',
    job: { documentId: 'job', name: 'A job' },
  } as unknown as ScriptAttempt;
  return runScript(host, attempt, {
    script: {
      interpreter: 'bash',
      entry: 'run.sh',
      files: [{ path: 'run.sh', bytes: Buffer.from(text), sha256: '' }],
    } as never,
    args: [],
    env: {},
    workingDirectory: null,
    successExitCodes: [0],
    outputCapBytes,
    timezone: 'UTC',
  });
};
