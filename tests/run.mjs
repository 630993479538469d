import { spawn } from 'node:child_process';
import path from 'node:path';
import process from 'node:process';

import { ensureInstalled } from './prepare/install.mjs';
import { takePlace } from './prepare/lock.mjs';
import { commandOf, root } from './prepare/paths.mjs';
import { ensurePanel, ensurePlugin } from './prepare/site.mjs';

/**
 * `npm test`: installs from the lockfile where needed, builds what the chosen suites start, runs them, and ends with
 * jest's own summary. Arguments go to jest: `npm test -- --selectProjects unit -t 'a word'`.
 * REQUIRE_ALL_SUITES=true makes a suite that cannot run a failure.
 */
const PROJECTS = [
  { name: 'unit' },
  { name: 'architecture' },
  { name: 'storage' },
  { name: 'http-sqlite' },
  { name: 'http-postgres', needs: 'TEST_POSTGRES_URL' },
  { name: 'http-mysql', needs: 'TEST_MYSQL_URL' },
  { name: 'package', needs: 'TEST_POSTGRES_URL', starts: ['plugin'] },
  { name: 'torture', needs: 'TEST_POSTGRES_URL', starts: ['plugin'] },
  { name: 'e2e', needs: 'TEST_CHROMIUM', starts: ['plugin', 'panel'] },
];

/** Parts of a project that are left out where their variable is not set. */
const PARTS = [
  { name: 'storage on PostgreSQL', needs: 'TEST_POSTGRES_URL' },
  { name: 'storage on MariaDB/MySQL', needs: 'TEST_MYSQL_URL' },
  { name: 'torture on MariaDB/MySQL', needs: 'TEST_MYSQL_URL' },
];

const COVERAGE = { global: { statements: 90, lines: 90 } };

const main = async () => {
  const { asked, others } = readArguments(process.argv.slice(2));
  const chosen = PROJECTS.filter(({ name }) => asked.length === 0 || asked.includes(name));
  const runnable = chosen.filter((project) => !isMissing(project));
  const skipped = [...chosen, ...(asked.length === 0 ? PARTS : [])].filter(isMissing);
  if (runnable.length === 0) {
    const missing = skipped.map(({ name, needs }) => `${name}: set ${needs}.`);
    console.error(['Nothing to run.', ...missing].join(' '));
    process.exitCode = 1;
    return;
  }
  await prepare(runnable);
  const everything = asked.length + others.length === 0;
  process.exitCode = await jest(
    [
      '--selectProjects',
      ...runnable.map(({ name }) => name),
      ...(everything ? covered(skipped) : []),
      `--reporters=${path.join(root, 'tests/support/suites-reporter.cjs')}`,
      '--reporters=default',
      ...others,
    ],
    skipped
  );
};

const isMissing = ({ needs }) => needs !== undefined && !process.env[needs];

/** The names behind `--selectProjects`, and all other arguments. */
const readArguments = (args) => {
  const at = args.indexOf('--selectProjects');
  if (at < 0) return { asked: [], others: args };
  const next = args.findIndex((arg, index) => index > at && arg.startsWith('-'));
  const end = next < 0 ? args.length : next;
  return { asked: args.slice(at + 1, end), others: [...args.slice(0, at), ...args.slice(end)] };
};

/** Measured whenever everything runs; demanded only where no database that has code of its own is missing. */
const covered = (skipped) => [
  '--coverage',
  ...(skipped.length > 0 ? [] : [`--coverageThreshold=${JSON.stringify(COVERAGE)}`]),
];

const prepare = async (projects) => {
  const giveBack = await takePlace();
  await ensureInstalled();
  const parts = new Set(projects.flatMap(({ starts = [] }) => starts));
  if (parts.has('plugin')) await ensurePlugin();
  if (parts.has('panel')) await ensurePanel();
  giveBack();
};

const jest = (args, skipped) =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [commandOf('jest', 'jest'), ...args], {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, SKIPPED_SUITES: JSON.stringify(skipped) },
    });
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  });

await main();
