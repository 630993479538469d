import { fork } from 'node:child_process';
import { once } from 'node:events';
import os from 'node:os';
import path from 'node:path';

import type { DatabaseName } from '../support/databases';
import { BUGS, type Bug } from './bugs';
import { INVARIANTS } from './checker';
import type { Options } from './options';
import type { BugResult } from './report';
import type { Stage, StageRequest, StageResult } from './stage';
import { STAGES } from './stages/stages';

export type BugRequest = Pick<Options, 'bugs' | 'size' | 'seed' | 'databases'>;

/** Every mistake asked for, each in the stage that has to turn red. */
export const plantBugs = async (
  { bugs, size, seed, databases }: BugRequest,
  say: (text: string) => void,
  onResult: (result: BugResult) => void
): Promise<void> => {
  const control = createControl({ seed, say });
  for (const bug of BUGS.filter(({ name }) => bugs.includes(name))) {
    const on = bug.databases?.find((name) => databases.includes(name)) ?? databases[0];
    if (on === undefined || (bug.databases && !bug.databases.includes(on))) {
      say(`${bug.name} is left out: it needs ${bug.databases?.join(' or ')}`);
      continue;
    }
    const begin = Date.now();
    const result = await plantOne(bug, { size, seed, database: on, say }, control).catch(
      (error: unknown) => missed(bug, `broken off: ${String(error)}`)
    );
    onResult(result);
    say(
      `${result.caught ? 'caught' : 'MISSED'} ${bug.name} by ${bug.stage} on ${on} ` +
        `(${Math.round((Date.now() - begin) / 1_000)} s): ${result.evidence}`
    );
  }
};

const plantOne = async (
  bug: Bug,
  request: Omit<StageRequest, 'bug'>,
  control: Control
): Promise<BugResult> => {
  const { counts, examples } = await stageOf(bug).run({ ...request, bug });
  if (!isBroken(counts)) return missed(bug, 'nothing');
  const without = await control(bug, request.database);
  if (without !== null) return missed(bug, `the stage is red without it: ${without}`);
  const { name, sentence, stage } = bug;
  return { bug: name, sentence, stage, caught: true, evidence: examples[0] ?? 'nothing' };
};

const isBroken = (counts: StageResult['counts']): boolean =>
  INVARIANTS.some((invariant) => counts[invariant] > 0);

const stageOf = ({ name, stage: wanted }: Bug): Stage => {
  const stage = STAGES.find((one) => one.name === wanted);
  if (stage === undefined) throw new Error(`${name} names no stage`);
  return stage;
};

const missed = ({ name, sentence, stage }: Bug, evidence: string): BugResult => ({
  bug: name,
  sentence,
  stage,
  caught: false,
  evidence,
});

/** What is wrong in a bug's stage, on the same machine beside the same work, where nothing is planted; null = nothing. */
type Control = (bug: Bug, database: DatabaseName) => Promise<string | null>;

/** Once for each stage and database that is judged by the machine's time. Seeds come to the same on any machine. */
const createControl = (request: Pick<StageRequest, 'seed' | 'say'>): Control => {
  const found = new Map<string, Promise<string | null>>();
  return (bug, database) => {
    if (bug.stage === 'simulation') return Promise.resolve(null);
    const key = `${bug.stage} ${database}`;
    const nothing: Bug = { name: 'nothing', sentence: 'Nothing is planted.', stage: bug.stage };
    const known = found.get(key) ?? redWith(nothing, { ...request, database, size: 'minute' });
    found.set(key, known);
    return known;
  };
};

const redWith = async (bug: Bug, request: Omit<StageRequest, 'bug'>): Promise<string | null> => {
  const { counts, examples } = await stageOf(bug).run({ ...request, bug });
  return isBroken(counts) ? (examples[0] ?? 'unknown') : null;
};

/**
 * The same beside the stages: those that show in seeds in a process that takes what time is left, so that it stands in
 * nobody's way; those that are judged by the machine's time in one that gets its share, and mostly waits.
 */
export const plantAside = async (
  { bugs, ...request }: BugRequest,
  onResult: (result: BugResult) => void
): Promise<void> => {
  const inSeeds = (name: string): boolean =>
    BUGS.some((bug) => bug.name === name && bug.stage === 'simulation');
  const { PRIORITY_LOW, PRIORITY_NORMAL } = os.constants.priority;
  const seeds = { ...request, bugs: bugs.filter(inSeeds) };
  const others = { ...request, bugs: bugs.filter((name) => !inSeeds(name)) };
  await Promise.all([
    plantInProcess(seeds, PRIORITY_LOW, onResult),
    plantInProcess(others, PRIORITY_NORMAL, onResult),
  ]);
};

const plantInProcess = async (
  request: BugRequest,
  priority: number,
  onResult: (result: BugResult) => void
): Promise<void> => {
  if (request.bugs.length === 0) return;
  const child = fork(path.join(__dirname, 'node/plant-aside.cjs'), [JSON.stringify(request)]);
  if (child.pid !== undefined) os.setPriority(child.pid, priority);
  const told = new Set<string>();
  child.on('message', (message) => {
    const result = message as BugResult | null;
    if (result === null) return;
    told.add(result.bug);
    onResult(result);
  });
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code === 0) return;
  for (const bug of BUGS.filter(({ name }) => request.bugs.includes(name) && !told.has(name)))
    onResult(missed(bug, `could not be planted: exit ${code}`));
};
