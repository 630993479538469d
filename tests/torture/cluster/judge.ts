import type { History, WitnessEvent } from '../history';
import { readCursors, readRecords } from '../read-records';
import { readWitnessFile } from '../read-witness';
import { createTally, type StageResult } from '../stage';
import { blocked } from './blocked';
import { exitsOf, limitsOf, type Cluster } from './cluster';
import { keepEvidence } from './keep-evidence';
import { nameNodes, type NodeNaming } from './name-nodes';

/** Work goes on within this time once the database, or the network, is back. */
const RESUMED_MS = 5_000;

/**
 * The least that had to happen, so that a run proves something; `returns` are those that could be timed, `harmful` the
 * kinds of jobs that do harm and did.
 */
type Need = Record<'kills' | 'pauses' | 'dbRestarts' | 'outages' | 'returns' | 'harmful', number>;

/** What became of a cluster's run. */
export const judge = async (
  stage: string,
  cluster: Cluster,
  need: Need,
  nodeOf: NodeNaming = (node) => node
): Promise<StageResult> => {
  const { request, database, faults, jobs, stops } = cluster;
  const records = await readRecords(database.knex);
  const witness = await readWitnessFile(cluster.witnessFile);
  const history: History = {
    witness,
    records: nameNodes(records, nodeOf),
    jobs,
    limits: limitsOf(jobs),
    stops: [...stops, ...blocked(witness, jobs)],
    exits: exitsOf(cluster),
    cancels: [],
    cursors: (await readCursors(database.knex)).map(({ job, cursorAt }) => ({ job, cursorAt })),
    finals: [],
    endedAt: Date.now(),
  };
  const tally = createTally();
  const findings = tally.addHistory(history);
  // After the last occurrence there is nothing to go on with.
  const lastDueAt = Math.max(...jobs.flatMap(({ expected }) => expected.at(-1) ?? 0));
  const resumed = cluster.backAt
    .filter(({ at }) => at < lastDueAt - RESUMED_MS)
    .map(({ what, at }) => ({ what, ms: resumedAfter(witness, at) }));
  const late = resumed.filter(({ ms }) => ms > RESUMED_MS);
  tally.counts.stuck += late.length;
  tally.counts.stuck += cluster.stayed.length;
  const standstills = [
    ...late.map(({ what, ms }) => `stuck: ${ms} ms without work after ${what} was back`),
    ...cluster.stayed.map((id) => `stuck: ${id} did not leave`),
  ];
  tally.examples.push(...standstills);
  tally.examples.push(...(await keepEvidence(cluster, [...findings, ...standstills], history)));
  const had: Need = { ...faults, returns: resumed.length, harmful: harmfulOf(witness, jobs) };
  const missing = Object.entries(need).filter(([name, least]) => had[name as keyof Need] < least);
  const nodes = new Set(witness.map(({ node }) => node)).size;
  return {
    stage,
    database: request.database,
    ...tally.totals,
    ...faults,
    counts: tally.counts,
    examples: tally.examples,
    invalid:
      missing.length === 0
        ? null
        : `too few faults: ${missing.map(([name, least]) => `${name} ${had[name as keyof Need]} of ${least}`).join(', ')}`,
    notes: [
      `${nodes} processes worked`,
      `${records.filter(({ attempt }) => attempt > 1).length} executions were tried again`,
      ...(resumed.length > 0
        ? [`work went on after ${Math.max(...resumed.map(({ ms }) => ms))} ms at most`]
        : []),
    ],
  };
};

const harmfulOf = (witness: WitnessEvent[], jobs: Cluster['jobs']): number => {
  const begun = new Set(witness.map(({ job }) => job));
  const kinds = jobs
    .filter(({ documentId }) => begun.has(documentId))
    .map(({ definition: { template } }) => template);
  return new Set(kinds.filter((template) => template !== 'torture-work')).size;
};

const resumedAfter = (witness: WitnessEvent[], at: number): number => {
  const starts = witness.filter((one) => one.event === 'start' && one.at >= at);
  return starts.length === 0 ? Infinity : Math.min(...starts.map((one) => one.at)) - at;
};
