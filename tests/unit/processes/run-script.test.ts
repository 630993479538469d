import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import { runScript } from '../../../server/src/processes/runs/run-script';
import type { ScriptHost } from '../../../server/src/processes/runs/run-script';
import { findScripts } from '../../../server/src/processes/scripts/find-scripts';
import { readScript } from '../../../server/src/processes/scripts/read-script';
import { probeContainment } from '../../../server/src/processes/supervision/containment';
import { createSystemClock } from '../../../server/src/system-clock';
import { aRun } from '../templates/some-tools';
import { NO_LIMITS } from '../../support/no-limits';

let root: string;
beforeEach(() => {
  root = mkdtempSync(path.join(os.tmpdir(), 'run-script-'));
  writeFileSync(path.join(root, 'hello.sh'), 'echo hello\n', { mode: 0o644 });
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

/** Of scripts that this process runs. */
const runDirectories = (): string[] =>
  readdirSync(path.join(os.tmpdir(), `job-scheduler-${process.getuid?.()}`)).filter((name) =>
    name.startsWith(`run-${process.pid}-`)
  );

const bounds = { maxBytes: 1_000, allowedExtensions: ['.sh'] };

const aHost = (given: Partial<ScriptHost> = {}): ScriptHost => ({
  containment: { level: 'none', enter: [], prlimit: null, cgroups: null },
  limits: NO_LIMITS,
  clock: createSystemClock(),
  findInterpreter: () => '/bin/bash',
  graceMs: 100,
  standstillMs: 60_000,
  onSurvivors: () => undefined,
  ...given,
});

const hello = async () => ({
  script: await readScript(root, 'hello.sh', bounds),
  args: [],
  env: {},
  workingDirectory: null as string | null,
  successExitCodes: [0],
  outputCapBytes: 1_024,
  timezone: 'UTC',
});

test('a host that cannot keep processes together runs no script', async () => {
  const { context } = aRun();
  const running = runScript(aHost(), context, await hello());
  await expect(running).rejects.toMatchObject({ code: 'NO_CONTAINMENT' });
});

test('a script whose working directory is a file fails at once and leaves no folder behind', async () => {
  const { context } = aRun();
  const host = aHost({ containment: await probeContainment('basic') });
  const run = { ...(await hello()), workingDirectory: path.join(root, 'hello.sh') };
  await expect(runScript(host, context, run)).rejects.toMatchObject({
    code: 'ENOTDIR',
    retryable: false,
  });
  expect(runDirectories()).toEqual([]);
});

test('what the configuration no longer allows is neither listed nor read', async () => {
  const narrowed = { ...bounds, allowedExtensions: ['.py'] };
  const reason = 'its extension is not one of .py';
  expect(await findScripts(root, narrowed)).toEqual({
    scripts: [],
    left: [{ path: 'hello.sh', reason }],
  });
  await expect(readScript(root, 'hello.sh', narrowed)).rejects.toThrow(reason);
});
