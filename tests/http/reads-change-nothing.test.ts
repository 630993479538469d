import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import { compose } from '../../server/src/compose';
import { aCalendarBody } from '../support/calendar-bodies';
import { aJobBody } from '../support/job-bodies';
import { ourRows } from '../support/our-rows';
import { plantArtifact } from '../support/plant-artifact';
import { createScriptWorld } from '../support/script-world';
import type { ListedScript, ScriptWorld } from '../support/script-world';

let world: ScriptWorld;
const artifacts = mkdtempSync(path.join(os.tmpdir(), 'artifacts-'));
let changed: ListedScript;
let gone: ListedScript;
/** Part of a route → the document that its `:id` stands for. */
let ids: [part: string, documentId: string][];
let artifact: string;

const made = async (route: string, body: object): Promise<string> => {
  const answer = await world.call('superAdmin', 'POST', route, body);
  expect([answer.body.error, Math.floor(answer.status / 100)]).toEqual([undefined, 2]);
  return answer.body.data.documentId;
};

beforeAll(async () => {
  // Nobody works here but who asks: no engine, which says that it is alive, and no watch of the directory.
  world = await createScriptWorld({
    JOB_SCHEDULER_ROLE: 'off',
    JOB_SCHEDULER_ARTIFACTS_DIR: artifacts,
  });
  await compose(world.site.strapi).scriptWatch()?.stop();
  changed = await world.approved('changed.sh', 'echo one\n');
  gone = await world.approved('gone.sh', 'echo gone\n');
  const job = await made('/jobs', aJobBody({ name: 'Read by all' }));
  const execution = await made(`/jobs/${job}/run`, {});
  const planted = await plantArtifact(world.site, artifacts, execution, {
    name: 'report.csv',
    content: 'a,b',
  });
  artifact = planted.documentId;
  ids = [
    ['/jobs/', job],
    ['/executions/', execution],
    ['/calendars/', await made('/calendars', aCalendarBody())],
    ['/secrets/', await made('/secrets', { name: 'read', value: 'long enough' })],
    ['/scripts/', changed.documentId],
  ];
  world.write('changed.sh', 'echo two\n');
  world.write('added.sh', 'echo added\n');
  rmSync(path.join(world.directory, 'gone.sh'));
}, 120_000);
afterAll(async () => {
  await world?.stop();
  delete process.env['JOB_SCHEDULER_ROLE'];
  rmSync(artifacts, { recursive: true, force: true });
});

/** What may be read, as the server's own router lists it. */
const readRoutes = (): string[] =>
  world.site.strapi.server
    .listRoutes()
    .filter(({ path: at, methods }) => {
      const isOurs = /^(\/api)?\/job-scheduler(\/|$)/.test(at);
      return isOurs && (methods as string[]).includes('GET');
    })
    .map(({ path: at }) => at);

const QUERIES: Record<string, string> = { '/jobs/:id/ledger': '?at=2026-01-01T00:00:00Z' };

const readOnce = async (route: string): Promise<number> => {
  const isForTokens = route.startsWith('/api/');
  const own = route.replace(/^(\/api)?\/job-scheduler/, '');
  const id = ids.find(([part]) => own.startsWith(part))?.[1] ?? '';
  const at = own.replace(':uid', 'self-test').replace(':artifactId', artifact).replace(':id', id);
  const address = `${isForTokens ? '/api/job-scheduler' : ''}${at}${QUERIES[own] ?? ''}`;
  return (await world.call(isForTokens ? 'fullToken' : 'superAdmin', 'GET', address)).status;
};

/** Who took a copy of a file is on record: an entry of the audit log, and nothing else. */
const TELLS_OF_COPIES = '/executions/:id/artifacts/:artifactId/download';

it('every route that reads answers, and changes no row, whatever changed in the scripts directory', async () => {
  const routes = readRoutes();
  expect(routes.length).toBeGreaterThan(30);
  const before = await ourRows(world.site);
  expect(Object.keys(before)).toEqual(
    expect.arrayContaining(['job_scheduler_scripts', 'job_scheduler_audit', 'job_scheduler_nodes'])
  );
  for (const route of routes.filter((one) => !one.endsWith(TELLS_OF_COPIES))) {
    expect([route, await readOnce(route)]).toEqual([route, 200]);
    expect([route, await ourRows(world.site)]).toEqual([route, before]);
  }
  const { job_scheduler_audit: known, ...rest } = before;
  for (const route of routes.filter((one) => one.endsWith(TELLS_OF_COPIES))) {
    expect([route, await readOnce(route)]).toEqual([route, 200]);
    const { job_scheduler_audit: audit, ...others } = await ourRows(world.site);
    expect([route, others]).toEqual([route, rest]);
    expect(audit?.slice(0, known?.length)).toEqual(known);
  }
});

it('shows of the scripts it knows what is there now', async () => {
  const { data } = (await world.call('superAdmin', 'GET', '/scripts')).body;
  const statuses = (data as ListedScript[]).map((one) => [one.path, one.status]);
  expect(statuses).toEqual([
    ['changed.sh', 'changed'],
    ['gone.sh', 'missing'],
  ]);
  const shown = (await world.call('superAdmin', 'GET', `/scripts/${changed.documentId}`)).body.data;
  expect(shown).toMatchObject({
    status: 'changed',
    files: [{ content: 'echo two\n', approved: 'echo one\n' }],
  });
  expect(shown.digest).not.toBe(changed.digest);
  const missing = (await world.call('superAdmin', 'GET', `/scripts/${gone.documentId}`)).body.data;
  expect(missing).toMatchObject({ status: 'missing', files: [] });
});

it('a decision is about these bytes, and writes down what it found', async () => {
  const { digest } = (await world.call('superAdmin', 'GET', `/scripts/${changed.documentId}`)).body
    .data;
  const approve = `/scripts/${changed.documentId}/approve`;
  expect((await world.call('viewer', 'POST', approve, { digest: changed.digest })).status).toBe(
    409
  );
  expect((await world.call('viewer', 'POST', approve, { digest })).status).toBe(200);
  const { data } = (await world.call('superAdmin', 'GET', '/scripts')).body;
  expect(data).toContainEqual(expect.objectContaining({ path: 'added.sh', status: 'new' }));
});
