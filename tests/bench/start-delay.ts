import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

import { registerFirstAdmin } from '../support/accounts';
import { callAdmin } from '../support/admin-api';
import { createDatabase } from '../support/databases';
import type { DatabaseName } from '../support/databases';
import { startSiteProcess } from '../support/start-site-process';
import { waitUntil } from '../support/wait-until';
import { readWitness } from '../support/witness';
import type { WitnessLine } from '../support/witness';
import { quantiles } from './quantiles';

const JOBS = 1_000;
const SPAN_MS = 60_000;

/**
 * How late jobs start that are due at odd milliseconds of one minute, in milliseconds, as a file outside the database
 * says; and how long a site takes to boot.
 */
export async function* measureStart(database: DatabaseName) {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'job-scheduler-bench-'));
  const file = path.join(folder, 'witness');
  const place = await createDatabase(database);
  const engine = `ours-${database}`;
  try {
    await (await startSiteProcess(place.env)).stop();
    const from = performance.now();
    const site = await startSiteProcess({ ...place.env, JOB_WITNESS_FILE: file });
    const bootMs = Math.round(performance.now() - from);
    yield { suite: 'start', engine, metric: 'boot', value: bootMs, unit: 'ms' };
    try {
      await addJobs({ url: site.url, token: await registerFirstAdmin(site.url) });
      const lines = await waitUntil(
        () => starts(file),
        (all) => all.length >= JOBS,
        240_000
      );
      const late = lines.map(({ at, scheduledFor }) => at - Date.parse(scheduledFor));
      const occurrences = new Set(lines.map(({ occurrenceId }) => occurrenceId)).size;
      const exact = { missing: JOBS - occurrences, duplicate: lines.length - occurrences };
      yield { suite: 'start', engine, metric: 'delay', unit: 'ms', ...quantiles(late), ...exact };
    } finally {
      await site.stop();
    }
  } finally {
    await place.drop();
    await rm(folder, { recursive: true, force: true });
  }
}

const starts = async (file: string): Promise<WitnessLine[]> =>
  (await readWitness(file)).filter(({ event }) => event === 'start');

/** Each has one occurrence, at a millisecond of its own, after the last of them is made. */
const addJobs = async (site: { url: string; token: string }): Promise<void> => {
  const first = Date.now() + 60_000;
  for (let index = 0; index < JOBS; index += 1) {
    const anchor = first + ((index * 7919) % SPAN_MS);
    const at = new Date(anchor).toISOString();
    await callAdmin(site, 'POST', '/job-scheduler/jobs', {
      name: `Due at ${at} (${index})`,
      template: 'witness',
      parameters: {},
      schedules: [
        {
          key: 'only',
          kind: 'interval',
          every: '1h',
          anchor: at,
          endAt: new Date(anchor + 1).toISOString(),
        },
      ],
    });
  }
};
