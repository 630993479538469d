import { check, type Findings } from '../checker';
import { groupBy } from '../group-by';
import { isFinal, type History } from '../history';
import { happen, livingNodes, look, occurrencesOf, recover, reschedule } from './mishaps';
import { openSimulation, type Faults, type Simulation, type SimulationRequest } from './simulation';

export interface Simulated {
  findings: Findings;
  occurrences: number;
  attempts: number;
  faults: Faults;
}

/** One life of a cluster, decided by its seed: mishaps, then time to put things right, then the checker. */
export const simulate = async (request: SimulationRequest): Promise<Simulated> => {
  const simulation = await openSimulation(request);
  const { clock, random, faults } = simulation;
  const steps = 5 + random.below(20);
  for (let step = 0; step < steps; step += 1) {
    await happen(simulation);
    await clock.advance(`${random.below(3_000)}ms`);
    await look(simulation);
  }
  await recover(simulation);
  await clock.advance('25s');
  const lagging = await findLagging(simulation);
  // So that what is on its way can come to its end.
  for (const state of simulation.jobs) await reschedule(simulation, state, null);
  await finishWork(simulation);
  await stopAll(simulation);
  const history = await historyOf(simulation);
  const findings = check(history);
  return {
    findings: { ...findings, stuck: [...findings.stuck, ...lagging] },
    occurrences: history.jobs.reduce((sum, { expected }) => sum + expected.length, 0),
    attempts: history.witness.filter(({ event }) => event === 'start').length,
    faults,
  };
};

/** What waits behind others may take its time, as long as something happens. */
const finishWork = async ({ clock, tables }: Simulation): Promise<void> => {
  for (let before = Infinity; ;) {
    await clock.advance('20s');
    const open = (await tables.records()).filter(({ status }) => !isFinal(status)).length;
    if (open === 0 || open >= before) return;
    before = open;
  }
};

/** Longer behind than this, a job is not served. */
const PATIENCE_MS = 4_000;

const findLagging = async ({ tables, clock, jobs }: Simulation): Promise<string[]> => {
  const cursors = new Map((await tables.cursors()).map(({ job, cursorAt }) => [job, cursorAt]));
  return jobs.flatMap(({ documentId, periodMs, after }) => {
    if (periodMs === null) return [];
    const behindMs = clock.now() - Math.max(cursors.get(documentId) ?? 0, after) - periodMs;
    return behindMs > PATIENCE_MS ? [`${documentId} is ${behindMs} ms behind`] : [];
  });
};

const stopAll = async (simulation: Simulation): Promise<void> => {
  const stopping = livingNodes(simulation).map(({ engine }) => engine.stop());
  await simulation.clock.advance('30s');
  await Promise.all(stopping);
  for (const { process } of simulation.nodes) process.kill();
};

const historyOf = async ({ tables, clock, jobs, seen }: Simulation): Promise<History> => ({
  ...seen,
  records: await tables.records(),
  jobs: jobs.map((state) => ({
    documentId: state.documentId,
    expected: [...state.owed, ...occurrencesOf(state, state.after)].sort((a, b) => a - b),
  })),
  limits: limitsOf(jobs),
  endedAt: clock.now(),
});

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
