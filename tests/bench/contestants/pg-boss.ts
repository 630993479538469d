import { PgBoss } from 'pg-boss';

import { countDeliveries, PAYLOAD, until, watchLoop } from './deliveries';

interface Settings {
  url: string;
  concurrency?: number;
  /** The fastest of its own worker: batches, fetched one after the other for as long as they come back full. */
  tuned?: boolean;
}

const QUEUE = 'bench';
/** It looks at its crons every half minute. */
const CRON_PATIENCE_MS = 120_000;

export const open = async ({ url, concurrency = 20, tuned = false }: Settings) => {
  const boss = new PgBoss({ connectionString: url });
  boss.on('error', (error) => process.stderr.write(`${String(error)}\n`));
  await boss.start();
  await boss.createQueue(QUEUE);
  const deliveries = countDeliveries();
  const note = async (jobs: { id: string }[]): Promise<void> => {
    for (const { id } of jobs) deliveries.add(id);
  };
  const work = () =>
    tuned
      ? boss.work(
          QUEUE,
          {
            localConcurrency: 4,
            batchSize: Math.max(20, concurrency),
            burstWhenBatchFull: true,
            pollingIntervalSeconds: 0.5,
          },
          note
        )
      : boss.work(QUEUE, { localConcurrency: concurrency }, note);
  const stop = () => boss.offWork(QUEUE, { wait: true });
  const add = async (count: number, startAfter?: Date): Promise<void> => {
    const job = { name: QUEUE, data: PAYLOAD, ...(startAfter ? { startAfter } : {}) };
    for (let from = 0; from < count; from += 1000) {
      const jobs = Array.from({ length: Math.min(1000, count - from) }, () => job);
      await boss.insert(QUEUE, jobs as never);
    }
  };
  const db = () => (boss as unknown as { getDb(): Database }).getDb();
  const nothingLeft = async (): Promise<boolean> => {
    const sql = `SELECT 1 FROM pgboss.job WHERE name = '${QUEUE}' AND state < 'completed' LIMIT 1`;
    return (await db().executeSql(sql)).rows.length === 0;
  };
  /** Its crons also start what was due up to a minute before they were made: a job is of the minute in which it was queued. */
  const idsOfMinute = async (at: number): Promise<string[]> => {
    const minute = new Date(at).toISOString();
    const sql = `SELECT id FROM pgboss.job WHERE name = '${QUEUE}' AND date_trunc('minute', created_on) = '${minute}'`;
    return (await db().executeSql(sql)).rows.map(({ id }) => String(id));
  };
  const forget = async (): Promise<void> => {
    deliveries.clear();
    await boss.deleteAllJobs(QUEUE);
  };

  return {
    ready: async () => null,

    burnDown: async ({ count }: { count: number }) => {
      await forget();
      await add(count);
      await db().executeSql('VACUUM ANALYZE');
      const from = performance.now();
      await work();
      await deliveries.all(count);
      await until(nothingLeft);
      const ms = performance.now() - from;
      await stop();
      return { ms, ...deliveries.exact(count) };
    },

    startDelays: async ({ instants }: { instants: number[] }) => {
      await forget();
      await work();
      const dueAt = new Map<string, number>();
      for (const instant of instants) {
        const id = await boss.send(QUEUE, PAYLOAD, { startAfter: new Date(instant) });
        dueAt.set(String(id), instant);
      }
      await deliveries.all(instants.length);
      await until(nothingLeft);
      await stop();
      const lateness = [...deliveries.starts()].map(([id, at]) => at - (dueAt.get(id) ?? 0));
      return { lateness, ...deliveries.exact(instants.length) };
    },

    cronDelays: async ({ count, at }: { count: number; at: number }) => {
      await forget();
      for (let one = 0; one < count; one += 1) {
        await boss.schedule(QUEUE, '* * * * *', PAYLOAD, { key: `cron-${one}` } as never);
      }
      await work();
      const startsOfMinute = async (): Promise<number[]> => {
        const ids = await idsOfMinute(at);
        return ids.flatMap((id) => deliveries.starts().get(id) ?? []);
      };
      const isOver = () => Date.now() > at + CRON_PATIENCE_MS;
      await until(async () => isOver() || (await startsOfMinute()).length >= count, 500);
      for (let one = 0; one < count; one += 1) await boss.unschedule(QUEUE, `cron-${one}`);
      await stop();
      const starts = await startsOfMinute();
      const handedTwice = deliveries.exact(0).duplicate;
      return {
        lateness: starts.map((started) => started - at),
        missing: Math.max(0, count - starts.length),
        duplicate: handedTwice + Math.max(0, starts.length - count),
      };
    },

    dueAtOnce: async ({ count, inMs }: { count: number; inMs: number }) => {
      await forget();
      const instant = Date.now() + inMs;
      await add(count, new Date(instant));
      await work();
      await new Promise((resolve) => setTimeout(resolve, instant - Date.now() - 100));
      const loopMs = await watchLoop(() => deliveries.all(count));
      await until(nothingLeft);
      await stop();
      const last = Math.max(...deliveries.starts().values());
      return { ms: last - instant, loopMs, ...deliveries.exact(count) };
    },

    enqueueToStart: async ({ count }: { count: number }) => {
      await forget();
      await work();
      const delays: number[] = [];
      for (let one = 0; one < count; one += 1) {
        const from = performance.timeOrigin + performance.now();
        const id = await boss.send(QUEUE, PAYLOAD);
        await deliveries.all(one + 1);
        delays.push((deliveries.starts().get(String(id)) ?? Number.NaN) - from);
      }
      await until(nothingLeft);
      await stop();
      return { delays, ...deliveries.exact(count) };
    },

    idle: async ({ ms }: { ms: number }) => {
      await work();
      await new Promise((resolve) => setTimeout(resolve, 2000));
      const { default: pg } = await import('pg');
      const { query } = pg.Client.prototype;
      let statements = 0;
      pg.Client.prototype.query = function counted(this: unknown, ...given: unknown[]) {
        statements += 1;
        return Reflect.apply(query, this, given);
      } as typeof query;
      const before = process.cpuUsage();
      await new Promise((resolve) => setTimeout(resolve, ms));
      const { user, system } = process.cpuUsage(before);
      pg.Client.prototype.query = query;
      await stop();
      return { statements, cpuMs: (user + system) / 1000 };
    },

    close: () => boss.stop({ graceful: false }),
  };
};

interface Database {
  executeSql(sql: string): Promise<{ rows: Record<string, unknown>[] }>;
}
