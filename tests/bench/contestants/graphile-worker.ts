import { makeWorkerUtils, run } from 'graphile-worker';
import { Pool } from 'pg';

import { countDeliveries, PAYLOAD, until, watchLoop } from './deliveries';
import { quietLogger } from './quiet-logger';

interface Settings {
  url: string;
  concurrency?: number;
  /** As its own benchmark sets it: a local queue, and completions in batches. */
  batched?: boolean;
}

export const open = async ({ url, concurrency = 20, batched = false }: Settings) => {
  const pool = new Pool({ connectionString: url, max: 10 });
  pool.on('error', tellError);
  pool.on('connect', (client) => client.on('error', tellError));
  const utils = await makeWorkerUtils({ pgPool: pool, logger: quietLogger });
  await utils.migrate();
  const deliveries = countDeliveries();
  const start = (crontab?: string) =>
    run({
      pgPool: pool,
      logger: quietLogger,
      noHandleSignals: true,
      taskList: { bench: async (_, { job }) => deliveries.add(String(job.id)) },
      ...(crontab === undefined ? {} : { crontab }),
      preset: {
        worker: {
          concurrentJobs: concurrency,
          ...(batched
            ? { localQueue: { size: 500 }, completeJobBatchDelay: 0, failJobBatchDelay: 0 }
            : {}),
        },
      },
    });
  const add = async (count: number, runAt?: Date): Promise<void> => {
    const job = { identifier: 'bench', payload: PAYLOAD, ...(runAt ? { runAt } : {}) };
    for (let from = 0; from < count; from += 1000) {
      await utils.addJobs(Array.from({ length: Math.min(1000, count - from) }, () => job));
    }
  };
  const nothingLeft = async (): Promise<boolean> => {
    const { rows } = await pool.query('SELECT 1 FROM graphile_worker._private_jobs LIMIT 1');
    return rows.length === 0;
  };

  return {
    ready: async () => null,

    burnDown: async ({ count }: { count: number }) => {
      deliveries.clear();
      await add(count);
      await pool.query('VACUUM ANALYZE graphile_worker._private_jobs');
      const from = performance.now();
      const runner = await start();
      await deliveries.all(count);
      await until(nothingLeft);
      const ms = performance.now() - from;
      await runner.stop();
      return { ms, ...deliveries.exact(count) };
    },

    startDelays: async ({ instants }: { instants: number[] }) => {
      deliveries.clear();
      const runner = await start();
      const dueAt = new Map<string, number>();
      for (const instant of instants) {
        const job = await utils.addJob('bench', PAYLOAD, { runAt: new Date(instant) });
        dueAt.set(String(job.id), instant);
      }
      await deliveries.all(instants.length);
      await until(nothingLeft);
      await runner.stop();
      const lateness = [...deliveries.starts()].map(([id, at]) => at - (dueAt.get(id) ?? 0));
      return { lateness, ...deliveries.exact(instants.length) };
    },

    cronDelays: async ({ count, at }: { count: number; at: number }) => {
      deliveries.clear();
      const line = (one: number): string => `* * * * * bench ?id=bench${one}`;
      const runner = await start(Array.from({ length: count }, (_, one) => line(one)).join('\n'));
      await deliveries.all(count);
      await until(nothingLeft);
      await runner.stop();
      const lateness = [...deliveries.starts().values()].map((started) => started - at);
      return { lateness, ...deliveries.exact(count) };
    },

    dueAtOnce: async ({ count, inMs }: { count: number; inMs: number }) => {
      deliveries.clear();
      const instant = Date.now() + inMs;
      await add(count, new Date(instant));
      const runner = await start();
      await new Promise((resolve) => setTimeout(resolve, instant - Date.now() - 100));
      const loopMs = await watchLoop(() => deliveries.all(count));
      await until(nothingLeft);
      await runner.stop();
      const last = Math.max(...deliveries.starts().values());
      return { ms: last - instant, loopMs, ...deliveries.exact(count) };
    },

    enqueueToStart: async ({ count }: { count: number }) => {
      deliveries.clear();
      const runner = await start();
      const delays: number[] = [];
      for (let one = 0; one < count; one += 1) {
        const from = performance.timeOrigin + performance.now();
        const job = await utils.addJob('bench', PAYLOAD);
        await deliveries.all(one + 1);
        delays.push((deliveries.starts().get(String(job.id)) ?? Number.NaN) - from);
      }
      await until(nothingLeft);
      await runner.stop();
      return { delays, ...deliveries.exact(count) };
    },

    idle: async ({ ms }: { ms: number }) => {
      const runner = await start('0 0 1 1 * bench');
      await new Promise((resolve) => setTimeout(resolve, 2000));
      const before = process.cpuUsage();
      const count = await countStatements(pool, ms);
      const { user, system } = process.cpuUsage(before);
      await runner.stop();
      return { statements: count, cpuMs: (user + system) / 1000 };
    },

    close: async () => {
      await utils.release();
      await pool.end();
    },
  };
};

const tellError = (error: Error): unknown => process.stderr.write(`${error.message}\n`);

/** What its connections send within `ms`. */
const countStatements = async (pool: Pool, ms: number): Promise<number> => {
  const { Client } = await import('pg');
  const { query } = Client.prototype;
  let count = 0;
  Client.prototype.query = function counted(this: unknown, ...given: unknown[]) {
    count += 1;
    return Reflect.apply(query, this, given);
  } as typeof query;
  await new Promise((resolve) => setTimeout(resolve, ms));
  Client.prototype.query = query;
  return count;
};
