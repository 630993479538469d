import { execFileSync, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  closeSync,
  constants,
  linkSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { Worker } from 'node:worker_threads';

import { createRunDirectory } from '../../../server/src/processes/runs/run-directory';
import { findScripts } from '../../../server/src/processes/scripts/find-scripts';
import { openBelow } from '../../../server/src/processes/scripts/open-below';
import { openScriptDirectory } from '../../../server/src/processes/scripts/script-directory';
import { createOpenScript } from '../../../server/src/services/open-script';
import type { ScriptRecord } from '../../../server/src/services/script-ports';

const { O_NOFOLLOW, O_RDONLY } = constants;

const BOUNDS = { maxBytes: 1_000_000, allowedExtensions: ['.sh'] };
const GOOD = 'echo good\n';
const EVIL = 'echo evil\n';
/** At least so many, and for so long: a fast machine tries more, and none fewer. */
const TRIES = 1_000;
const RACE_MS = 5_000;
/** Where a machine with one core let nobody meet anybody, more follow. */
const MOST_TRIES = 20_000;
/** It is over with the first wrong file, of the first hundreds. */
const MOST_NAIVE_TRIES = 20_000;
const PATIENCE_MS = 120_000;

let root: string;
let scripts: string;
beforeEach(() => {
  root = mkdtempSync(path.join(os.tmpdir(), 'job-race-'));
  scripts = path.join(root, 'scripts');
  mkdirSync(scripts);
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const write = (file: string, text: string): string => {
  writeFileSync(file, text);
  chmodSync(file, 0o644);
  return file;
};

const theDirectory = () =>
  openScriptDirectory({
    ...BOUNDS,
    directory: scripts,
    requireApproval: true,
    site: { root: '/nowhere', public: '/nowhere/public' },
  });

/** The use case that says which bytes an attempt may run, with exactly this digest approved. */
const opener = (digest: string, name = 'job.sh') => {
  const record: ScriptRecord = {
    id: 1,
    documentId: 'abc',
    path: name,
    type: 'bash',
    interpreter: 'bash',
    digest,
    size: GOOD.length,
    takesOptions: false,
    description: null,
    isMissing: false,
    seenAt: 0,
    usedBy: 1,
    decisions: [{ decision: 'approved', digest, comment: '', by: { id: '1', name: null }, at: 0 }],
  };
  return createOpenScript(theDirectory(), async () => record);
};

type Opener = ReturnType<typeof opener>;

/** Of `swap-folders.cjs`: the folder in and out, the link in and out. */
const MOVES = 4;
const LINK_IS_IN = 3;

interface Race {
  /** The thread that swaps. */
  by: 'swap-files.cjs' | 'swap-folders.cjs';
  target: string;
  good: string;
  evil: string;
}

/** Comes back when the other thread has put the link into its place: whoever calls it was interrupted just until then. */
type Interrupt = () => void;

/** Runs `tries` while another thread puts the good one and the evil one in the place of the target. */
const whileSwapping = async (
  { by, ...places }: Race,
  tries: (interrupt: Interrupt) => Promise<void>
): Promise<void> => {
  const state = new SharedArrayBuffer(8);
  const flags = new Int32Array(state);
  const interrupt = (): void => {
    while (Atomics.load(flags, 1) % MOVES !== LINK_IS_IN);
  };
  const worker = new Worker(path.join(__dirname, '../../support', by), {
    workerData: { ...places, state },
  });
  await once(worker, 'message');
  try {
    await tries(interrupt);
  } finally {
    Atomics.store(flags, 0, 1);
    await once(worker, 'exit');
  }
};

/** A file, and a link to another one or that one itself. */
const swappedFile = (target: string): Race => ({
  by: 'swap-files.cjs',
  target,
  good: write(path.join(root, 'good'), GOOD),
  evil: write(path.join(root, 'evil'), EVIL),
});

/** Opens it again and again, as an attempt would, while it is swapped; looks at the file `read` of what would run. */
const attemptsOf = async (race: Race, script: { open: Opener; read: string; met: string[] }) => {
  let ran = 0;
  let wrong = 0;
  const refusals = new Set<string>();
  await whileSwapping(race, async () => {
    const until = performance.now() + RACE_MS;
    const isLacking = (): boolean => refusals.size < script.met.length || ran === 0;
    for (let n = 0; performance.now() < until || goesOn(n, isLacking()); n += 1) {
      const bytes = await script
        .open('abc')
        .catch((error: Error) => void refusals.add(error.message));
      if (!bytes) continue;
      const run = await createRunDirectory(bytes);
      ran += 1;
      const file = path.join(path.dirname(run.entry), script.read);
      if (readFileSync(file, 'utf8') !== GOOD) wrong += 1;
      await run.remove();
    }
  });
  return { ran, wrong, refusals: [...refusals].toSorted() };
};

const goesOn = (tries: number, isLacking: boolean): boolean =>
  tries < TRIES || (isLacking && tries < MOST_TRIES);

/** Tries until the first wrong one; `attempt` answers what ran, or null where it refused. */
const naively = async (race: Race, attempt: (interrupt: Interrupt) => string | null) => {
  let ran = 0;
  let wrong = 0;
  await whileSwapping(race, async (interrupt) => {
    for (let n = 0; n < MOST_NAIVE_TRIES && wrong === 0; n += 1) {
      let said: string | null = null;
      try {
        said = attempt(interrupt);
      } catch {
        // It was not there just then.
      }
      if (said !== null) ran += 1;
      if (said?.includes('evil')) wrong += 1;
    }
  });
  return { hasRun: ran > 0, wrong };
};

const isGood = (file: string): boolean => readFileSync(file, 'utf8') === GOOD;
const ranBy = (file: string): string => spawnSync('/bin/sh', [file], { encoding: 'utf8' }).stdout;
const ALL_MET = [
  'The execution was refused: approval-missing',
  'The script is not in the scripts directory',
];

test(
  'in a race of swaps and links no wrong file is ever run',
  async () => {
    const target = write(path.join(scripts, 'job.sh'), GOOD);
    const approved = await theDirectory().read('job.sh');
    rmSync(target);
    const open = opener(approved?.digest ?? '');
    const { ran, wrong, refusals } = await attemptsOf(swappedFile(target), {
      open,
      read: 'job.sh',
      met: ALL_MET,
    });
    expect(wrong).toBe(0);
    // Both sides of the race were met: right files ran, and wrong ones were found.
    expect(ran).toBeGreaterThan(0);
    expect(refusals).toEqual(ALL_MET);
  },
  PATIENCE_MS
);

test(
  'the same race makes a check of the path before the start run a wrong file',
  async () => {
    const target = path.join(scripts, 'job.sh');
    const attempt = (): string | null =>
      realpathSync(target).startsWith(`${scripts}/`) && isGood(target) ? ranBy(target) : null;
    expect(await naively(swappedFile(target), attempt)).toEqual({ hasRun: true, wrong: 1 });
  },
  PATIENCE_MS
);

describe('while a folder on the way to a script is swapped for a link', () => {
  let race: Race;
  let file: string;
  beforeEach(() => {
    const target = path.join(scripts, 'tools');
    const [good, evil] = [path.join(root, 'good-tools'), path.join(root, 'evil-tools')];
    for (const folder of [good, evil]) mkdirSync(folder);
    write(path.join(good, 'job.sh'), GOOD);
    write(path.join(evil, 'job.sh'), EVIL);
    race = { by: 'swap-folders.cjs', target, good, evil };
    file = path.join(target, 'job.sh');
  });

  /** With the folder in its place. */
  const approvedDigest = async (): Promise<string> => {
    renameSync(race.good, race.target);
    const read = await theDirectory().read('tools/job.sh');
    renameSync(race.target, race.good);
    return read?.digest ?? '';
  };

  test(
    'nothing behind the link is ever run or so much as read',
    async () => {
      const open = opener(await approvedDigest(), 'tools/job.sh');
      const met = ['The script is not in the scripts directory'];
      const { ran, wrong, refusals } = await attemptsOf(race, { open, read: 'job.sh', met });
      expect(wrong).toBe(0);
      expect(ran).toBeGreaterThan(0);
      // Other bytes would have been refused for want of an approval.
      expect(refusals).toEqual(met);
    },
    PATIENCE_MS
  );

  test(
    'each step refuses the link',
    async () => {
      const found = new Set<string>();
      await whileSwapping(race, async () => {
        for (let n = 0; goesOn(n, found.size < 3); n += 1) {
          const opened = await openBelow(scripts, 'tools/job.sh', 'file').catch(
            (error: Error) => void found.add(error.message)
          );
          if (!opened) continue;
          found.add(await opened.readFile('utf8'));
          await opened.close();
        }
      });
      expect([...found].toSorted()).toEqual([
        GOOD,
        'it is not there',
        'its path leads through something that is not a folder',
      ]);
    },
    PATIENCE_MS
  );

  test(
    'who looks at the folder first, and follows no link at the last step, reads a wrong file',
    async () => {
      const attempt = (interrupt: Interrupt): string | null => {
        if (lstatSync(race.target).isSymbolicLink()) return null;
        interrupt();
        const opened = openSync(file, O_RDONLY | O_NOFOLLOW);
        try {
          return readFileSync(opened, 'utf8');
        } finally {
          closeSync(opened);
        }
      };
      expect(await naively(race, attempt)).toEqual({ hasRun: true, wrong: 1 });
    },
    PATIENCE_MS
  );
});

describe('while a file of a folder with a manifest is swapped', () => {
  let tree: string;
  let part: string;
  beforeEach(() => {
    tree = path.join(scripts, 'tree');
    part = path.join(tree, 'lib/part.sh');
    mkdirSync(path.dirname(part), { recursive: true });
    write(path.join(tree, 'job.json'), '{ "entry": "main.sh" }');
    write(path.join(tree, 'main.sh'), '. "$(dirname "$0")/lib/part.sh"\n');
    write(part, GOOD);
  });

  test(
    'no wrong file is ever run',
    async () => {
      const approved = await theDirectory().read('tree');
      const open = opener(approved?.digest ?? '', 'tree');
      const { ran, wrong, refusals } = await attemptsOf(swappedFile(part), {
        open,
        read: 'lib/part.sh',
        met: ALL_MET,
      });
      expect(wrong).toBe(0);
      expect(ran).toBeGreaterThan(0);
      expect(refusals).toEqual(ALL_MET);
    },
    PATIENCE_MS
  );

  test(
    'who compares all files and then starts the entry runs a wrong one',
    async () => {
      const attempt = (): string | null =>
        !lstatSync(part).isSymbolicLink() && isGood(part)
          ? ranBy(path.join(tree, 'main.sh'))
          : null;
      expect(await naively(swappedFile(part), attempt)).toEqual({ hasRun: true, wrong: 1 });
    },
    PATIENCE_MS
  );
});

test.each([
  '..',
  '../evil.sh',
  'a/../../evil.sh',
  './job.sh',
  'a//job.sh',
  '/etc/passwd',
  'job.sh/',
  'job.sh\0.png',
  '\0',
  '',
])('the path %j leads out of the directory, or nowhere', async (name) => {
  write(path.join(root, 'evil.sh'), EVIL);
  write(path.join(scripts, 'job.sh'), GOOD);
  await expect(openBelow(scripts, name, 'file')).rejects.toMatchObject({ name: 'NotOpened' });
  expect(await theDirectory().read(name)).toBeNull();
});

test.each([
  '%2e%2e/evil.sh',
  '..%2fevil.sh',
  '%2e%2e%2fevil.sh',
  '．．/evil.sh',
  '..／evil.sh',
  '‥/evil.sh',
  '..\\evil.sh',
  '.​./evil.sh',
  '\u202e/evil.sh',
  '~/evil.sh',
  '$HOME/evil.sh',
])('the name %j is a name like any other: nothing decodes it', async (name) => {
  write(path.join(root, 'evil.sh'), EVIL);
  expect(await theDirectory().read(name)).toBeNull();
});

test('what is no regular file is left out and never waited for', async () => {
  write(path.join(root, 'outside.sh'), EVIL);
  mkdirSync(path.join(root, 'outside'));
  write(path.join(root, 'outside/inner.sh'), EVIL);
  symlinkSync(path.join(root, 'outside.sh'), path.join(scripts, 'link.sh'));
  symlinkSync('link.sh', path.join(scripts, 'link-to-link.sh'));
  symlinkSync('loop.sh', path.join(scripts, 'loop.sh'));
  symlinkSync('/dev/zero', path.join(scripts, 'zero.sh'));
  symlinkSync(path.join(root, 'outside'), path.join(scripts, 'linked'));
  mkdirSync(path.join(scripts, 'folder.sh'));
  execFileSync('/usr/bin/mkfifo', [path.join(scripts, 'pipe.sh')]);
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(path.join(scripts, 'socket.sh'), resolve));
  write(path.join(scripts, 'real.sh'), GOOD);
  try {
    const { scripts: found, left } = await findScripts(scripts, BOUNDS);
    expect(found.map(({ path: name }) => name)).toEqual(['real.sh']);
    expect(Object.fromEntries(left.map(({ path: name, reason }) => [name, reason]))).toEqual({
      'link.sh': 'it is a link',
      'link-to-link.sh': 'it is a link',
      'loop.sh': 'it is a link',
      'zero.sh': 'it is a link',
      linked: 'it is a link',
      'pipe.sh': 'it is not a regular file',
      'socket.sh': 'it is not a regular file',
    });
    for (const name of ['linked/inner.sh', 'folder.sh', 'pipe.sh', 'socket.sh', 'real.sh/x.sh'])
      expect([name, await theDirectory().read(name)]).toEqual([name, null]);
  } finally {
    await new Promise((resolve) => server.close(resolve));
  }
});

test.each(['null', 'zero', 'full', 'tty'])('the device /dev/%s is never read', async (name) => {
  await expect(openBelow('/dev', name, 'file')).rejects.toMatchObject({ name: 'NotOpened' });
});

test('a second name of a file is nothing but its bytes, and whoever may write it decides about both', async () => {
  const outside = write(path.join(root, 'outside.sh'), GOOD);
  linkSync(outside, path.join(scripts, 'hard.sh'));
  expect((await theDirectory().read('hard.sh'))?.files[0]?.bytes.toString()).toBe(GOOD);
  const before = (await theDirectory().read('hard.sh'))?.digest;
  writeFileSync(outside, EVIL);
  expect((await theDirectory().read('hard.sh'))?.digest).not.toBe(before);
  chmodSync(outside, 0o666);
  expect(await theDirectory().read('hard.sh')).toBeNull();
});

test('a script whose manifest or interpreter changes is another one', async () => {
  const open = async () => opener((await theDirectory().read('job.sh'))?.digest ?? '');
  write(path.join(scripts, 'job.sh'), GOOD);
  const approved = await open();
  expect((await approved('abc')).entry).toBe('job.sh');

  write(path.join(scripts, 'job.sh.job.json'), '{ "options": true }');
  await expect(approved('abc')).rejects.toMatchObject({ reason: 'approval-missing' });
  rmSync(path.join(scripts, 'job.sh.job.json'));
  await expect(approved('abc')).resolves.toMatchObject({ entry: 'job.sh' });

  const bounds = { ...BOUNDS, allowedExtensions: [''] };
  const digests = [];
  for (const first of ['#!/usr/bin/env python3', '#!/usr/bin/env node', '#!/bin/sh']) {
    write(path.join(scripts, 'tool'), `${first}\n`);
    digests.push((await findScripts(scripts, bounds)).scripts[0]?.digest);
  }
  expect(new Set(digests).size).toBe(3);
});
