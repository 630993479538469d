import { isFinal } from '../history';
import { PERIODS_MS } from './jobs';
import { startNode, type SimNode } from './sim-node';
import type { JobState, Simulation } from './simulation';

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

const edit = async (simulation: Simulation): Promise<void> => {
  const { random, jobs, faults } = simulation;
  const state = random.oneOf(jobs);
  const periods = PERIODS_MS.filter((period) => period !== state.periodMs);
  await reschedule(simulation, state, random.chance(0.2) ? null : random.oneOf(periods));
  faults.edits += 1;
};

/** Gives a job another period, or disables it; what the old one owed up to the cursor stays owed. */
export const reschedule = async (
  { tables }: Simulation,
  state: JobState,
  periodMs: number | null
): Promise<void> => {
  if (periodMs === state.periodMs) return;
  const { cursorAt, now } = await tables.editJob(state.documentId, (before) => ({
    ...state.job.definition(periodMs ?? state.job.periodMs),
    enabled: periodMs !== null,
    name: before.name,
  }));
  state.owed.push(...occurrencesOf(state, cursorAt ?? state.after));
  state.after = Math.max(now, cursorAt ?? now);
  state.periodMs = periodMs;
};

/** Multiples of the period after `after`, up to `until`. */
export const occurrencesOf = ({ periodMs, after }: JobState, until: number): number[] => {
  if (periodMs === null) return [];
  const found: number[] = [];
  for (let at = (Math.floor(after / periodMs) + 1) * periodMs; at <= until; at += periodMs) {
    // Every minute begins anew, as cron's steps do.
    found.push(at);
  }
  return found;
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
};

const MISHAPS = [
  nothing,
  halt,
  goOn,
  goOn,
  kill,
  cutOff,
  cutOff,
  loseAnswers,
  restart,
  cancel,
  edit,
];
