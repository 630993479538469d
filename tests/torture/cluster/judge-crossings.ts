import type { History } from '../history';
import { virtualAt, type FastTime } from '../node/fast-time';
import { readCursors, readRecords } from '../read-records';
import { readWitnessFile } from '../read-witness';
import { createTally, type StageResult } from '../stage';
import type { Change } from './clock-changes';
import { exitsOf, limitsOf, type Cluster } from './cluster';
import { keepEvidence } from './keep-evidence';
import { nameNodes, type NodeNaming } from './name-nodes';

/** A change, and the time in which a cluster crosses it. */
export interface Crossing extends Change {
  time: FastTime;
}

interface Crossed {
  stage: string;
  cluster: Cluster;
  crossings: readonly Crossing[];
  /** The time of each process, as the witness calls it. */
  times: ReadonlyMap<string, FastTime>;
  /** The same where left out. */
  nodeOf?: NodeNaming | undefined;
}

/** What became of the crossings. All is judged in the time of the processes. */
export const judgeCrossings = async ({
  stage,
  cluster,
  crossings,
  times,
  nodeOf = (node) => node,
}: Crossed): Promise<StageResult> => {
  const { request, database, faults, jobs } = cluster;
  const { time } = crossings.at(-1)!;
  // A second of true time.
  const onTimeMs = 1_000 * time.speed;
  const inTime = (node: string, at: number): number => {
    const its = times.get(node);
    if (its === undefined) throw new Error(`${node} left lines, and nobody knows its time`);
    return virtualAt(its, at);
  };
  const seen = await readWitnessFile(cluster.witnessFile);
  const witness = seen.map((line) => ({ ...line, at: inTime(line.node, line.at) }));
  const stops = cluster.stops.map(({ node, from, to }) => ({
    node,
    from: inTime(node, from),
    to: inTime(node, to),
  }));
  const records = nameNodes(await readRecords(database.knex), nodeOf);
  const history: History = {
    witness,
    records,
    jobs,
    limits: limitsOf(jobs),
    stops,
    exits: exitsOf(cluster).map((exit) => ({ ...exit, at: inTime(exit.node, exit.at) })),
    cancels: [],
    cursors: (await readCursors(database.knex)).map(({ job, cursorAt }) => ({ job, cursorAt })),
    finals: [],
    endedAt: virtualAt(time, Date.now()),
  };
  const tally = createTally();
  const findings = tally.addHistory(history);
  tally.counts.stuck += cluster.stayed.length;
  const standstills = cluster.stayed.map((id) => `stuck: ${id} did not leave`);
  tally.examples.push(...standstills);
  tally.examples.push(...(await keepEvidence(cluster, [...findings, ...standstills], history)));
  const onTime = records.filter(({ status, slotAt, documentId }) => {
    const start = witness.find(
      (line) => line.event === 'start' && line.occurrenceId === documentId
    );
    return status === 'succeeded' && start !== undefined && start.at - (slotAt ?? 0) < onTimeMs;
  });
  const uncrossed = crossings.filter(
    ({ at }) =>
      !onTime.some(({ slotAt }) => isWithinHour(slotAt, Date.parse(at) - HOUR)) ||
      !onTime.some(({ slotAt }) => isWithinHour(slotAt, Date.parse(at)))
  );
  const leastKills = crossings.length;
  return {
    stage,
    database: request.database,
    ...tally.totals,
    ...faults,
    counts: tally.counts,
    examples: tally.examples,
    invalid:
      uncrossed.length > 0
        ? `nothing ran in its time before and after ${uncrossed.map(nameOf).join(', ')}`
        : faults.kills < leastKills
          ? `too few faults: kills ${faults.kills} of ${leastKills}`
          : null,
    notes: [
      crossings.map(nameOf).join(', '),
      `${onTime.length} of ${records.length} within a second of theirs`,
      `${records.filter(({ attempt }) => attempt > 1).length} executions were tried again`,
    ],
  };
};

const HOUR = 3_600_000;

const isWithinHour = (at: number | null, from: number): boolean =>
  at !== null && at >= from && at < from + HOUR;

const nameOf = ({ zone, at }: Crossing): string => `${zone} ${at}`;
