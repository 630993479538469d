import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import { runScript } from '../../../server/src/processes/runs/run-script';
import { findScripts } from '../../../server/src/processes/scripts/find-scripts';
import { readScript } from '../../../server/src/processes/scripts/read-script';
import { aRun } from '../templates/some-tools';

let root: string;
beforeEach(() => {
  root = mkdtempSync(path.join(os.tmpdir(), 'run-script-'));
  writeFileSync(path.join(root, 'hello.sh'), 'echo hello\n', { mode: 0o644 });
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const bounds = { maxBytes: 1_000, allowedExtensions: ['.sh'] };

test('a host that cannot keep processes together runs no script', async () => {
  const { context } = aRun();
  const host = {
    containment: { level: 'none' as const, enter: [], prlimit: null, cgroups: null },
    limits: {
      cpuSeconds: null,
      addressSpaceBytes: null,
      fileBytes: null,
      userProcesses: null,
      memoryBytes: null,
      processes: null,
      cpus: null,
    },
    clock: { monotonic: () => 0, after: () => ({ cancel: () => undefined }) },
    findInterpreter: () => '/bin/bash',
    graceMs: 100,
  };
  const run = {
    script: await readScript(root, 'hello.sh', bounds),
    args: [],
    env: {},
    workingDirectory: null,
    successExitCodes: [0],
    outputCapBytes: 1_024,
    timezone: 'UTC',
  };
  await expect(runScript(host, context, run)).rejects.toMatchObject({ code: 'NO_CONTAINMENT' });
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
