import type { History } from '../history';
import { virtualAt, type FastTime } from '../node/fast-time';
import { readCursors, readRecords } from '../read-records';
import { readWitnessFile } from '../read-witness';
import { createTally, type StageResult } from '../stage';
import { exitsOf, limitsOf, type Cluster } from './cluster';
import { keepEvidence } from './keep-evidence';

/** One change of a zone's clocks, and the time in which a cluster crosses it. */
export interface Crossing {
  zone: string;
  /** The instant of the change. */
  change: string;
  time: FastTime;
}

/** Processes that crossed changes together. */
export interface Journey {
  stage: string;
  cluster: Cluster;
  crossings: readonly Crossing[];
  /** The time of each process, as the witness calls it. */
  times: ReadonlyMap<string, FastTime>;
  /** What the witness calls the node of a record; the same where left out. */
  nodeOf?: ((node: string | null) => string | null) | undefined;
}

/** What became of the crossings. All is judged in the time of the processes. */
export const judgeCrossings = async ({
  stage,
  cluster,
  crossings,
  times,
  nodeOf = (node) => node,
}: Journey): Promise<StageResult> => {
  const { request, database, faults, jobs } = cluster;
  const inTime = (node: string, at: number): number => virtualAt(times.get(node)!, at);
  const seen = await readWitnessFile(cluster.witnessFile);
  const witness = seen.map((line) => ({ ...line, at: inTime(line.node, line.at) }));
  const stops = cluster.stops.map(({ node, from, to }) => ({
    node,
    from: inTime(node, from),
    to: inTime(node, to),
  }));
  const records = (await readRecords(database.knex)).map((record) => ({
    ...record,
    attempts: record.attempts.map((attempt) => ({ ...attempt, node: nodeOf(attempt.node) })),
  }));
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
    endedAt: virtualAt(crossings.at(-1)!.time, Date.now()),
  };
  const tally = createTally();
  const findings = tally.addHistory(history);
  tally.counts.stuck += cluster.stayed.length;
  const standstills = cluster.stayed.map((id) => `stuck: ${id} did not leave`);
  tally.examples.push(...standstills);
  tally.examples.push(...(await keepEvidence(cluster, [...findings, ...standstills], history)));
  // A second of true time.
  const onTimeMs = 1_000 * (crossings[0]?.time.speed ?? 1);
  const onTime = records.filter(({ status, slotAt, documentId }) => {
    const start = witness.find(
      (line) => line.event === 'start' && line.occurrenceId === documentId
    );
    return status === 'succeeded' && start !== undefined && start.at - (slotAt ?? 0) < onTimeMs;
  });
  const uncrossed = crossings.filter(
    ({ change }) =>
      !onTime.some(({ slotAt }) => isWithinHour(slotAt, Date.parse(change) - HOUR)) ||
      !onTime.some(({ slotAt }) => isWithinHour(slotAt, Date.parse(change)))
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

const nameOf = ({ zone, change }: Crossing): string => `${zone} ${change}`;
