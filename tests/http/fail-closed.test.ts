import { chmodSync, existsSync } from 'node:fs';
import path from 'node:path';

import { withoutTable } from '../support/break-table';
import { dumpDatabase } from '../support/dump-database';
import { aJobBody } from '../support/job-bodies';
import { lookThroughScripts } from '../support/look-through-scripts';
import { createScriptWorld } from '../support/script-world';
import type { ListedScript, ScriptWorld } from '../support/script-world';
import { siteEnv } from '../support/site-env';

let world: ScriptWorld;
let script: ListedScript;
let job: string;
/** Where the script says that it ran. */
const witness = () => path.join(world.directory, '.ran');

beforeAll(async () => {
  world = await createScriptWorld();
  script = await world.approved('witness.sh', `touch "$1"\n`);
  job = await world.create(world.aJob(script, { args: [witness()] }));
}, 120_000);
afterAll(() => world?.stop());

/** Every row of our tables but the log of denied tries, as text. */
const ourRows = async (): Promise<string> => {
  const knex = world.site.strapi.db.connection;
  const tables = ['jobs', 'executions', 'scripts', 'script_approvals', 'secrets', 'audit'];
  const rows = await Promise.all(
    tables.map((table) => knex(`job_scheduler_${table}`).select('*').orderBy('id'))
  );
  return JSON.stringify(rows, (key, value: unknown) => (key === 'seen_at' ? null : value));
};

it('runs nothing while the approvals cannot be read', async () => {
  const before = await ourRows();
  const refused = await withoutTable(world.site, 'job_scheduler_script_approvals', () =>
    world.call('superAdmin', 'POST', `/jobs/${job}/run`)
  );
  expect(refused.status).toBe(500);
  expect(await ourRows()).toBe(before);
  expect(existsSync(witness())).toBe(false);
});

it('runs nothing of a directory that others may write', async () => {
  chmodSync(world.directory, 0o777);
  const ended = await world.start(job);
  chmodSync(world.directory, 0o755);
  expect(ended).toMatchObject({ status: 'failed', error: { code: 'SCRIPTS_OFF' } });
  expect(existsSync(witness())).toBe(false);
});

it('starts nothing while rights cannot be found out', async () => {
  const permissions = world.site.strapi.service('admin::permission') as unknown as {
    createPermissionsManager: (...given: never[]) => unknown;
  };
  const sound = permissions.createPermissionsManager;
  const before = await ourRows();
  permissions.createPermissionsManager = () => {
    throw new Error('the permission engine is broken');
  };
  const refused = await world.call('superAdmin', 'POST', `/jobs/${job}/run`);
  permissions.createPermissionsManager = sound;
  expect(refused.status).toBe(500);
  expect(refused.text).not.toContain('broken');
  expect(await ourRows()).toBe(before);
});

describe('while no entry of the audit log can be written', () => {
  const secret = { name: 'unwritten', value: 'canary-unwritten' };
  it.each<[string, 'POST', () => [path: string, body: object]]>([
    [
      'a script is not approved',
      'POST',
      () => [`/scripts/${script.documentId}/approve`, { digest: script.digest }],
    ],
    [
      'a script is not rejected',
      'POST',
      () => [`/scripts/${script.documentId}/reject`, { digest: script.digest }],
    ],
    ['no secret is kept', 'POST', () => ['/secrets', secret]],
    ['nothing is started', 'POST', () => [`/jobs/${job}/run`, {}]],
    ['no secret is wrapped anew', 'POST', () => ['/secrets/rotate', {}]],
    [
      'no job is taken away in a document',
      'POST',
      () => ['/export', { format: 'json', ids: [job] }],
    ],
    [
      'no job comes in a document',
      'POST',
      () => [
        '/import',
        {
          format: 'json',
          content: JSON.stringify({ version: 1, jobs: [aJobBody({ name: 'Unwritten' })] }),
        },
      ],
    ],
  ])('%s', async (_name, method, request) => {
    const [route, body] = request();
    const before = await ourRows();
    const answer = await withoutTable(world.site, 'job_scheduler_audit', () =>
      world.call(route.startsWith('/scripts') ? 'viewer' : 'superAdmin', method, route, body)
    );
    expect(answer.status).toBe(500);
    expect(answer.text).not.toMatch(/canary|SQL|audit/i);
    expect(await ourRows()).toBe(before);
  });

  it('a change of the directory is not put on record either, and found later', async () => {
    await withoutTable(world.site, 'job_scheduler_audit', async () => {
      world.write('late.sh', 'echo late\n');
      await expect(lookThroughScripts(world.site)).rejects.toThrow('job_scheduler_audit');
    });
    expect((await world.scriptOf('late.sh')).status).toBe('new');
  });
});

describe('while there is no key to seal secrets with', () => {
  const VALUE = 'canary-never-in-the-open';
  const NO_KEY = expect.stringMatching(/^Secrets need a key: set JOB_SCHEDULER_KEYS, or /);
  const printed: string[] = [];
  let secret: string;
  let job: string;

  beforeAll(async () => {
    const made = await world.call('superAdmin', 'POST', '/secrets', {
      name: 'sealed-before',
      value: 'long-enough',
    });
    secret = made.body.data.documentId;
    const secrets = { PARAM_TOKEN: 'sealed-before' };
    job = await world.create(world.aJob(script, { args: [witness()], secrets }));
    await world.site.restart({ ENCRYPTION_KEY: '' });
    for (const level of ['debug', 'http', 'info', 'warn', 'error'] as const)
      jest.spyOn(world.site.strapi.log, level).mockImplementation(((line: unknown) => {
        printed.push(String(line));
      }) as never);
  }, 120_000);
  afterAll(() => world.site.restart({ ENCRYPTION_KEY: siteEnv.ENCRYPTION_KEY }), 120_000);

  it.each<[string, 'POST' | 'PUT', () => string, object]>([
    ['no secret is kept', 'POST', () => '/secrets', { name: 'unsealed', value: VALUE }],
    [
      'none gets another value',
      'PUT',
      () => `/secrets/${secret}`,
      { revision: 1, name: 'sealed-before', value: VALUE },
    ],
    ['none is wrapped anew', 'POST', () => '/secrets/rotate', {}],
  ])('%s, and the answer says what to set', async (_name, method, route, body) => {
    const before = await ourRows();
    const refused = await world.call('superAdmin', method, route(), body);
    expect([refused.status, refused.body.error]).toEqual([
      503,
      { status: 503, name: 'ServiceUnavailableError', message: NO_KEY, details: {} },
    ]);
    expect(await ourRows()).toBe(before);
    const everywhere = [refused.text, ...printed, ...(await dumpDatabase(world.site))].join('\n');
    expect(everywhere).not.toContain(VALUE);
  });

  it('nothing runs with a secret', async () => {
    expect(await world.start(job)).toMatchObject({
      status: 'failed',
      error: { code: 'SECRET_UNREADABLE', message: expect.stringContaining('no key') },
    });
    expect(existsSync(witness())).toBe(false);
    expect(printed.join('\n')).toContain('no key is configured');
  });
});

it('runs again once everything answers', async () => {
  expect((await world.start(job)).status).toBe('succeeded');
  expect(existsSync(witness())).toBe(true);
});
