import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

import { createDatabase } from '../support/databases';
import type { TestDatabase } from '../support/databases';
import { ROOT, SITE, siteEnv } from '../support/site-env';
import { startSiteProcess } from '../support/start-site-process';
import type { SiteProcess } from '../support/start-site-process';

const run = promisify(execFile);

/**
 * The packed plugin in an app of its own, installed by npm with its own node_modules: what a user has. On PostgreSQL,
 * because its driver needs no compiler.
 */
describe('the package, installed as a user does', () => {
  let app: string;
  let database: TestDatabase;

  beforeAll(async () => {
    app = await mkdtemp(path.join(os.tmpdir(), 'job-scheduler-app-'));
    database = await createDatabase('postgres');
    await writeApp(app);
    await npmInstall(app);
  });

  afterAll(async () => {
    await database.drop();
    await rm(app, { recursive: true, force: true });
  });

  test('brings what it needs, and neither sources nor tests', async () => {
    const installed = await readdir(path.join(app, 'node_modules/strapi-plugin-job-scheduler'));
    // npm's place for versions of packages that the app has others of.
    const packed = installed.filter((name) => name !== 'node_modules');
    expect(packed.toSorted()).toEqual(
      ['CHANGELOG.md', 'LICENSE', 'README.md', 'dist', 'package.json', ...SHIMS].toSorted()
    );
  });

  test('is part of the admin panel that the app builds', async () => {
    await strapi(app, 'build');
    const build = path.join(app, 'build');
    const files = (await readdir(build)).filter((name) => name.endsWith('.js'));
    const scripts = await Promise.all(
      files.map((name) => readFile(path.join(build, name), 'utf8'))
    );
    expect(scripts.some((script) => script.includes('job-scheduler'))).toBe(true);
  });

  test.each([
    [
      'an import',
      '--input-type=module',
      "import * as it from 'strapi-plugin-job-scheduler/strapi-server';",
    ],
    [
      'a require',
      '--input-type=commonjs',
      "const it = require('strapi-plugin-job-scheduler/strapi-server');",
    ],
  ])('gives the code of an app what a template is made of, by %s', async (_how, type, load) => {
    const print = 'console.log(typeof it.defineTemplate, typeof it.JobFailure)';
    const { stdout } = await run(process.execPath, [type, '-e', load + print], {
      cwd: app,
    });
    expect(stdout.trim()).toBe('function function');
  });

  test('runs without a line of configuration', async () => {
    const site = await startSiteProcess(database.env, app);
    try {
      expect(await statuses(site)).toEqual({ ready: 200, jobs: 401 });
    } finally {
      await site.stop();
    }
  });
});

const SHIMS = ['strapi-admin.js', 'strapi-server.js'];

const statuses = async ({ url }: SiteProcess) => ({
  ready: (await fetch(`${url}/api/job-scheduler/health/ready`)).status,
  jobs: (await fetch(`${url}/job-scheduler/jobs`)).status,
});

/** An app with the demo site's settings but nothing about the plugin. */
const writeApp = async (app: string): Promise<void> => {
  const { dependencies } = JSON.parse(await readFile(path.join(SITE, 'package.json'), 'utf8')) as {
    dependencies: Record<string, string>;
  };
  const { 'better-sqlite3': _sqlite, mysql2: _mysql, ...needed } = dependencies;
  const manifest = {
    name: 'an-app',
    private: true,
    version: '0.0.0',
    dependencies: {
      ...needed,
      'strapi-plugin-job-scheduler': `file:${path.join(ROOT, '.cache/plugin.tgz')}`,
    },
  };
  await writeFile(path.join(app, 'package.json'), JSON.stringify(manifest));
  await cp(path.join(SITE, 'config'), path.join(app, 'config'), { recursive: true });
  await rm(path.join(app, 'config/plugins.js'));
  await mkdir(path.join(app, 'public/uploads'), { recursive: true });
  await mkdir(path.join(app, 'src'));
};

const npmInstall = async (app: string): Promise<void> => {
  const script = process.env['npm_execpath'];
  const [command, args] = script ? [process.execPath, [script]] : ['npm', []];
  await run(command, [...args, 'install', '--prefer-offline', '--no-audit', '--no-fund'], {
    cwd: app,
  });
};

const strapi = (app: string, command: string) =>
  run(process.execPath, ['node_modules/@strapi/strapi/bin/strapi.js', command], {
    cwd: app,
    env: { ...process.env, ...siteEnv, NODE_ENV: 'production' },
  });
