import { fork } from 'node:child_process';
import { once } from 'node:events';
import os from 'node:os';
import path from 'node:path';

import type { DatabaseName } from '../support/databases';
import { BUGS, type Bug } from './bugs';
import { INVARIANTS } from './checker';
import type { Options } from './options';
import type { BugResult } from './report';
import { STAGES } from './stages/stages';

export type BugRequest = Pick<Options, 'bugs' | 'size' | 'seed' | 'databases'>;

/** Every mistake asked for, each in the stage that has to turn red. */
export const plantBugs = async (
  { bugs, size, seed, databases }: BugRequest,
  say: (text: string) => void
): Promise<BugResult[]> => {
  const results: BugResult[] = [];
  for (const bug of BUGS.filter(({ name }) => bugs.includes(name))) {
    const on = bug.databases?.find((name) => databases.includes(name)) ?? databases[0];
    if (on === undefined || (bug.databases && !bug.databases.includes(on))) {
      say(`${bug.name} is left out: it needs ${bug.databases?.join(' or ')}`);
      continue;
    }
    const begin = Date.now();
    const result = await plantOne(bug, { size, seed, database: on, say });
    results.push(result);
    say(
      `${result.caught ? 'caught' : 'MISSED'} ${bug.name} by ${bug.stage} on ${on} ` +
        `(${Math.round((Date.now() - begin) / 1_000)} s): ${result.evidence}`
    );
  }
  return results;
};

const plantOne = async (
  bug: Bug,
  request: Pick<Options, 'size' | 'seed'> & { database: DatabaseName; say: (text: string) => void }
): Promise<BugResult> => {
  const stage = STAGES.find(({ name }) => name === bug.stage);
  if (stage === undefined) throw new Error(`${bug.name} names no stage`);
  const { counts, examples } = await stage.run({ ...request, bug });
  const { name, sentence } = bug;
  const caught = INVARIANTS.some((invariant) => counts[invariant] > 0);
  return { bug: name, sentence, stage: bug.stage, caught, evidence: examples[0] ?? 'nothing' };
};

/** The same in a process that takes what time the stages leave: it stands in nobody's way. */
export const plantAside = async (request: BugRequest): Promise<BugResult[]> => {
  if (request.bugs.length === 0) return [];
  const child = fork(path.join(__dirname, 'node/plant-aside.cjs'), [JSON.stringify(request)]);
  if (child.pid !== undefined) os.setPriority(child.pid, os.constants.priority.PRIORITY_LOW);
  let results: BugResult[] | undefined;
  child.on('message', (message) => (results = message as BugResult[]));
  const [code] = (await once(child, 'exit')) as [number | null];
  if (results === undefined) throw new Error(`the mistakes could not be planted: exit ${code}`);
  return results;
};
