import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import type { ScriptBytes } from '../../../server/src/domain/script';
import { createScriptTools } from '../../../server/src/processes/script-tools';
import { script } from '../../../server/src/templates/built-in/script';
import { createRegistry } from '../../../server/src/templates/registry';
import { aRun, someTools } from './some-tools';

let root: string;
beforeEach(() => {
  root = realpathSync(mkdtempSync(path.join(os.tmpdir(), 'job-working-')));
  for (const folder of ['allowed/inner', 'allowed/..inner', 'allowed-twin', 'second', 'outside'])
    mkdirSync(path.join(root, folder), { recursive: true });
  symlinkSync(path.join(root, 'outside'), path.join(root, 'allowed/out'));
  symlinkSync(path.join(root, 'allowed/inner'), path.join(root, 'outside/in'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

/** Where a script is started whose job asks for this folder. */
const startedIn = async (wanted: string | null, roots: string[]): Promise<unknown> => {
  const started: unknown[] = [];
  const tools = someTools();
  const registry = createRegistry({
    ...tools,
    scripts: {
      ...tools.scripts,
      workingRoots: roots.map((name) => path.join(root, name)),
      realpath: createScriptTools({} as never).realpath,
      open: async () => ({ manifest: { options: false } }) as ScriptBytes,
      run: async (_context, { workingDirectory }) => started.push(workingDirectory),
    },
  });
  registry.register(script);
  const template = registry.find('script');
  const workingDirectory = wanted === null ? null : `${root}/${wanted}`;
  const parameters = template?.parse({ script: 'abcdefghijklmnopqrstuvwx', workingDirectory });
  try {
    await template?.run(aRun({ parameters: parameters ?? {} }).context);
  } catch (refused) {
    expect(started).toEqual([]);
    throw refused;
  }
  return started[0];
};

describe('the working directory of a script', () => {
  const ROOTS = ['allowed', 'second'];

  it.each([
    ['one of the folders', 'allowed', 'allowed'],
    ['a folder inside of one', 'allowed/inner', 'allowed/inner'],
    ['another one', 'second', 'second'],
    ['a folder whose name begins with dots', 'allowed/..inner', 'allowed/..inner'],
    ['where `..` leads back into it', 'allowed/../second/../allowed/inner', 'allowed/inner'],
    ['where a link leads into it', 'outside/in', 'allowed/inner'],
  ])('may be %s', async (_what, wanted, real) => {
    expect(await startedIn(wanted, ROOTS)).toBe(path.join(root, real));
  });

  it.each([
    ['outside of all folders', 'outside'],
    ['above them', '.'],
    ['where `..` leads out', 'allowed/../outside'],
    ['where a link leads out', 'allowed/out'],
    ['a folder whose name begins like theirs', 'allowed-twin'],
  ])('is not %s', async (_what, wanted) => {
    await expect(startedIn(wanted, ROOTS)).rejects.toMatchObject({
      code: 'WORKING_DIRECTORY',
      retryable: false,
      message: `The working directory ${root}/${wanted} is not inside of scripts.workingDirectories`,
    });
  });

  it('is nowhere but in a folder of its own where no folders are named', async () => {
    await expect(startedIn('allowed', [])).rejects.toMatchObject({ code: 'WORKING_DIRECTORY' });
    expect(await startedIn(null, [])).toBeNull();
  });

  it('is said to be missing where it is', async () => {
    await expect(startedIn('allowed/none', ROOTS)).rejects.toMatchObject({
      code: 'WORKING_DIRECTORY',
      message: `The working directory ${root}/allowed/none is not there`,
    });
  });
});
