import type child from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import type { ContainmentLevel } from '../../../server/src/contract/scheduler';
import { createScriptTools } from '../../../server/src/processes/script-tools';
import { readScript } from '../../../server/src/processes/scripts/read-script';
import { createSystemClock } from '../../../server/src/system-clock';
import { aRun } from '../templates/some-tools';
import { NO_LIMITS } from '../../support/no-limits';

/** Programs that the host lacks. */
let lacking: string[] = [];
jest.mock('node:child_process', () => {
  const actual = jest.requireActual<typeof child>('node:child_process');
  const execFile = (file: string, args: string[], options: object, done: () => void): unknown =>
    actual.execFile(lacking.includes(file) ? '/no/such/program' : file, args, options, done);
  return { ...actual, execFile };
});

let root: string;
beforeEach(() => {
  root = mkdtempSync(path.join(os.tmpdir(), 'least-containment-'));
  writeFileSync(path.join(root, 'job.sh'), `touch "${root}/it-ran"\n`, { mode: 0o644 });
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const BOUNDS = { maxBytes: 1_000, allowedExtensions: ['.sh'] };

/** A script on a host with that `scripts.minContainment`. */
const run = async (leastContainment: ContainmentLevel): Promise<unknown> => {
  const tools = createScriptTools({
    clock: createSystemClock(),
    open: async () => readScript(root, 'job.sh', BOUNDS),
    limits: NO_LIMITS,
    graceMs: 100,
    standstillMs: 60_000,
    leastContainment,
    onSurvivors: () => undefined,
    timezone: 'UTC',
    workingRoots: [],
  });
  return tools.run(aRun().context, {
    script: await tools.open('abc'),
    args: [],
    env: {},
    workingDirectory: null,
    successExitCodes: [0],
    outputCapBytes: 1_024,
  });
};

describe.each<[string, string[], ContainmentLevel, ContainmentLevel]>([
  ['PID namespaces', ['/usr/bin/unshare'], 'subreaper', 'namespace'],
  ['Perl', ['/usr/bin/perl', '/usr/bin/unshare'], 'basic', 'subreaper'],
])('a host without %s', (_what, programs, enough, tooMuch) => {
  beforeEach(() => {
    lacking = programs;
  });

  it(`runs scripts where minContainment is ${enough}`, async () => {
    expect(await run(enough)).toMatchObject({ exitCode: 0 });
    expect(existsSync(path.join(root, 'it-ran'))).toBe(true);
  });

  it(`runs none where minContainment is ${tooMuch}`, async () => {
    await expect(run(tooMuch)).rejects.toMatchObject({ code: 'NO_CONTAINMENT', retryable: false });
    expect(existsSync(path.join(root, 'it-ran'))).toBe(false);
  });
});
