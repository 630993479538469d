import { mkdtempSync, readdirSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import { openArtifactFiles } from '../../server/src/artifacts/artifact-files';
import { createArtifacts } from '../../server/src/artifacts/create-artifacts';
import type { ArtifactLimits } from '../../server/src/artifacts/create-artifacts';
import type { ArtifactOptions } from '../../server/src/engine/artifacts';
import type { ClaimedExecution } from '../../server/src/engine/ports';
import { createArtifactStore } from '../../server/src/storage/engine/create-engine-store';
import { DATABASES, isAvailable } from '../support/databases';
import { anExecution } from '../support/factories';
import { createSchema } from '../support/schema';
import type { SchemaDatabase } from '../support/schema';
import { databaseBench, START } from '../support/store-bench';
import type { Bench } from '../support/store-bench';

const DAY_MS = 86_400_000;
const LIMITS: ArtifactLimits = {
  maxFileBytes: 100,
  maxExecutionBytes: 1_000,
  maxFiles: 100,
  keepDays: null,
  keepPerJob: null,
};

for (const name of DATABASES.filter(isAvailable)) {
  describe(`artifacts on ${name}`, () => {
    let database: SchemaDatabase;
    let bench: Bench;
    let directory: string;
    beforeAll(async () => {
      database = await createSchema(name);
    }, 120_000);
    afterAll(() => database?.drop());
    beforeEach(async () => {
      await database.knex('job_scheduler_artifacts').delete();
      bench = await databaseBench(database);
      directory = mkdtempSync(path.join(os.tmpdir(), 'artifacts-'));
    });
    afterEach(() => rmSync(directory, { recursive: true, force: true }));

    let made = 0;
    const parts = (limits: Partial<ArtifactLimits> = {}) => {
      const { knex, client } = database;
      const now = () => bench.clock.now;
      return {
        store: createArtifactStore({ knex, client, now }),
        files: openArtifactFiles(directory, { root: '/nowhere', public: '/nowhere/public' }),
        clock: { now },
        ids: { documentId: () => `artifact${(made += 1)}`.padEnd(24, '0') },
        limits: { ...LIMITS, ...limits },
      };
    };
    const artifacts = (limits: Partial<ArtifactLimits> = {}) => createArtifacts(parts(limits));
    const claimed = async (count: number): Promise<ClaimedExecution[]> => {
      const job = await bench.addJob();
      for (let one = 0; one < count; one += 1)
        await bench.start(
          job,
          anExecution({ readyAt: START, plan: { ...anExecution().plan, overlap: 'allow' } })
        );
      const request = { node: 'a', token: 'token', limit: count, total: null };
      const { executions } = await bench.store.claim({ ...request, leaseMs: 60_000, aheadMs: 0 });
      expect(executions).toHaveLength(count);
      return executions;
    };
    const keep = (
      { ref, job }: ClaimedExecution,
      content: string,
      options: ArtifactOptions = {},
      limits: Partial<ArtifactLimits> = {}
    ) => artifacts(limits).keep({ ref, job }, { name: `${content}.txt`, content, options });
    const names = async (): Promise<string[]> => {
      const rows = await database.knex('job_scheduler_artifacts').orderBy('id');
      return rows.map((row: { name: string }) => row.name);
    };
    const onDisk = () => readdirSync(directory).filter((file) => file !== '.gitignore');
    const knexTables = () => ({
      executions: () => database.knex('job_scheduler_executions'),
      jobs: () => database.knex('job_scheduler_jobs'),
    });
    const touch = (file: string, at: number) =>
      utimesSync(path.join(directory, file), new Date(at), new Date(at));
    const prune = (limits: Partial<ArtifactLimits> = {}) =>
      artifacts(limits).prune(new AbortController().signal);

    it('belong to the attempt that is owned: any other leaves neither record nor file', async () => {
      const [own] = await claimed(1);
      await keep(own!, 'mine');
      for (const wrong of [{ token: 'TOKEN' }, { attempt: 2 }, { id: own!.ref.id + 1 }])
        await expect(
          keep({ ...own!, ref: { ...own!.ref, ...wrong } }, 'theirs')
        ).rejects.toMatchObject({ code: 'LEASE_LOST' });
      expect(await names()).toEqual(['mine.txt']);
      expect(onDisk()).toHaveLength(1);
    });

    it('are counted and weighed as they are put on record, however many come at once', async () => {
      const [own] = await claimed(1);
      const all = ['a', 'b', 'c', 'd', 'e', 'f'].map((text) =>
        keep(own!, text.repeat(10), {}, { maxFiles: 4, maxExecutionBytes: 30 })
      );
      const settled = await Promise.allSettled(all);
      expect(settled.filter(({ status }) => status === 'fulfilled')).toHaveLength(3);
      expect([await names(), onDisk()].map((each) => each.length)).toEqual([3, 3]);
    });

    it('go when their execution is gone, the file after the record', async () => {
      const [gone, stays] = await claimed(2);
      await keep(gone!, 'gone');
      await keep(stays!, 'stays');
      await database.knex('job_scheduler_executions').where({ id: gone!.ref.id }).delete();
      expect(await prune()).toBe(1);
      expect(await names()).toEqual(['stays.txt']);
      expect(onDisk()).toHaveLength(1);
    });

    it('go after so many days, and beyond so many of a job', async () => {
      const [one, other] = [...(await claimed(1)), ...(await claimed(1))];
      await keep(one!, 'old');
      bench.clock.now += 2 * DAY_MS;
      for (const text of ['1', '2', '3']) await keep(one!, text);
      await keep(other!, 'other');
      expect(await prune({ keepDays: 3 })).toBe(0);
      expect(await prune({ keepDays: 1 })).toBe(1);
      expect(await prune({ keepPerJob: 2 })).toBe(1);
      expect(await names()).toEqual(['2.txt', '3.txt', 'other.txt']);
      expect(onDisk()).toHaveLength(3);
    });

    it('are versions of one thing where a handler says so: only the newest stay', async () => {
      const [own] = await claimed(1);
      const versions = { of: 'export', keep: 2 };
      await keep(own!, 'else');
      for (const text of ['1', '2', '3']) await keep(own!, text, { versions });
      expect(await names()).toEqual(['else.txt', '2.txt', '3.txt']);
      expect(onDisk()).toHaveLength(3);
    });

    it('that are versions go by newer versions only, and their executions stay for as long as they do', async () => {
      const [own] = await claimed(1);
      const versions = { of: 'backup', keep: 2 };
      for (const text of ['1', '2', '3']) await keep(own!, text, { versions });
      await keep(own!, 'else');
      const { executions, jobs } = knexTables();
      const finished = { status: 'succeeded', finished_at: bench.clock.now };
      await executions().where({ id: own!.ref.id }).update(finished);
      bench.clock.now += 400 * DAY_MS;
      const limits = { executionsBefore: bench.clock.now, logsBefore: 0, auditBefore: 0, limit: 9 };
      expect(await bench.store.prune(limits)).toBe(0);
      expect(await prune({ keepDays: 1, keepPerJob: 1 })).toBe(1);
      expect(await names()).toEqual(['2.txt', '3.txt']);

      // Somebody else removed the execution: the files are still worth having.
      await executions().where({ id: own!.ref.id }).delete();
      expect(await prune({ keepDays: 1, keepPerJob: 1 })).toBe(0);
      expect(onDisk()).toHaveLength(2);

      // Nobody makes another version any more.
      await jobs().where({ document_id: own!.job.documentId }).delete();
      expect(await prune()).toBe(2);
      expect(onDisk()).toEqual([]);
    });

    it('of a deleted job go with their executions, versions or not', async () => {
      const [own] = await claimed(1);
      await keep(own!, '1', { versions: { of: 'backup', keep: 2 } });
      const { executions, jobs } = knexTables();
      const finished = { status: 'succeeded', finished_at: bench.clock.now };
      await executions().where({ id: own!.ref.id }).update(finished);
      await jobs().where({ document_id: own!.job.documentId }).delete();
      bench.clock.now += 400 * DAY_MS;
      const limits = { executionsBefore: bench.clock.now, logsBefore: 0, auditBefore: 0, limit: 9 };
      expect(await bench.store.prune(limits)).toBe(1);
      expect(await prune()).toBe(1);
      expect(onDisk()).toEqual([]);
    });

    it('that a crash left before their record are swept when nobody can be about to make one', async () => {
      const [young, old] = ['a'.repeat(32), 'b'.repeat(32)].map((file) => `pending-${file}`);
      for (const file of [young!, old!]) writeFileSync(path.join(directory, file), 'left behind');
      bench.clock.now += 10 * DAY_MS;
      touch(young!, bench.clock.now - DAY_MS / 2);
      touch(old!, bench.clock.now - 2 * DAY_MS);
      await prune();
      expect(onDisk()).toEqual([young]);
    });

    it('that a crash left between record and final name get it, however old they are', async () => {
      const [own] = await claimed(1);
      await keep(own!, 'kept');
      const [kept] = onDisk();
      renameSync(path.join(directory, kept!), path.join(directory, `pending-${kept}`));
      touch(`pending-${kept}`, bench.clock.now - 10 * DAY_MS);
      await prune();
      expect(onDisk()).toEqual([kept]);
    });

    it('stay on the disk when the database has lost their records, however old they are', async () => {
      const [own] = await claimed(1);
      await keep(own!, 'needed');
      const [needed] = onDisk();
      touch(needed!, bench.clock.now - 100 * DAY_MS);
      await database.knex('job_scheduler_artifacts').delete();
      await prune();
      expect(onDisk()).toEqual([needed]);
    });

    it('whose record may have been written stay when the database gives no answer', async () => {
      const [own] = await claimed(1);
      const { store, ...rest } = parts();
      const silent = createArtifacts({
        ...rest,
        store: {
          ...store,
          addArtifact: async (...given) => {
            await store.addArtifact(...given);
            throw new Error('the connection is gone');
          },
        },
      });
      const { ref, job } = own!;
      await expect(
        silent.keep({ ref, job }, { name: 'a', content: 'a', options: {} })
      ).rejects.toThrow('the connection is gone');
      expect([await names(), onDisk()].map((each) => each.length)).toEqual([1, 1]);
      await prune();
      const [row] = await database.knex('job_scheduler_artifacts');
      expect(onDisk()).toEqual([row.file]);
    });
  });
}
