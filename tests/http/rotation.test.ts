import { spawnSync } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';

import { dumpDatabase } from '../support/dump-database';
import { eventually } from '../support/eventually';
import { createWorld } from '../support/world';
import type { World } from '../support/world';

const [A, B, C] = ['a', 'b', 'c'].map((letter) => `${letter}-rotation-key-of-`.padEnd(40, letter));
const CANARY = 'canary-rotated';
/** Batches of fifty: two whole ones and one that is not. */
const SECRETS = 130;

let world: World;
let job: string;
const received: (string | undefined)[] = [];
const server = createServer((request, response) => {
  received.push(request.headers['x-token'] as string | undefined);
  response.end('ok');
});

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  world = await createWorld({
    JOB_SCHEDULER_KEYS: A ?? '',
    JOB_SCHEDULER_HTTP_ALLOWED_HOSTS: `127.0.0.1:${port}`,
  });
  for (let first = 0; first < SECRETS; first += 10)
    await Promise.all(
      Array.from({ length: 10 }, async (_, index) => {
        const n = first + index;
        const body = { name: `secret-${n}`, value: `${CANARY}-${n}` };
        const { status } = await world.call('superAdmin', 'POST', '/secrets', body);
        if (status !== 201) throw new Error(`${body.name} was not made: ${status}`);
      })
    );
  const made = await world.call('superAdmin', 'POST', '/jobs', {
    name: 'Uses a rotated secret',
    template: 'http-request',
    parameters: { url: `http://127.0.0.1:${port}/`, secretHeaders: { 'X-Token': 'secret-99' } },
    retry: { maxAttempts: 1 },
  });
  job = made.body.data.documentId;
}, 180_000);
afterAll(async () => {
  await world?.stop();
  delete process.env['JOB_SCHEDULER_KEYS'];
  server.close();
});

const run = async () => {
  const started = await world.call('superAdmin', 'POST', `/jobs/${job}/run`);
  const { documentId } = started.body.data;
  const read = async () =>
    (await world.call('superAdmin', 'GET', `/executions/${documentId}`)).body.data;
  return eventually(read, ({ finishedAt }) => finishedAt !== null);
};
const rotate = async () => (await world.call('superAdmin', 'POST', '/secrets/rotate')).body.data;
const rotations = async (): Promise<number[]> => {
  const { body } = await world.call('superAdmin', 'GET', '/audit?action=secret.rotate&pageSize=50');
  return (body.data as { diff: { rewrapped: { after: number } } }[])
    .map(({ diff }) => diff.rewrapped.after)
    .toReversed();
};

it('goes on where a killed process left it, loses nothing, and lets the old key go', async () => {
  expect((await run()).status).toBe('succeeded');
  await world.site.restart({ JOB_SCHEDULER_KEYS: `${B},${A}` });

  const { connection, dialect } = world.site.strapi.db;
  const { client, connection: place } = connection.client.config;
  const plan = {
    database: { client, connection: place, useNullAsDefault: dialect.client === 'sqlite' },
    client: dialect.client,
    keys: [B, A],
    dieInBatch: 2,
  };
  const child = spawnSync(process.execPath, [
    path.join(__dirname, '../support/rotate-secrets.cjs'),
    JSON.stringify(plan),
  ]);
  expect([child.signal, child.stderr.toString()]).toEqual(['SIGKILL', '']);
  expect(await rotations()).toEqual([50]);
  // Half of them under either key: every one is readable.
  expect((await run()).status).toBe('succeeded');

  expect(await rotate()).toEqual({ rewrapped: SECRETS - 50, current: 50, unreadable: [] });
  expect(await rotate()).toEqual({ rewrapped: 0, current: SECRETS, unreadable: [] });
  expect(await rotations()).toEqual([50, 50, 30, 0]);

  await world.site.restart({ JOB_SCHEDULER_KEYS: B ?? '' });
  expect((await run()).status).toBe('succeeded');
  expect(received).toEqual(Array.from({ length: 3 }, () => `${CANARY}-99`));
}, 180_000);

it('names what no configured key opens, and runs nothing with it', async () => {
  await world.site.restart({ JOB_SCHEDULER_KEYS: C ?? '' });
  expect(await run()).toMatchObject({ status: 'failed', error: { code: 'SECRET_UNREADABLE' } });
  const { rewrapped, unreadable } = await rotate();
  expect([rewrapped, unreadable.length]).toEqual([0, SECRETS]);
  expect(received).toHaveLength(3);
  await world.site.restart({ JOB_SCHEDULER_KEYS: `${C},${B}` });
  expect(await rotate()).toMatchObject({ rewrapped: SECRETS, unreadable: [] });
  expect((await run()).status).toBe('succeeded');
  expect((await dumpDatabase(world.site)).join('\n')).not.toContain('canary');
}, 180_000);
