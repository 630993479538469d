import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

import { progressOf, readSideFile } from '../../../server/src/processes/runs/side-files';

jest.mock('node:fs/promises', () => {
  const actual = jest.requireActual<typeof fs>('node:fs/promises');
  return { ...actual, open: jest.fn(actual.open) };
});

const MAX_BYTES = 65_536;

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'job-side-'));
  file = path.join(folder, 'result.json');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const ofLength = (bytes: number): string => JSON.stringify('x'.repeat(bytes - 2));
const nested = (levels: number): string =>
  '{"a":'.repeat(levels - 1) + '[]' + '}'.repeat(levels - 1);

describe('what a script wrote beside its output', () => {
  it('is nothing where there is no file', async () => {
    expect(await readSideFile(file)).toBeNull();
  });

  it.each([
    ['small', '{"rows": 3, "names": ["é"]}'],
    ['as large as it may be', ofLength(MAX_BYTES)],
    ['as deep as it may be', nested(30)],
  ])('is read where it is %s', async (_what, text) => {
    writeFileSync(file, text);
    expect(await readSideFile(file)).toEqual({ ok: true, value: JSON.parse(text) });
  });

  it.each<[string, () => unknown, string]>([
    [
      'a link',
      () => {
        writeFileSync(path.join(folder, 'other'), '{}');
        symlinkSync(path.join(folder, 'other'), file);
      },
      'it cannot be read',
    ],
    ['a named pipe', () => execFileSync('/usr/bin/mkfifo', [file]), 'it is not a file'],
    ['a folder', () => mkdirSync(file), 'it is not a file'],
    [
      'too large',
      () => writeFileSync(file, ofLength(MAX_BYTES + 1)),
      'it is larger than 65536 bytes',
    ],
    ['not JSON', () => writeFileSync(file, '{"rows": 3'), 'it is not JSON'],
    ['empty', () => writeFileSync(file, ''), 'it is not JSON'],
    [
      'nested too deep',
      () => writeFileSync(file, nested(31)),
      'it is nested deeper than 30 levels',
    ],
    [
      'nested thousands of levels deep',
      () => writeFileSync(file, nested(10_000)),
      'it is nested deeper than 30 levels',
    ],
  ])('is refused where it is %s', async (_what, make, why) => {
    make();
    expect(await readSideFile(file)).toEqual({ ok: false, why });
  });

  it('is read no further than it may be, also where it grows while it is read', async () => {
    const actual = jest.requireActual<typeof fs>('node:fs/promises');
    writeFileSync(file, '{}');
    jest.mocked(fs.open).mockImplementationOnce(async (...given) => {
      const handle = await actual.open(...given);
      const stat = handle.stat.bind(handle);
      handle.stat = (async () => {
        const found = await stat();
        appendFileSync(file, ' '.repeat(MAX_BYTES));
        return found;
      }) as typeof handle.stat;
      return handle;
    });
    expect(await readSideFile(file)).toEqual({ ok: false, why: 'it is larger than 65536 bytes' });
  });
});

it.each([
  [
    { percent: 40, message: 'half' },
    { percent: 40, message: 'half' },
  ],
  [{ percent: 40 }, { percent: 40, message: undefined }],
  [{ message: 'half' }, { percent: null, message: 'half' }],
  [
    { percent: null, status: 'succeeded' },
    { percent: null, message: undefined },
  ],
  [{ percent: '40' }, null],
  [{ percent: 40, message: 5 }, null],
  [{ percent: {} }, null],
  [{ message: null }, null],
  [40, null],
  ['40', null],
  [null, null],
])('of %j the progress is %j', (said, progress) => {
  expect(progressOf(said)).toEqual(progress);
});
