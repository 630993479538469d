import { setTimeout as pause } from 'node:timers/promises';

import { waitUntil } from '../../support/wait-until';
import { attemptKey } from '../../support/witness';
import { AGAIN, LEASE_MS, withNodes } from './nodes';
import type { Nodes } from './nodes';
import type { Suite } from './suite';

const JOBS = 50;
const NODES = 3;

export const unsteadyNodes: Suite = {
  question:
    'three nodes, stopped and killed at random: has every occurrence exactly one execution?',
  run: async ({ cell, quick }) => {
    const seconds = quick ? 30 : 120;
    // MariaDB and SQLite: `npm run torture`.
    const found = await withNodes('postgres', NODES, (nodes) => disturb(nodes, seconds));
    const { missing, duplicate, kills, stops, startedTwice } = found;
    const shared = { engine: 'ours-postgres', unit: 'count', missing, duplicate };
    const under = { kills, stops };
    cell({ ...shared, under, metric: 'occurrences', values: [JOBS * seconds] });
    cell({ ...shared, under, metric: 'records', values: [found.records] });
    cell({ ...shared, under, metric: 'attempts_started_twice', values: [startedTwice] });
  },
};

const disturb = async (nodes: Nodes, seconds: number) => {
  const { all, witness, knex } = nodes;
  const from = Math.ceil(Date.now() / 1000) * 1000 + 8_000;
  const to = from + seconds * 1000;
  for (let job = 0; job < JOBS; job += 1) await all[0]?.ask('addJob', everySecond(job, from, to));
  if (Date.now() > from) throw new Error('The jobs were not ready in time');
  const random = seeded(Date.now());
  const disturbed = { kills: 0, stops: 0 };
  while (Date.now() < to) {
    await pause(1_000 + random() * 2_000);
    if (random() < 0.5) {
      await stopFor(nodes, LEASE_MS * (0.3 + random()));
      disturbed.stops += 1;
    } else {
      await killAndReplace(nodes, random());
      disturbed.kills += 1;
    }
  }
  const left = async (): Promise<number> => {
    const rows = await knex('job_scheduler_executions').whereNull('finished_at').select('id');
    return rows.length + (Date.now() < to + 3_000 ? 1 : 0);
  };
  await waitUntil(left, (count) => count === 0, { everyMs: 200, patienceMs: 120_000 });

  const rows = await knex('job_scheduler_executions').select('job_id', 'slot_at');
  const slots = new Set(rows.map((row) => `${row.job_id} ${row.slot_at}`));
  const starts = (await witness()).filter(({ event }) => event === 'start').map(attemptKey);
  return {
    ...disturbed,
    records: rows.length,
    missing: JOBS * seconds - slots.size,
    duplicate: rows.length - slots.size,
    startedTwice: starts.length - new Set(starts).size,
  };
};

const everySecond = (job: number, from: number, to: number): Record<string, unknown> => ({
  name: `Each second ${job}`,
  template: 'witness',
  parameters: { durationMs: 50 },
  schedules: [
    {
      key: 'second',
      kind: 'cron',
      expression: '* * * * * *',
      startAt: new Date(from).toISOString(),
      endAt: new Date(to).toISOString(),
    },
  ],
  overlap: 'allow',
  missed: { policy: 'all', windowMs: 3_600_000 },
  ...AGAIN,
});

const stopFor = async ({ all }: Nodes, ms: number): Promise<void> => {
  const node = all.at(-1);
  node?.signal('SIGSTOP');
  await pause(ms);
  node?.signal('SIGCONT');
};

const killAndReplace = async ({ all, startAnother }: Nodes, random: number): Promise<void> => {
  const [node] = all.splice(Math.floor(random * all.length), 1);
  node?.signal('SIGKILL');
  await node?.close();
  await startAnother();
};

/** 0 ≤ x < 1, again the same for the same seed, which is told. */
const seeded = (seed: number): (() => number) => {
  process.stderr.write(`  seed ${seed}\n`);
  let state = seed % 2_147_483_647;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
};
