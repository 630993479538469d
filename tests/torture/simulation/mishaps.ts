import { isFinal } from '../history';
import { reschedule } from './owed';
import { startNode, type SimNode } from './sim-node';
import { PERIODS_MS } from './simulated-job';
import type { Simulation } from './simulation';

/** Something happens to the cluster, as the seed will have it. */
export const happen = async (simulation: Simulation): Promise<void> => {
  const { random } = simulation;
  const node = random.oneOf(livingNodes(simulation));
  const mishap = random.oneOf(MISHAPS);
  await mishap(simulation, node);
};

/** The newest node of each of the three places. */
export const livingNodes = ({ nodes }: Simulation): SimNode[] =>
  nodes.filter(({ process }) => process.state() !== 'killed');

const nothing = async (): Promise<void> => undefined;

const halt = async (
  { clock, faults, seen }: Simulation,
  { id, process }: SimNode
): Promise<void> => {
  if (process.state() !== 'running') return;
  process.halt();
  faults.pauses += 1;
  seen.stops.push({ node: id, from: clock.now(), to: Infinity });
};

const goOn = async (simulation: Simulation, node: SimNode): Promise<void> => {
  if (node.process.state() !== 'halted') return;
  const stop = simulation.seen.stops.findLast((one) => one.node === node.id);
  if (stop) stop.to = simulation.clock.now();
  node.process.goOn();
};

const kill = async (simulation: Simulation, node: SimNode): Promise<void> => {
  const { clock, faults, seen } = simulation;
  node.process.kill();
  faults.kills += 1;
  seen.stops.push({ node: node.id, from: clock.now(), to: Infinity });
  await startNode(simulation, Number(node.id[1])).engine.start();
};

const cutOff = async ({ faults }: Simulation, { network }: SimNode): Promise<void> => {
  network.isAway = !network.isAway;
  if (network.isAway) faults.outages += 1;
};

const loseAnswers = async ({ random }: Simulation, { network }: SimNode): Promise<void> => {
  network.losesAnswers = 1 + random.below(3);
};

const restart = async ({ faults }: Simulation, { process, engine }: SimNode): Promise<void> => {
  if (process.state() !== 'running') return;
  faults.drains += 1;
  void engine.stop().then(() => engine.start());
};

const cancel = async (simulation: Simulation): Promise<void> => {
  const { random, tables, clock, faults, seen } = simulation;
  const open = (await tables.records()).filter(({ status }) => !isFinal(status));
  if (open.length === 0) return;
  const running = open.filter(({ status }) => status === 'running');
  const { documentId } = random.oneOf(running.length > 0 && random.chance(0.7) ? running : open);
  const { answer, attempt } = await tables.cancel(documentId);
  if (answer !== 'cancelled' && answer !== 'signalled') return;
  faults.cancels += 1;
  seen.cancels.push({ occurrenceId: documentId, at: clock.now(), answer, attempt });
};

/** The database is gone for everybody, or comes back. */
const cutOffAll = async (simulation: Simulation): Promise<void> => {
  const living = livingNodes(simulation);
  const isAway = living.some(({ network }) => !network.isAway);
  for (const { network } of living) network.isAway = isAway;
  if (isAway) simulation.faults.outages += 1;
};

/** The last pause of the job, or of all, is over by now. */
const endPause = ({ seen, clock }: Simulation, job: string | null): void => {
  const last = seen.pauses.findLast((pause) => pause.job === job);
  if (last) last.to = Math.min(last.to, clock.now());
};

const beginPause = (simulation: Simulation, job: string | null, until: number | null): void => {
  endPause(simulation, job);
  const { seen, clock } = simulation;
  seen.pauses.push({ job, from: clock.now(), to: until ?? Infinity });
};

/** The end of a pause, as often as not one that somebody has to see to. */
const anEnd = ({ random, clock }: Simulation): number | null =>
  random.chance(0.5) ? null : clock.now() + 200 + random.below(6_000);

const pauseJob = async (simulation: Simulation): Promise<void> => {
  const { random, jobs, tables, faults } = simulation;
  const { documentId } = random.oneOf(jobs);
  if (tables.people === null) return;
  const until = anEnd(simulation);
  await tables.people.pauseJob(documentId, until);
  beginPause(simulation, documentId, until);
  faults.jobPauses += 1;
};

const resumeJob = async (simulation: Simulation): Promise<void> => {
  const { documentId } = simulation.random.oneOf(simulation.jobs);
  await simulation.tables.people?.resumeJob(documentId);
  endPause(simulation, documentId);
};

const pauseAll = async (simulation: Simulation): Promise<void> => {
  const { tables, faults } = simulation;
  if (tables.people === null) return;
  const until = anEnd(simulation);
  await tables.people.pauseAll(until);
  beginPause(simulation, null, until);
  faults.allPauses += 1;
};

const resumeAll = async (simulation: Simulation): Promise<void> => {
  await simulation.tables.people?.resumeAll();
  endPause(simulation, null);
};

const edit = async (simulation: Simulation): Promise<void> => {
  const { random, jobs, faults } = simulation;
  const editable = jobs.filter(({ job }) => !job.isFixed);
  if (editable.length === 0) return;
  const state = random.oneOf(editable);
  const periods = PERIODS_MS.filter((period) => period !== state.periodMs);
  await reschedule(simulation, state, random.chance(0.2) ? null : random.oneOf(periods));
  faults.edits += 1;
};

/** What an onlooker sees between two mishaps. */
export const look = async ({ tables, seen }: Simulation): Promise<void> => {
  seen.cursors.push(...(await tables.cursors()));
  const known = new Set(seen.finals.map(({ documentId }) => documentId));
  for (const { documentId, status, attempt } of await tables.records()) {
    if (isFinal(status) && !known.has(documentId))
      seen.finals.push({ documentId, status, attempt });
  }
};

/** After whatever happened: everybody goes on. */
export const recover = async (simulation: Simulation): Promise<void> => {
  for (const node of livingNodes(simulation)) {
    await goOn(simulation, node);
    Object.assign(node.network, { isAway: false, losesAnswers: 0, slowness: 0 });
  }
  // Nobody does anything in the middle of what a node does.
  await simulation.clock.settle();
  await resumeAll(simulation);
  for (const { documentId } of simulation.jobs) {
    await simulation.tables.people?.resumeJob(documentId);
    endPause(simulation, documentId);
  }
};

const MISHAPS = [
  nothing,
  halt,
  goOn,
  goOn,
  kill,
  cutOff,
  cutOff,
  cutOffAll,
  loseAnswers,
  restart,
  cancel,
  edit,
  pauseJob,
  pauseJob,
  resumeJob,
  pauseAll,
  resumeAll,
];
