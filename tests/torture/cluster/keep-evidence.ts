import { mkdtemp, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

import type { History } from '../history';
import type { Cluster } from './cluster';
import { LEASE_MS } from './launch-engine';

/**
 * What of a history bears on findings: all that is known of the jobs that they name, and of those that share a limit with
 * them; everything where they name none.
 */
export const relevantTo = (findings: string[], history: History): History => {
  const named = new Set(findings.flatMap((finding) => finding.split(/[\s:#,()]+/)));
  const direct = new Set([
    ...history.jobs.map(({ documentId }) => documentId).filter((id) => named.has(id)),
    ...history.records
      .filter(({ documentId }) => named.has(documentId))
      .map((record) => record.job),
  ]);
  const limits = history.limits.filter(
    ({ name, jobs }) => named.has(name) || jobs.some((id) => direct.has(id))
  );
  const jobs = new Set([...direct, ...limits.flatMap((limit) => limit.jobs)]);
  if (jobs.size === 0) return history;
  return {
    ...history,
    witness: history.witness.filter(({ job }) => jobs.has(job)),
    records: history.records.filter(({ job }) => jobs.has(job)),
    jobs: history.jobs.filter(({ documentId }) => jobs.has(documentId)),
    limits,
    cursors: history.cursors.filter(({ job }) => jobs.has(job)),
  };
};

/**
 * Leaves what bears on the findings of a red run in a file, for whoever asks why; answers where it is, in words. Of a run
 * with a planted mistake everybody knows why.
 */
export const keepEvidence = async (
  { request, backAt, stayed }: Cluster,
  findings: string[],
  history: History
): Promise<string[]> => {
  if (findings.length === 0 || request.bug !== undefined) return [];
  const folder = await mkdtemp(path.join(os.tmpdir(), 'job-scheduler-evidence-'));
  const file = path.join(folder, `${request.database}.json`);
  const evidence = {
    findings,
    leaseMs: LEASE_MS,
    backAt,
    stayed,
    ...relevantTo(findings, history),
  };
  await writeFile(file, JSON.stringify(evidence, null, 1));
  return [`all that bears on it is in ${file}`];
};
