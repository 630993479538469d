import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import { openProgress } from '../../torture/progress-file';
import type { BugResult } from '../../torture/report';
import type { StageResult } from '../../torture/stage';

const folder = mkdtempSync(path.join(os.tmpdir(), 'progress-'));
const file = path.join(folder, 'run.json');
afterAll(() => rmSync(folder, { recursive: true, force: true }));
afterEach(() => rmSync(file, { force: true }));

const run = { size: 'long', seed: 1, sources: 'abc' } as const;
const result = { stage: 'nodes', database: 'sqlite' } as StageResult;
const bug = { bug: 'no-fence', caught: true } as BugResult;

test('a run that was broken off goes on with all that it came to', () => {
  const first = openProgress(file, run, () => 10);
  first.addResult(result);
  first.addBug(bug);
  const next = openProgress(file, run, () => 5);
  expect(next.progress).toEqual({ results: [result], bugs: [bug], seconds: 10 });
  next.addResult({ ...result, database: 'postgres' });
  expect(openProgress(file, run, () => 0).progress).toMatchObject({
    results: [result, { database: 'postgres' }],
    seconds: 15,
  });
});

test.each([
  ['size', { ...run, size: 'short' as const }],
  ['seed', { ...run, seed: 2 }],
  ['sources', { ...run, sources: 'abd' }],
])('parts of runs with another %s are never put together', (what, other) => {
  openProgress(file, run, () => 1).addResult(result);
  expect(() => openProgress(file, other, () => 1)).toThrow(`a run with another ${what}`);
});

test('a run that nobody wants to go on with leaves no file', () => {
  openProgress(null, run, () => 1).addResult(result);
  expect(existsSync(file)).toBe(false);
});
