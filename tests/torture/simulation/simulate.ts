import { createHash } from 'node:crypto';

import { check, type Findings } from '../checker';
import { isAwaiting } from '../checks/rounds';
import { groupBy } from '../group-by';
import { isFinal, type History } from '../history';
import { happen, livingNodes, look, recover } from './mishaps';
import { factsOf, isSpent, occurrencesOf, reschedule } from './owed';
import { openSimulation, type Faults, type Simulation, type SimulationRequest } from './simulation';

export interface Simulated {
  findings: Findings;
  occurrences: number;
  attempts: number;
  faults: Faults;
  /** Stands for all that was seen: the same for the same seed. */
  trace: string;
}

/** One life of a cluster, decided by its seed: mishaps, then time to put things right, then the checker. */
export const simulate = async (request: SimulationRequest): Promise<Simulated> => {
  const simulation = await openSimulation(request);
  const { clock, random, faults } = simulation;
  const steps = 4 + random.below(9);
  for (let step = 0; step < steps; step += 1) {
    await happen(simulation);
    await clock.advance(`${random.below(random.chance(0.1) ? 9_000 : 2_000)}ms`);
    await look(simulation);
  }
  await recover(simulation);
  await clock.advance('9s');
  const lagging = await findLagging(simulation);
  // So that what is on its way can come to its end.
  for (const state of simulation.jobs)
    if (!state.job.after) await reschedule(simulation, state, null);
  await finishWork(simulation);
  await stopAll(simulation);
  const history = await historyOf(simulation);
  const findings = check(history);
  return {
    findings: {
      ...findings,
      stuck: [...findings.stuck, ...lagging, ...simulation.seen.calls.spinning],
    },
    occurrences: history.jobs.reduce((sum, { expected }) => sum + expected.length, 0),
    attempts: history.witness.filter(({ event }) => event === 'start').length,
    faults,
    trace: createHash('sha256').update(JSON.stringify(history)).digest('hex'),
  };
};

/** Executions that take turns come to their ends one after the other: so long nothing may happen. */
const MOST_IDLE_STEPS = 8;

/** What waits behind others may take its time, as long as something happens. */
const finishWork = async ({ clock, tables }: Simulation): Promise<void> => {
  let least = Infinity;
  for (let idle = 0; idle < MOST_IDLE_STEPS; idle += 1) {
    const open = (await tables.records()).filter(
      (record) => !isFinal(record.status) && !isAwaiting(record)
    ).length;
    if (open === 0) return;
    if (open < least) idle = 0;
    least = Math.min(least, open);
    await clock.advance('2s');
  }
};

/** Longer behind than this, a job is not served. */
const PATIENCE_MS = 4_000;

const findLagging = async ({ tables, clock, jobs }: Simulation): Promise<string[]> => {
  const cursors = new Map((await tables.cursors()).map(({ job, cursorAt }) => [job, cursorAt]));
  const records = await tables.records();
  return jobs.flatMap((state) => {
    const { documentId } = state;
    const cursorAt = cursors.get(documentId) ?? 0;
    const overdue = occurrencesOf(state, clock.now() - PATIENCE_MS).find(({ at }) => at > cursorAt);
    if (overdue === undefined || isSpent(state, records)) return [];
    return [`${documentId} is ${clock.now() - overdue.at} ms behind`];
  });
};

const MOST_STOPPING_S = 30;

const stopAll = async (simulation: Simulation): Promise<void> => {
  const stopping = new Set(livingNodes(simulation));
  for (const node of stopping) void node.engine.stop().then(() => stopping.delete(node));
  for (let second = 0; stopping.size > 0 && second < MOST_STOPPING_S; second += 1) {
    await simulation.clock.advance('1s');
  }
  for (const { process } of simulation.nodes) process.kill();
};

const historyOf = async ({ tables, clock, jobs, seen }: Simulation): Promise<History> => {
  const records = await tables.records();
  const { calls: _calls, ...history } = seen;
  return {
    ...history,
    records,
    jobs: jobs.map((state) => factsOf(state, records)),
    limits: limitsOf(jobs),
    endedAt: clock.now(),
  };
};

/** Jobs with one key share a limit. */
const limitsOf = (jobs: Simulation['jobs']): History['limits'] => {
  const limited = jobs.filter(({ job }) => job.limit !== null);
  const groups = groupBy(limited, ({ documentId, job }) => job.key ?? documentId);
  return [...groups].map(([name, members]) => ({
    name,
    limit: members[0]!.job.limit ?? Infinity,
    jobs: members.map(({ documentId }) => documentId),
  }));
};
