import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';

import type { Knex } from 'knex';

import { createBackupTools } from '../../server/src/processes/dumps/create-backup-tools';
import type { DumpHost } from '../../server/src/processes/dumps/dump-host';
import { createDatabase } from '../support/databases';
import type { TestDatabase } from '../support/databases';
import { eventually } from '../support/eventually';
import { connect } from '../support/schema';
import { createWorld } from '../support/world';
import type { World } from '../support/world';
import { aRun } from '../unit/templates/some-tools';

let world: World;
const directory = mkdtempSync(path.join(os.tmpdir(), 'artifacts-'));
const fresh: TestDatabase[] = [];
beforeAll(async () => {
  world = await createWorld({ JOB_SCHEDULER_ARTIFACTS_DIR: directory });
}, 120_000);
afterAll(async () => {
  await world?.stop();
  for (const database of fresh) await database.drop();
  rmSync(directory, { recursive: true, force: true });
});

let made = 0;
const create = async (fields: object = {}) => {
  const body = { name: `Backup ${(made += 1)}`, template: 'backup', parameters: {}, ...fields };
  const answer = await world.call('superAdmin', 'POST', '/jobs', body);
  expect([answer.status, answer.body.error]).toEqual([201, undefined]);
  return answer.body.data.documentId as string;
};
const run = async (job: string) => {
  const started = await world.call('superAdmin', 'POST', `/jobs/${job}/run`, {});
  const { documentId } = started.body.data;
  const read = async () =>
    (await world.call('superAdmin', 'GET', `/executions/${documentId}`)).body.data;
  return eventually(read, ({ finishedAt }) => finishedAt !== null);
};
const artifactsOf = async (execution: string) =>
  (await world.call('superAdmin', 'GET', `/executions/${execution}/artifacts`)).body.data as {
    documentId: string;
    name: string;
    mime: string;
  }[];
const download = async (execution: string, artifact: string): Promise<Buffer> => {
  const url = `${world.site.url}/job-scheduler/executions/${execution}/artifacts/${artifact}/download`;
  const answer = await fetch(url, { headers: { authorization: await bearer() } });
  expect(answer.status).toBe(200);
  return Buffer.from(await answer.arrayBuffer());
};
const bearer = async (): Promise<string> => {
  const answer = await fetch(`${world.site.url}/admin/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: 'superadmin@example.com', password: 'Test-Password-1' }),
  });
  return `Bearer ${((await answer.json()) as { data: { token: string } }).data.token}`;
};
const onDisk = () => readdirSync(directory).filter((name) => name !== '.gitignore');

/** Puts a dump into a database that holds nothing, as docs/backup.md says. */
const restore = async (dump: Buffer): Promise<Knex> => {
  const { database: name } = world.site;
  const database = await createDatabase(name);
  fresh.push(database);
  const { env } = database;
  if (name === 'sqlite') writeFileSync(env['DATABASE_FILENAME'] ?? '', dump);
  else {
    const [client, ...args] =
      name === 'postgres'
        ? [
            'psql',
            '-v',
            'ON_ERROR_STOP=1',
            '-h',
            env['DATABASE_HOST'],
            '-p',
            env['DATABASE_PORT'],
            '-U',
            env['DATABASE_USERNAME'],
            env['DATABASE_NAME'],
          ]
        : [
            'mariadb',
            '-h',
            env['DATABASE_HOST'],
            '-P',
            env['DATABASE_PORT'],
            '-u',
            env['DATABASE_USERNAME'],
            env['DATABASE_NAME'],
          ];
    const { status, stderr } = spawnSync(client ?? '', args as string[], { input: dump });
    expect([status, String(stderr)]).toEqual([0, '']);
  }
  return connect(name, env);
};

const TABLES = ['job_scheduler_jobs', 'tickets', 'admin_users', 'admin_permissions'];
const rowsOf = async (knex: Knex, table: string): Promise<unknown[]> => {
  const rows: Record<string, unknown>[] = await knex(table).orderBy('id');
  return rows.map(({ id, document_id: documentId, name, title, email, action }) => {
    return { id, documentId, name, title, email, action };
  });
};

it('is restored into an empty database, row by row', async () => {
  for (const title of ['Grüße', "it's; -- 引號", '🙂 \\ "quoted"'])
    await world.site.strapi.documents('api::ticket.ticket').create({ data: { title } as never });
  const before = new Map<string, unknown[]>();
  const job = await create();
  for (const table of TABLES)
    before.set(table, await rowsOf(world.site.strapi.db.connection, table));
  expect(before.get('tickets')?.length).toBeGreaterThanOrEqual(3);

  const done = await run(job);
  expect(done).toMatchObject({ status: 'succeeded', error: null });
  const [artifact] = await artifactsOf(done.documentId);
  expect(artifact).toMatchObject({
    name: expect.stringMatching(/^Backup \d+ \d{4}-\d\d-\d\dT\d{6}Z\.(sql|sqlite)\.gz$/),
    mime: 'application/gzip',
  });
  const dump = gunzipSync(await download(done.documentId, artifact?.documentId ?? ''));
  expect(done.result.bytesUncompressed).toBe(dump.length);

  const restored = await restore(dump);
  try {
    for (const table of TABLES)
      expect([table, await rowsOf(restored, table)]).toEqual([table, before.get(table)]);
  } finally {
    await restored.destroy();
  }
});

it('holds what was there while it was made, whatever the site writes meanwhile', async () => {
  const { strapi } = world.site;
  const writes = async (): Promise<void> => {
    for (let count = 0; count < 30; count += 1)
      await strapi.db.transaction(async () => {
        const data = { title: `busy ${count}` } as never;
        await strapi.documents('api::ticket.ticket').create({ data });
        await strapi.documents('api::ticket.ticket').create({ data });
      });
  };
  const job = await create();
  const [done] = await Promise.all([run(job), writes()]);
  expect(done).toMatchObject({ status: 'succeeded', error: null });
  const [artifact] = await artifactsOf(done.documentId);
  const dump = gunzipSync(await download(done.documentId, artifact?.documentId ?? ''));
  const restored = await restore(dump);
  try {
    const busy = await restored('tickets').where('title', 'like', 'busy%').count({ count: '*' });
    // Both writes of a transaction, or neither.
    expect(Number(busy[0]?.['count']) % 2).toBe(0);
  } finally {
    await restored.destroy();
  }
});

it('keeps the newest of a job, and no more', async () => {
  const job = await create({ parameters: { keep: 2 } });
  const runs = [await run(job), await run(job), await run(job)];
  const kept = await Promise.all(runs.map(async ({ documentId }) => artifactsOf(documentId)));
  expect(kept.map(({ length }) => length)).toEqual([0, 1, 1]);
});

it('is neither made nor downloaded without a right of its own', async () => {
  const body = { name: 'Not mine', template: 'backup', parameters: {} };
  const denied = await world.call('editor', 'POST', '/jobs', body);
  expect([denied.status, denied.body.error.details.missing]).toEqual([
    403,
    [{ action: 'plugin::job-scheduler.backups-use', subject: null }],
  ]);
  const done = await run(await create());
  const [artifact] = await artifactsOf(done.documentId);
  const route = `/executions/${done.documentId}/artifacts/${artifact?.documentId}/download`;
  expect((await world.call('viewer', 'GET', route)).status).toBe(403);
  expect((await world.call('fullToken', 'GET', `/api/job-scheduler${route}`)).status).toBe(403);
});

it('says beforehand what it would do', async () => {
  const answer = await world.call('superAdmin', 'POST', '/templates/backup/preview', {
    parameters: { keep: 3 },
  });
  const by = { sqlite: 'online backup', postgres: 'pg_dump', mysql: 'mariadb-dump' };
  expect(answer.body.data.summary).toContain(by[world.site.database]);
  expect(answer.body.data.summary).toContain('3');
});

describe('when it does not come to its end', () => {
  const host = (given: Partial<DumpHost> = {}): DumpHost => {
    const { db, config } = world.site.strapi;
    return {
      containment: async () =>
        ({ level: 'none', enter: [], prlimit: null, cgroups: null }) as never,
      clock: { after: (_ms, _call) => ({ cancel: () => undefined }) },
      graceMs: 100,
      standstillMs: 1_500,
      findProgram: () => null,
      scratch: async () => {
        const folder = mkdtempSync(path.join(directory, 'dump-'));
        return { folder, remove: async () => rmSync(folder, { recursive: true }) };
      },
      knex: db.connection,
      client: world.site.database,
      connection: config.get('database.connection.connection') ?? {},
      ...given,
    };
  };

  it('a program that is missing is named, with what to install', async () => {
    const tools = createBackupTools(() => host());
    if (world.site.database === 'sqlite')
      return expect(await tools.plan()).toMatchObject({ database: 'SQLite' });
    const names = { postgres: 'pg_dump', mysql: 'mariadb-dump or mysqldump' };
    await expect(tools.plan()).rejects.toMatchObject({
      code: 'PROGRAM_MISSING',
      retryable: false,
      message: expect.stringContaining(
        `${names[world.site.database]} was not found in /usr/local/bin`
      ),
    });
  });

  it('an attempt that is stopped in the middle leaves no file and no program', async () => {
    const before = onDisk().length;
    const stop = new AbortController();
    const { context } = aRun({ signal: stop.signal });
    const runner = world.site.strapi.plugin('job-scheduler').service('templates') as unknown as {
      find(uid: string): { run(context: object): Promise<unknown> };
    };
    const reason = new Error('cancelled');
    const template = runner.find('backup');
    const begun = template.run({
      ...context,
      parameters: { keep: 1 },
      artifact: async (_name: string, content: AsyncIterable<Uint8Array>) => {
        for await (const piece of content) {
          expect(piece.length).toBeGreaterThan(0);
          stop.abort(reason);
          throw reason;
        }
        return null;
      },
    });
    await expect(begun).rejects.toBe(reason);
    expect(onDisk()).toHaveLength(before);
  });
});
