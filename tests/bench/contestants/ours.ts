import { randomUUID } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import path from 'node:path';

import type { Core } from '@strapi/strapi';
import { createStrapi } from '@strapi/strapi';

import { compose } from '../../../server/src/compose';
import { FIRST_ADMIN, logIn, registerFirstAdmin } from '../../support/accounts';
import { callAdmin } from '../../support/admin-api';
import type { DatabaseName } from '../../support/databases';
import { ROOT, SITE, siteEnv } from '../../support/site-env';
import { countDeliveries, PAYLOAD, until, watchLoop } from './deliveries';
import { copyRow } from './copy-row';

interface Settings {
  /** Leads to its database. */
  env: Record<string, string>;
  concurrency?: number;
  /** Serves the admin panel too, which has to be built. */
  opensPages?: boolean;
}

interface Job {
  documentId: string;
}

/** A real Strapi with the plugin from the sources: what is measured is what a site runs. */
export const open = async ({ env, concurrency = 20, opensPages = false }: Settings) => {
  Object.assign(process.env, siteEnv, { NODE_ENV: 'production' }, env, {
    JOB_SCHEDULER_PLUGIN: path.join(ROOT, 'tests/support/plugin-from-sources'),
    JOB_SCHEDULER_MAX_CONCURRENT: String(concurrency),
  });
  const strapi: Core.Strapi = createStrapi({
    appDir: SITE,
    distDir: SITE,
    serveAdminPanel: opensPages,
  });
  await strapi.load();
  const deliveries = countDeliveries();
  compose(strapi).templates.register({
    uid: 'bench',
    version: 1,
    category: 'test',
    label: 'Bench',
    description: 'Does nothing and is counted.',
    parameters: [{ name: 'payload', type: 'text', label: 'Payload', default: '' }],
    run: async ({ occurrenceId }: { occurrenceId: string }) => deliveries.add(occurrenceId),
  } as never);
  await strapi.start();
  const { port } = strapi.server.httpServer.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  // A second node on the same database finds the account there.
  const token = await registerFirstAdmin(url).catch(() => logIn(url, FIRST_ADMIN));
  const site = { url, token };
  const engine = compose(strapi).engine();
  const client = strapi.db.dialect.client as DatabaseName;
  const knex = strapi.db.connection;

  const definition = (given: Record<string, unknown>) => ({
    name: `Bench ${randomUUID()}`,
    template: 'bench',
    parameters: PAYLOAD,
    overlap: 'allow',
    // As the peers do it: after a crash it is tried again.
    onLost: 'retry',
    ...given,
  });
  const createJob = (given: Record<string, unknown> = {}): Promise<Job> =>
    callAdmin(site, 'POST', '/job-scheduler/jobs', definition(given));
  /** Many in a short time: without a request for each. */
  const createJobHere = (given: Record<string, unknown>): Promise<unknown> =>
    compose(strapi)
      .useCases()
      .createJob(CALLER as never, definition(given));
  const run = ({ documentId }: Job): Promise<Job> =>
    callAdmin(site, 'POST', `/job-scheduler/jobs/${documentId}/run`, {});
  /** One occurrence, at any millisecond. */
  const onceAt = (instant: number) => ({
    key: 'once',
    kind: 'interval',
    every: '1h',
    anchor: new Date(instant).toISOString(),
    endAt: new Date(instant + 1).toISOString(),
  });
  const nothingLeft = async (): Promise<boolean> => {
    const [row] = await knex('job_scheduler_executions')
      .whereNull('finished_at')
      .count('* as left');
    return Number(row?.['left']) === 0;
  };
  const forget = async (): Promise<void> => {
    deliveries.clear();
    await knex('job_scheduler_executions').del();
    await knex('job_scheduler_jobs').del();
    if (client === 'postgres') await knex.raw('VACUUM ANALYZE');
  };
  const succeeded = async (): Promise<number> => {
    const all = knex('job_scheduler_executions').where({ status: 'succeeded' });
    const [row] = await all.count('* as found');
    return Number(row?.['found']);
  };

  return {
    ready: async () => null,

    /** `count` executions of ten jobs are queued; how long until the last one is on record as done. */
    burnDown: async ({ count }: { count: number }) => {
      await engine.stop();
      await forget();
      for (let job = 0; job < 10; job += 1) {
        const started = await run(await createJob());
        const copies = count / 10 - 1;
        await copyRow(
          knex,
          client,
          { table: 'job_scheduler_executions', documentId: started.documentId },
          copies
        );
      }
      if (client === 'postgres') await knex.raw('VACUUM ANALYZE job_scheduler_executions');
      const from = performance.now();
      await engine.start();
      await deliveries.all(count);
      await until(nothingLeft);
      const ms = performance.now() - from;
      const { missing, duplicate } = deliveries.exact(count);
      return { ms, missing: Math.max(missing, count - (await succeeded())), duplicate };
    },

    /** How late each of these instants started, in milliseconds. */
    startDelays: async ({ instants }: { instants: number[] }) => {
      await forget();
      for (const instant of instants) await createJobHere({ schedules: [onceAt(instant)] });
      if (Date.now() > Math.min(...instants)) throw new Error('The jobs were not ready in time');
      await deliveries.all(instants.length);
      await until(nothingLeft);
      return { lateness: await lateness(), ...deliveries.exact(instants.length) };
    },

    /** Cron jobs that are due with the minute, once. */
    cronDelays: async ({ count, at }: { count: number; at: number }) => {
      await forget();
      const endAt = new Date(at + 1000).toISOString();
      const cron = { key: 'minute', kind: 'cron', expression: '* * * * *', endAt };
      for (let job = 0; job < count; job += 1) await createJob({ schedules: [cron] });
      if (Date.now() > at) throw new Error('The jobs were not ready in time');
      await deliveries.all(count);
      await until(nothingLeft);
      return { lateness: await lateness(), ...deliveries.exact(count) };
    },

    /** `count` jobs are due at one instant: how long until the last one started, and how late the loop was. */
    dueAtOnce: async ({ count, inMs }: { count: number; inMs: number }) => {
      await forget();
      const instant = Date.now() + inMs;
      const { documentId } = await createJob({ schedules: [onceAt(instant)] });
      await copyRow(knex, client, { table: 'job_scheduler_jobs', documentId }, count - 1);
      if (Date.now() > instant) throw new Error('The jobs were not ready in time');
      await new Promise((resolve) => setTimeout(resolve, instant - Date.now() - 100));
      const loopMs = await watchLoop(() => deliveries.all(count));
      await until(nothingLeft);
      const last = Math.max(...deliveries.starts().values());
      return { ms: last - instant, loopMs, ...deliveries.exact(count) };
    },

    /** One after the other: from the call that starts a job by hand to its handler. */
    enqueueToStart: async ({ count }: { count: number }) => {
      await forget();
      const useCases = compose(strapi).useCases();
      // Of ten jobs in turn: the end of one start is not waited for by the next.
      const jobs: Job[] = [];
      for (let job = 0; job < 10; job += 1) jobs.push(await createJob());
      const delays: number[] = [];
      for (let one = 0; one < count; one += 1) {
        const id = jobs[one % jobs.length]?.documentId ?? '';
        const from = performance.timeOrigin + performance.now();
        const started = useCases.runJob(CALLER as never, { id, body: {} });
        await deliveries.all(one + 1);
        const answer = (await started) as { data: Job };
        delays.push((deliveries.starts().get(answer.data.documentId) ?? Number.NaN) - from);
      }
      await until(nothingLeft);
      return { delays, ...deliveries.exact(count) };
    },

    /** Idle beside so many jobs that are far from due: statements and processor time of `ms`. */
    idle: async ({ jobs, ms }: { jobs: number; ms: number }) => {
      await forget();
      if (jobs > 0) {
        const { documentId } = await createJob({ schedules: [onceAt(Date.now() + 1e10)] });
        await copyRow(knex, client, { table: 'job_scheduler_jobs', documentId }, jobs - 1);
      }
      await engine.stop();
      await engine.start();
      await new Promise((resolve) => setTimeout(resolve, 2000));
      let statements = 0;
      // Strapi has chores of its own.
      const note = ({ sql }: { sql: string }): void => {
        if (sql.includes('job_scheduler')) statements += 1;
      };
      knex.on('query', note);
      const before = process.cpuUsage();
      await new Promise((resolve) => setTimeout(resolve, ms));
      const { user, system } = process.cpuUsage(before);
      knex.removeListener('query', note);
      return { statements, cpuMs: (user + system) / 1000 };
    },

    /** A history of `executions` finished ones of `jobs` jobs; answers where to ask for it, and one of each. */
    history: async ({ executions, jobs }: { executions: number; jobs: number }) => {
      await forget();
      for (let job = 0; job < jobs; job += 1) {
        const schedules = [onceAt(Date.now() + 1e10)];
        const started = await run(await createJob({ schedules, tags: ['bench'] }));
        await until(nothingLeft);
        const changed = {
          status: "CASE WHEN n % 20 = 0 THEN 'failed' ELSE 'succeeded' END",
          finished_at: 't.finished_at - n * 60000',
          queued_at: 't.queued_at - n * 60000',
        };
        const copies = executions / jobs - 1;
        const { documentId } = started;
        await copyRow(
          knex,
          client,
          { table: 'job_scheduler_executions', documentId },
          copies,
          changed
        );
      }
      if (client === 'postgres') await knex.raw('VACUUM ANALYZE');
      if (client === 'sqlite') await knex.raw('ANALYZE');
      const job = await knex('job_scheduler_jobs').first('document_id');
      const execution = await knex('job_scheduler_executions').first('document_id');
      return { ...site, job: String(job.document_id), execution: String(execution.document_id) };
    },

    addJob: (given: Record<string, unknown>) => createJob(given),
    runJob: ({ documentId }: Job) => run({ documentId }),

    close: async () => {
      await strapi.destroy();
    },
  };

  /** By the instant that each record is of; the start by the process's own clock. */
  async function lateness(): Promise<number[]> {
    const rows = await knex('job_scheduler_executions').select('document_id', 'slot_at');
    const starts = deliveries.starts();
    return rows.map(
      (row: Record<string, unknown>) =>
        (starts.get(String(row['document_id'])) ?? Number.NaN) - Number(row['slot_at'])
    );
  }
};

/** Whoever starts a job in the same process. */
const CALLER = {
  kind: 'user',
  id: '1',
  name: null,
  userId: 1,
  trigger: 'manual',
  language: 'en',
  ip: null,
  requestId: 'bench',
  scopeOf: () => ({ jobs: 'all' }),
  holds: () => true,
};
