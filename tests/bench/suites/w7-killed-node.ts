import { waitUntil } from '../../support/wait-until';
import { attemptKey, openAttempts } from '../../support/witness';
import type { WitnessLine } from '../../support/witness';
import type { Contestant } from '../contestants/start';
import { AGAIN, LEASE_MS, withNodes } from './nodes';
import type { Nodes } from './nodes';
import type { Suite } from './suite';

const EXECUTIONS = 40;
const DURATION_MS = 1_500;

export const killedNode: Suite = {
  question: 'when a node is killed, how long until another one does its work?',
  run: async ({ cell, quick }) => {
    for (const database of quick ? (['postgres'] as const) : (['postgres', 'mysql'] as const)) {
      const runs = [];
      for (let run = 0; run < (quick ? 1 : 3); run += 1) {
        runs.push(await withNodes(database, 2, killOne));
      }
      cell({
        engine: `ours-${database}`,
        metric: 'rescue',
        unit: 'ms',
        values: runs.map(({ rescueMs }) => rescueMs),
        under: { leaseMs: LEASE_MS },
        missing: Math.max(...runs.map(({ missing }) => missing)),
        duplicate: Math.max(...runs.map(({ duplicate }) => duplicate)),
      });
    }
  },
};

/** From the kill to the last start of what the killed node had begun. */
const killOne = async ({ all, witness, knex }: Nodes) => {
  const [one, other] = all as [(typeof all)[0], (typeof all)[0]];
  const job = await one.ask<{ documentId: string }>('addJob', {
    template: 'witness',
    parameters: { durationMs: DURATION_MS },
    overlap: 'allow',
    ...AGAIN,
  });
  const started = await Promise.all(
    Array.from({ length: EXECUTIONS }, (_, at) =>
      (at % 2 === 0 ? one : other).ask<{ documentId: string }>('runJob', job)
    )
  );
  const patience = { everyMs: 5, patienceMs: 20_000 };
  // Which node takes how many is theirs to say.
  const isBusy = (lines: WitnessLine[]) => (node: Contestant) =>
    openAttempts(lines, node.pid).length >= 5;
  const begun = await waitUntil(witness, (lines) => all.some(isBusy(lines)), patience);
  const killed = all.find(isBusy(begun)) ?? one;
  killed.signal('SIGKILL');
  const killedAt = Date.now();
  const open = openAttempts(await witness(), killed.pid);

  const left = async (): Promise<number> => {
    const rows = await knex('job_scheduler_executions').whereNull('finished_at').select('id');
    return rows.length;
  };
  await waitUntil(left, (count) => count === 0, { everyMs: 50, patienceMs: 120_000 });
  const lines = await witness();
  const secondStarts = open.map(({ occurrenceId, attempt }) =>
    lines.find(
      (line) =>
        line.event === 'start' && line.occurrenceId === occurrenceId && line.attempt > attempt
    )
  );
  const starts = lines.filter(({ event }) => event === 'start').map(attemptKey);
  const ended = new Set(
    lines.filter(({ event }) => event === 'end').map(({ occurrenceId }) => occurrenceId)
  );
  return {
    rescueMs: Math.max(...secondStarts.map((line) => (line?.at ?? Infinity) - killedAt)),
    missing: started.filter(({ documentId }) => !ended.has(documentId)).length,
    duplicate: starts.length - new Set(starts).size,
  };
};
