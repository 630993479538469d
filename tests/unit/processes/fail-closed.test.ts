import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import { createScriptTools } from '../../../server/src/processes/script-tools';
import { readScript } from '../../../server/src/processes/scripts/read-script';
import { probeContainment } from '../../../server/src/processes/supervision/containment';
import { createOpenScript } from '../../../server/src/services/open-script';
import type { ScriptDirectory } from '../../../server/src/services/script-ports';
import { createReveal } from '../../../server/src/services/reveal-secrets';
import { createSealing } from '../../../server/src/storage/sealing/create-sealing';
import { aRun } from '../templates/some-tools';
import { NO_LIMITS } from '../../support/no-limits';

jest.mock('../../../server/src/processes/supervision/containment', () => ({
  ...jest.requireActual<object>('../../../server/src/processes/supervision/containment'),
  probeContainment: jest.fn(),
}));

let root: string;
beforeEach(() => {
  root = mkdtempSync(path.join(os.tmpdir(), 'fail-closed-'));
  writeFileSync(path.join(root, 'job.sh'), `touch "${root}/it-ran"\n`, { mode: 0o644 });
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const BOUNDS = { maxBytes: 1_000, allowedExtensions: ['.sh'] };

test('no script runs where it cannot be found out how to contain it', async () => {
  jest.mocked(probeContainment).mockRejectedValue(new Error('the probe broke'));
  const tools = createScriptTools({
    clock: { monotonic: () => 0, after: () => ({ cancel: () => undefined }) },
    open: async () => readScript(root, 'job.sh', BOUNDS),
    limits: NO_LIMITS,
    graceMs: 100,
    standstillMs: 1_000,
    leastContainment: 'basic',
    onSurvivors: () => undefined,
    timezone: 'UTC',
    workingRoots: [],
  });
  const run = {
    script: await tools.open('abc'),
    args: [],
    env: {},
    workingDirectory: null,
    successExitCodes: [0],
    outputCapBytes: 1_024,
  };
  await expect(tools.run(aRun().context, run)).rejects.toThrow('the probe broke');
  expect(readdirSync(root)).toEqual(['job.sh']);
});

describe('bytes are opened only after every question was answered', () => {
  const directory = (given: Partial<ScriptDirectory> = {}): ScriptDirectory => ({
    directory: root,
    requireApproval: true,
    state: async () => ({ state: 'ready', problems: [] }),
    find: async () => ({ scripts: [], left: [] }),
    read: async (name) => readScript(root, name, BOUNDS),
    ...given,
  });
  const known = async () => ({ path: 'job.sh', decisions: [] }) as never;

  it.each<[string, Partial<ScriptDirectory>, object]>([
    [
      'the directory cannot be judged',
      { state: async () => Promise.reject(new Error('EIO')) },
      { message: 'EIO' },
    ],
    [
      'the directory is not to be trusted',
      { state: async () => ({ state: 'refused', problems: ['others may write it'] }) },
      { code: 'SCRIPTS_OFF' },
    ],
    [
      'the bytes cannot be read',
      { read: async () => Promise.reject(new Error('EIO')) },
      { message: 'EIO' },
    ],
    ['the bytes are not there', { read: async () => null }, { code: 'SCRIPT_MISSING' }],
    ['nobody approved them', {}, { reason: 'approval-missing' }],
  ])('%s', async (_name, given, refusal) => {
    await expect(createOpenScript(directory(given), known)('abc')).rejects.toMatchObject(refusal);
  });

  it('the approval cannot be read', async () => {
    const open = createOpenScript(directory(), async () => Promise.reject(new Error('no table')));
    await expect(open('abc')).rejects.toThrow('no table');
  });

  it('the decisions cannot be understood', async () => {
    const open = createOpenScript(directory(), async () => ({ path: 'job.sh' }) as never);
    await expect(open('abc')).rejects.toThrow('undefined');
  });
});

test('without a key no secret is opened, and with another one none is either', async () => {
  const here = createSealing(['a-key-of-at-least-32-characters!!']);
  const other = createSealing(['another-key-of-32-characters-more']);
  if (here === null || other === null) throw new Error('no sealing');
  const place = { id: 'secret1', version: 1 };
  const secret = {
    documentId: 'secret1',
    name: 'token',
    version: 1,
    allowedHosts: [],
    allowedScripts: [],
    source: { provider: 'local', sealed: here.seal(place, 'canary-value') },
  };
  const use = { names: ['token'], hosts: [], scripts: [] };
  for (const sealing of [null, other]) {
    const reveal = createReveal({
      sealing,
      secretProviders: {},
      findSecrets: async () => [secret as never],
    });
    const answer = await reveal(use);
    expect(answer).toMatchObject({ ok: false, failure: { error: { code: 'SECRET_UNREADABLE' } } });
    expect(JSON.stringify(answer)).not.toContain('canary');
  }
  const reveal = createReveal({
    sealing: here,
    secretProviders: {},
    findSecrets: async () => [secret as never],
  });
  const opened = await reveal(use);
  expect(opened.ok && opened.values.get('token')).toBe('canary-value');
});
