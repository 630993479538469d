import { randomUUID } from 'node:crypto';

import { Queue, Worker } from 'bullmq';
import { Redis } from 'ioredis';

import { countDeliveries, PAYLOAD, until, watchLoop } from './deliveries';

interface Settings {
  concurrency?: number;
}

const REDIS_URL = process.env['BENCH_REDIS_URL'] ?? 'redis://127.0.0.1:6379';

export const open = async ({ concurrency = 20 }: Settings) => {
  const name = `bench-${randomUUID()}`;
  const connect = () => new Redis(REDIS_URL, { maxRetriesPerRequest: null });
  const queue = new Queue(name, { connection: connect() });
  const deliveries = countDeliveries();
  const start = async (): Promise<Worker> => {
    const note = async ({ id }: { id?: string }) => deliveries.add(String(id));
    const worker = new Worker(name, note, { connection: connect(), concurrency });
    await worker.waitUntilReady();
    return worker;
  };
  const add = async (count: number, delay = 0): Promise<void> => {
    const job = { name: 'bench', data: PAYLOAD, opts: { delay } };
    for (let from = 0; from < count; from += 1000) {
      await queue.addBulk(Array.from({ length: Math.min(1000, count - from) }, () => job));
    }
  };
  const nothingLeft = async (): Promise<boolean> =>
    (await queue.getJobCountByTypes('wait', 'active', 'delayed', 'prioritized')) === 0;
  const forget = async (): Promise<void> => {
    deliveries.clear();
    await queue.obliterate({ force: true });
  };

  return {
    ready: async () => null,

    burnDown: async ({ count }: { count: number }) => {
      await forget();
      await add(count);
      const from = performance.now();
      const worker = await start();
      await deliveries.all(count);
      await until(nothingLeft);
      const ms = performance.now() - from;
      await worker.close();
      return { ms, ...deliveries.exact(count) };
    },

    startDelays: async ({ instants }: { instants: number[] }) => {
      await forget();
      const worker = await start();
      const dueAt = new Map<string, number>();
      for (const instant of instants) {
        const { id } = await queue.add('bench', PAYLOAD, { delay: instant - Date.now() });
        dueAt.set(String(id), instant);
      }
      await deliveries.all(instants.length);
      await until(nothingLeft);
      await worker.close();
      const lateness = [...deliveries.starts()].map(([id, at]) => at - (dueAt.get(id) ?? 0));
      return { lateness, ...deliveries.exact(instants.length) };
    },

    cronDelays: async ({ count, at }: { count: number; at: number }) => {
      await forget();
      const worker = await start();
      for (let one = 0; one < count; one += 1) {
        const job = { name: 'bench', data: PAYLOAD };
        await queue.upsertJobScheduler(`cron-${one}`, { pattern: '* * * * *', limit: 1 }, job);
      }
      await deliveries.all(count);
      await worker.close();
      const lateness = [...deliveries.starts().values()].map((started) => started - at);
      return { lateness, ...deliveries.exact(count) };
    },

    dueAtOnce: async ({ count, inMs }: { count: number; inMs: number }) => {
      await forget();
      const instant = Date.now() + inMs;
      const job = { name: 'bench', data: PAYLOAD };
      for (let from = 0; from < count; from += 1000) {
        const opts = { delay: instant - Date.now() };
        const size = Math.min(1000, count - from);
        await queue.addBulk(Array.from({ length: size }, () => ({ ...job, opts })));
      }
      const worker = await start();
      await new Promise((resolve) => setTimeout(resolve, instant - Date.now() - 100));
      const loopMs = await watchLoop(() => deliveries.all(count));
      await until(nothingLeft);
      await worker.close();
      const last = Math.max(...deliveries.starts().values());
      return { ms: last - instant, loopMs, ...deliveries.exact(count) };
    },

    enqueueToStart: async ({ count }: { count: number }) => {
      await forget();
      const worker = await start();
      const delays: number[] = [];
      for (let one = 0; one < count; one += 1) {
        const from = performance.timeOrigin + performance.now();
        const { id } = await queue.add('bench', PAYLOAD);
        await deliveries.all(one + 1);
        delays.push((deliveries.starts().get(String(id)) ?? Number.NaN) - from);
      }
      await until(nothingLeft);
      await worker.close();
      return { delays, ...deliveries.exact(count) };
    },

    close: async () => {
      await queue.obliterate({ force: true });
      await queue.close();
    },
  };
};
