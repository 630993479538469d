import { randomUUID } from 'node:crypto';

import { Cron } from 'croner';
import { scheduleJob } from 'node-schedule';

import { countDeliveries } from './deliveries';

/** What Strapi's own cron rests on: timers of one process, without a record of anything. */
export const open = async ({ library }: { library: 'croner' | 'node-schedule' }) => {
  const deliveries = countDeliveries();
  const at = (when: Date | string, key: string): void => {
    const note = (): void => deliveries.add(key);
    if (library === 'croner') new Cron(when, { maxRuns: 1 }, note);
    else {
      const job = scheduleJob(when, () => {
        note();
        job.cancel();
      });
    }
  };
  return {
    ready: async () => null,

    startDelays: async ({ instants }: { instants: number[] }) => {
      deliveries.clear();
      const dueAt = new Map(instants.map((instant) => [randomUUID() as string, instant]));
      for (const [key, instant] of dueAt) at(new Date(instant), key);
      await deliveries.all(instants.length);
      const lateness = [...deliveries.starts()].map(
        ([key, start]) => start - (dueAt.get(key) ?? 0)
      );
      return { lateness, ...deliveries.exact(instants.length) };
    },

    cronDelays: async ({ count, at: instant }: { count: number; at: number }) => {
      deliveries.clear();
      for (let one = 0; one < count; one += 1) at('* * * * *', String(one));
      await deliveries.all(count);
      const lateness = [...deliveries.starts().values()].map((started) => started - instant);
      return { lateness, ...deliveries.exact(count) };
    },

    close: async () => undefined,
  };
};
