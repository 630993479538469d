'use strict';

require('./register-ts.cjs');
const { createInterface } = require('node:readline');

const { NO_SECRETS } = require('../../server/src/domain/secrets/masker.ts');
const { runScript } = require('../../server/src/processes/runs/run-script.ts');
const { probeContainment } = require('../../server/src/processes/supervision/containment.ts');
const { createSystemClock } = require('../../server/src/system-clock.ts');

/**
 * A server that runs scripts and nothing else, in a process of its own: it can be stopped and killed.
 * The first line of its standard input says what: `{ level, hasCgroups, timeoutMs, limits, outputCapBytes, scripts:
 * { name: { text, args, env } } }`, any other one cancels. It tells of each script, a JSON a line, what it prints, what is
 * logged and how it ended.
 */
const tell = (what) => process.stdout.write(`${JSON.stringify(what)}\n`);

const attemptOf = (name, signal) => {
  const log = (text) => tell({ name, logged: text });
  return {
    signal,
    log: Object.assign(log, {
      debug: log,
      info: log,
      warn: log,
      error: log,
      raw: (stream, text) =>
        tell({ name, stream, said: text.slice(0, 100), bytes: Buffer.byteLength(text) }),
    }),
    trustedForMs: () => 60_000,
    secrets: { get: () => '', masker: NO_SECRETS },
    progress: () => undefined,
    occurrenceId: name,
    executionId: name,
    attempt: 1,
    scheduledFor: null,
    dueAt: '2026-03-01T08:59:00.000Z',
    job: { documentId: 'job', name: 'A job' },
  };
};

const none = {
  cpuSeconds: null,
  addressSpaceBytes: null,
  fileBytes: null,
  userProcesses: null,
  memoryBytes: null,
  processes: null,
  cpus: null,
};

const serve = async (options, abort) => {
  const { level, hasCgroups, timeoutMs, limits, outputCapBytes, scripts } = options;
  const found = await probeContainment('basic');
  const cgroups = hasCgroups ? found.cgroups : null;
  const host = {
    containment: { ...found, level, cgroups },
    limits: { ...none, ...limits },
    clock: createSystemClock(),
    findInterpreter: () => '/bin/bash',
    graceMs: 500,
    standstillMs: 500,
    onSurvivors: (_attempt, survivors) => tell({ survivors }),
  };
  if (timeoutMs !== null)
    host.clock.after(timeoutMs, () => abort.abort(new Error('it took too long')));
  const runs = Object.entries(scripts).map(async ([name, { text, args = [], env = {} }]) => {
    const files = [{ path: 'run.sh', bytes: Buffer.from(text), sha256: '' }];
    const run = {
      script: { interpreter: 'bash', entry: 'run.sh', files },
      args,
      env,
      workingDirectory: null,
      successExitCodes: [0],
      outputCapBytes: outputCapBytes ?? 10_000,
      timezone: 'UTC',
    };
    const end = await runScript(host, attemptOf(name, abort.signal), run).then(
      (result) => ({ name, ended: 'success', outputBytes: result.outputBytes }),
      (error) => ({ name, ended: error.code ?? error.message })
    );
    tell(end);
  });
  await Promise.all(runs);
  process.stdin.destroy();
};

const abort = new AbortController();
let isServing = false;
createInterface(process.stdin).on('line', (line) => {
  if (isServing) return abort.abort(new Error('cancelled'));
  isServing = true;
  serve(JSON.parse(line), abort).catch((error) => {
    console.error(error);
    process.exit(1);
  });
});
