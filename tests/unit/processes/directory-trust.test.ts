import {
  chmodSync,
  chownSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import { directoryProblems } from '../../../server/src/processes/scripts/directory-trust';
import { openScriptDirectory } from '../../../server/src/processes/scripts/script-directory';

const isRoot = process.getuid?.() === 0;
const SOMEBODY = 65_534;

let root: string;
beforeEach(() => {
  root = realpathSync(mkdtempSync(path.join(os.tmpdir(), 'job-trust-')));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const at = (name: string): string => path.join(root, name);

const aFolder = (name: string, mode = 0o755): string => {
  mkdirSync(at(name), { recursive: true });
  chmodSync(at(name), mode);
  return at(name);
};

/** The site's folders are there, and the scripts directory is beside them. */
const problemsOf = (directory: string): Promise<string[]> => {
  for (const folder of ['site/public/uploads', 'site/src/api']) aFolder(folder);
  return directoryProblems(directory, { root: at('site'), public: at('site/public') });
};

const WRITABLE = 'may be written by others than its owner';
const FOREIGN = 'belongs to somebody other than this server or root';
const PUBLIC = 'whose files are served to everybody';
const SOURCES = 'whose files are the site itself';

/** Each is one step away from the directory that is accepted first. */
describe('a scripts directory is refused', () => {
  beforeEach(() => aFolder('scripts'));

  it('for nothing where it and all above it are ours or root’s, and only ours to write', async () => {
    expect(await problemsOf(at('scripts'))).toEqual([]);
  });

  it.each<[string, () => string, () => string[]]>([
    ['that is relative', () => 'scripts', () => ['scripts must be an absolute path']],
    [
      'that is not there',
      () => at('none'),
      () => [`${at('none')} is not there, or this server may not look into it`],
    ],
    [
      'that is a file',
      () => {
        writeFileSync(at('file'), '', { mode: 0o600 });
        return at('file');
      },
      () => [`${at('file')} is not a folder`],
    ],
    [
      'that the group may write',
      () => aFolder('scripts', 0o775),
      () => [`${at('scripts')} ${WRITABLE}`],
    ],
    [
      'that everybody may write',
      () => aFolder('scripts', 0o757),
      () => [`${at('scripts')} ${WRITABLE}`],
    ],
    [
      'that everybody may write, sticky or not',
      () => aFolder('scripts', 0o1777),
      () => [`${at('scripts')} ${WRITABLE}`],
    ],
    [
      'whose parent others may write',
      () => {
        aFolder('shared', 0o777);
        return aFolder('shared/scripts');
      },
      () => [`${at('shared')} ${WRITABLE}`],
    ],
    [
      'whose parent’s parent others may write',
      () => {
        aFolder('shared', 0o775);
        return aFolder('shared/own/scripts');
      },
      () => [`${at('shared')} ${WRITABLE}`],
    ],
    [
      'that is a link',
      () => {
        symlinkSync(at('scripts'), at('link'));
        return at('link');
      },
      () => [`${at('link')} leads through a link to ${at('scripts')}: name that folder itself`],
    ],
    [
      'on the way to which there is a link',
      () => {
        aFolder('real/scripts');
        symlinkSync(at('real'), at('link'));
        return at('link/scripts');
      },
      () => [
        `${at('link/scripts')} leads through a link to ${at('real/scripts')}: name that folder itself`,
      ],
    ],
    [
      'inside of the uploads',
      () => aFolder('site/public/uploads/scripts'),
      () => [
        `${at('site/public/uploads/scripts')} must lie outside of ${at('site/public')}, ${PUBLIC}`,
      ],
    ],
    [
      'inside of the public folder by a name that begins with dots',
      () => aFolder('site/public/..scripts'),
      () => [`${at('site/public/..scripts')} must lie outside of ${at('site/public')}, ${PUBLIC}`],
    ],
    [
      'that is the public folder',
      () => at('site/public'),
      () => [`${at('site/public')} must lie outside of ${at('site/public')}, ${PUBLIC}`],
    ],
    [
      'inside of the sources',
      () => aFolder('site/src/api/scripts'),
      () => [`${at('site/src/api/scripts')} must lie outside of ${at('site/src')}, ${SOURCES}`],
    ],
    [
      'in which the site lies',
      () => at('site'),
      () => [
        `${at('site')} must lie outside of ${at('site/public')}, ${PUBLIC}`,
        `${at('site')} must lie outside of ${at('site/src')}, ${SOURCES}`,
      ],
    ],
  ])('%s', async (_what, directory, problems) => {
    aFolder('site/public');
    expect(await problemsOf(directory())).toEqual(problems());
  });

  it('to which the public folder is a link', async () => {
    aFolder('site');
    symlinkSync(at('scripts'), at('site/public'));
    expect(await problemsOf(at('scripts'))).toEqual([
      `${at('scripts')} must lie outside of ${at('scripts')}, ${PUBLIC}`,
    ]);
  });
});

(isRoot ? describe : describe.skip)('a scripts directory is refused', () => {
  it.each([
    ['that is somebody else’s', 'scripts', 'scripts'],
    ['whose parent is somebody else’s', 'own/scripts', 'own'],
  ])('%s', async (_what, name, foreign) => {
    const directory = aFolder(name);
    chownSync(at(foreign), SOMEBODY, SOMEBODY);
    expect(await problemsOf(directory)).toEqual([`${at(foreign)} ${FOREIGN}`]);
  });

  it('beneath a sticky folder, unless that is root’s, as /tmp is', async () => {
    aFolder('shared', 0o1777);
    const directory = aFolder('shared/scripts');
    expect(await problemsOf(directory)).toEqual([]);
    chownSync(at('shared'), SOMEBODY, SOMEBODY);
    expect(await problemsOf(directory)).toEqual([`${at('shared')} ${FOREIGN}`]);
  });
});

it.each(['site/public-scripts', 'site/src2', 'site/scripts'])(
  'a directory that only looks like one of the site’s is accepted: %s',
  async (name) => {
    expect(await problemsOf(aFolder(name))).toEqual([]);
  }
);

describe('the scripts directory', () => {
  const theDirectory = (directory: string | null) =>
    openScriptDirectory({
      directory,
      requireApproval: true,
      maxBytes: 1_000,
      allowedExtensions: ['.sh'],
      site: { root: at('site'), public: at('site/public') },
    });

  it('is off until one is set: nothing is found and nothing is read', async () => {
    const off = theDirectory(null);
    expect(await off.state()).toEqual({ state: 'off', problems: [] });
    expect(await off.find()).toEqual({ scripts: [], left: [] });
    expect(await off.read('job.sh')).toBeNull();
  });

  it('is looked at anew each time', async () => {
    const scripts = theDirectory(aFolder('scripts'));
    expect(await scripts.state()).toEqual({ state: 'ready', problems: [] });
    aFolder('scripts', 0o777);
    expect(await scripts.state()).toEqual({
      state: 'refused',
      problems: [`${at('scripts')} ${WRITABLE}`],
    });
  });
});
