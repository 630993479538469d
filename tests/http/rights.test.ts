import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import { AN_ICAL_FILE, aCalendarBody } from '../support/calendar-bodies';
import { aJobBody } from '../support/job-bodies';
import { plantArtifact } from '../support/plant-artifact';
import { createWorld } from '../support/world';
import type { Actor, World } from '../support/world';
import { COLUMNS, MATRIX } from './rights-matrix';

let world: World;
let directory: string;
beforeAll(async () => {
  directory = mkdtempSync(path.join(os.tmpdir(), 'artifacts-'));
  world = await createWorld({
    JOB_SCHEDULER_ROLE: 'off',
    JOB_SCHEDULER_ARTIFACTS_DIR: directory,
  });
}, 120_000);
afterAll(async () => {
  await world?.stop();
  rmSync(directory, { recursive: true, force: true });
});

const jobOf = async (actor: Actor, name: string): Promise<string> => {
  const answer = await world.call(actor, 'POST', '/jobs', aJobBody({ name, overlap: 'allow' }));
  expect(answer.status).toBe(201);
  return answer.body.data.documentId;
};
const runOf = async (actor: Actor, job: string): Promise<string> =>
  (await world.call(actor, 'POST', `/jobs/${job}/run`, {})).body.data.documentId;

/** The routes that the server has, as its own router lists them. */
const servedRoutes = (): string[] =>
  world.site.strapi.server
    .listRoutes()
    .filter(({ path }) => /^(\/api)?\/job-scheduler(\/|$)/.test(path))
    .flatMap(({ methods, path }) =>
      (methods as string[])
        .filter((method) => method !== 'HEAD')
        .map((method) => `${method} ${path}`)
    );

it('the matrix names every route that the server has, and no other', () => {
  expect(servedRoutes().toSorted()).toEqual(Object.keys(MATRIX).toSorted());
});

type Body = (name: string, job: string) => object;
const onBoth = (method: string, path: string, body: Body): Record<string, Body> => ({
  [`${method} /job-scheduler${path}`]: body,
  [`${method} /api/job-scheduler${path}`]: body,
});

const BODIES: Record<string, Body> = {
  'POST /job-scheduler/templates/:uid/preview': () => ({ parameters: {} }),
  'POST /job-scheduler/jobs': (name) => aJobBody({ name }),
  'POST /job-scheduler/jobs/bulk': (_, job) => ({ action: 'disable', ids: [job] }),
  'POST /job-scheduler/export': (_, job) => ({ format: 'json', ids: [job] }),
  'POST /job-scheduler/import': (name) => ({
    format: 'json',
    content: JSON.stringify({ version: 1, jobs: [aJobBody({ name })] }),
  }),
  'PUT /job-scheduler/jobs/:id': (name) => ({ ...aJobBody({ name }), revision: 1 }),
  'POST /job-scheduler/schedules/preview': () => ({
    schedules: [{ key: 'a', kind: 'daily', time: '09:00', timezone: 'UTC' }],
  }),
  'POST /job-scheduler/jobs/:id/pause': () => ({ note: 'While the shop is closed' }),
  'POST /job-scheduler/scheduler/pause': () => ({ note: 'While the database moves' }),
  'POST /api/job-scheduler/jobs/:id/pause': () => ({ note: 'While the shop is closed' }),
  'POST /api/job-scheduler/scheduler/pause': () => ({ note: 'While the database moves' }),
  ...onBoth('POST', '/jobs/:id/schedules/diff', () => ({ schedules: [] })),
  ...onBoth('POST', '/calendars', (name) => aCalendarBody({ name })),
  ...onBoth('POST', '/calendars/import', (name) => ({ name, content: AN_ICAL_FILE })),
  'POST /job-scheduler/calendars/preview': () => ({ entries: [] }),
  ...onBoth('PUT', '/calendars/:id', (name) => ({ ...aCalendarBody({ name }), revision: 1 })),
  'POST /job-scheduler/secrets': (name) => ({
    name: name.replace(/[^A-Za-z]+/g, '-'),
    value: 'long enough',
  }),
  'PUT /job-scheduler/secrets/:id': () => ({ revision: 1, name: 'another' }),
  'POST /job-scheduler/access/apply': () => ({ role: String(world.roles.viewer), set: 'viewer' }),
};

const QUERIES: Record<string, string> = {
  'GET /job-scheduler/jobs/:id/ledger': '?at=2026-01-01T00:00:00Z',
};

interface Target {
  job: string;
  execution: string;
  artifact: string;
  calendar: string;
}

const aTarget = async (name: string, isOver: boolean): Promise<Target> => {
  const job = await jobOf('owner', `${name} target`);
  const execution = await runOf('owner', job);
  if (isOver) await world.call('owner', 'POST', `/executions/${execution}/cancel`);
  const body = aCalendarBody({ name: `${name} calendar` });
  const calendar = await world.call('superAdmin', 'POST', '/calendars', body);
  const file = { name: 'report.csv', content: 'a,b' };
  const artifact = await plantArtifact(world.site, directory, execution, file);
  return { job, execution, artifact: artifact.documentId, calendar: calendar.body.data.documentId };
};

/** What only reads may share a target; what changes something gets one of its own. */
let shared: Promise<Target> | undefined;
const targetOf = (route: string, name: string): Promise<Target> =>
  route.startsWith('GET ')
    ? (shared ??= aTarget('shared', false))
    : aTarget(name, /retry|replay/.test(route));

const request = async (route: string, actor: Actor): Promise<number> => {
  const [method = '', pattern = ''] = route.split(' ');
  const name = `${route} ${actor}`;
  const { job, execution, artifact, calendar } = await targetOf(route, name);
  const id = pattern.includes('/executions/:id') ? execution : job;
  const path = pattern
    .replace(/^\/job-scheduler/, '')
    .replace(':uid', 'self-test')
    .replace(':artifactId', artifact)
    .replace(':id', pattern.includes('/calendars/:id') ? calendar : id);
  const query = QUERIES[route.replace('/api/', '/')] ?? '';
  const body = BODIES[route]?.(name, job) ?? (method === 'POST' ? {} : undefined);
  return (await world.call(actor, method as 'GET', `${path}${query}`, body)).status;
};

describe.each(Object.entries(MATRIX))('%s', (route, expected) => {
  it.each(COLUMNS.map((actor, index) => [actor, expected[index]] as const))(
    '%s: %i',
    async (actor, status) => {
      expect(await request(route, actor)).toBe(status);
    }
  );
});
