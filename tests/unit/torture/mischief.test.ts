import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import { blockingJob, steadyJobs } from '../../torture/cluster/cluster-jobs';
import { untilBegun } from '../../torture/cluster/mischief';

const folder = mkdtempSync(path.join(os.tmpdir(), 'job-scheduler-mischief-'));
afterAll(() => rmSync(folder, { recursive: true }));

const witnessFile = path.join(folder, 'witness.jsonl');
const jobs = [...steadyJobs(0, 1_000), ...blockingJob(0, 1_000)];
const begins = ({ documentId }: { documentId: string }): void =>
  appendFileSync(
    witnessFile,
    `${JSON.stringify({ event: 'start', occurrenceId: 'a', attempt: 1, job: documentId, node: 'n1', at: 5 })}\n`
  );

test('what is not tried again is waited for, and nothing else', async () => {
  begins(jobs[0]!);
  await expect(untilBegun({ jobs, witnessFile }, 1)).resolves.toBe(false);
  begins(jobs.at(-1)!);
  await expect(untilBegun({ jobs, witnessFile })).resolves.toBe(true);
});

test('it is not waited for without end', async () => {
  const never = { jobs, witnessFile: path.join(folder, 'none') };
  await expect(untilBegun(never, 1)).resolves.toBe(false);
});
