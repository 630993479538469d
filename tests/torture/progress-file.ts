import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import type { BugResult } from './report';
import type { Size, StageResult } from './stage';

/** What a run came to so far. */
export interface Progress {
  results: StageResult[];
  bugs: BugResult[];
  /** That it took in all, with the times that it was broken off. */
  seconds: number;
}

export interface ProgressFile {
  readonly progress: Progress;
  addResult(result: StageResult): void;
  addBug(bug: BugResult): void;
}

/** What must not change while a run goes on: else its parts are no one run. */
interface RunOf {
  size: Size;
  seed: number;
  /** `sourcesDigest` */
  sources: string;
}

/**
 * Keeps what a run came to in a file, part by part, so that one that was broken off goes on where it stopped; with `file`
 * null in memory only. Throws where the file is of another run.
 */
export const openProgress = (
  file: string | null,
  run: RunOf,
  elapsedSeconds: () => number
): ProgressFile => {
  const progress = (file !== null && readKept(file, run)) || { results: [], bugs: [], seconds: 0 };
  const before = progress.seconds;
  const keep = (): void => {
    progress.seconds = before + elapsedSeconds();
    if (file === null) return;
    writeFileSync(`${file}.part`, JSON.stringify({ run, ...progress }));
    renameSync(`${file}.part`, file);
  };
  return {
    progress,
    addResult: (result) => {
      progress.results.push(result);
      keep();
    },
    addBug: (bug) => {
      progress.bugs.push(bug);
      keep();
    },
  };
};

const readKept = (file: string, wanted: RunOf): Progress | null => {
  if (!existsSync(file)) return null;
  const { run, ...progress } = JSON.parse(readFileSync(file, 'utf8')) as Progress & { run: RunOf };
  for (const what of ['size', 'seed', 'sources'] as const)
    if (run[what] !== wanted[what])
      throw new Error(
        `${file} is of a run with another ${what} (${run[what]}, not ${wanted[what]}). Remove it to begin anew.`
      );
  return progress;
};

/** Of the engine and of what puts it to the test. */
export const sourcesDigest = (): string => {
  const digest = createHash('sha256');
  for (const folder of [path.join(__dirname, '../../server/src'), __dirname])
    for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort())
      if (/\.c?[jt]s$/.test(name))
        digest.update(name).update(readFileSync(path.join(folder, name)));
  return digest.digest('hex').slice(0, 12);
};
