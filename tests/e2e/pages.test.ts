import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import type { Page } from 'playwright-core';

import { callAdmin } from '../support/admin-api';
import { accessibilityProblems } from '../support/browser';
import { openPanel, visitAsAdmin } from '../support/open-panel';
import type { Panel } from '../support/open-panel';
import { waitUntil } from '../support/wait-until';

/** How a panel may look; each page is looked at in each. */
const LOOKS = [
  { name: 'wide, light, English', theme: 'light', language: 'en', width: 1440 },
  { name: 'on a phone, dark, Chinese', theme: 'dark', language: 'zh', width: 360 },
] as const;

const JOB = {
  name: '每日 Daily report with a rather long name, so that it has to wrap somewhere',
  template: 'self-test',
  parameters: { logLines: 30 },
  tags: ['reports', 'self-test'],
  category: 'reports',
  schedules: [
    { key: 'daily', kind: 'daily', time: '09:00', timezone: 'Asia/Hong_Kong' },
    { key: 'cron', kind: 'cron', expression: '*/45 9-17 * * MON-FRI', timezone: 'Europe/Berlin' },
  ],
};

const CALENDAR = {
  name: '假期 Holidays of an office with a rather long name, so that it has to wrap somewhere',
  entries: [
    { kind: 'days', name: 'Moving day', from: '2030-05-02', to: '2030-05-03' },
    { kind: 'yearly', name: 'Christmas', from: '12-24', to: '12-26' },
    { kind: 'weekly', name: null, weekdays: [1, 2, 3, 4, 5], from: '09:00', to: '17:00' },
    { kind: 'window', name: null, from: '2030-05-02T09:00:00Z', to: '2030-05-02T11:00:00Z' },
  ],
};

const LONG = 'a-rather-long-name-that-has-to-wrap-somewhere-or-the-page-becomes-too-wide';
const SCRIPTS = [
  [`${LONG}.py`, `${LONG.repeat(5)}\n# \u202e\u001b[0m\n\n\tprint("中文")\n`],
  ['backup.sh', 'echo backup\n'],
  ['no-script.txt', 'left out\n'],
] as const;

const SECRET = {
  name: LONG,
  value: 'a value that nobody sees',
  description:
    'Token of the CRM, made by its administrators every year in January, then sent by post',
  allowedHosts: [`${LONG}.example.com:8443`, 'crm.example.com'],
};

describe.each(LOOKS)('each page, $name', ({ theme, language, width }) => {
  let panel: Panel;
  let page: Page;
  let job: { documentId: string };
  let execution: { documentId: string };
  let paused: { documentId: string };
  let calendar: { documentId: string };
  let script: { documentId: string };
  let secret: { documentId: string };
  const directory = mkdtempSync(path.join(os.tmpdir(), 'job-scripts-'));
  beforeAll(async () => {
    for (const [name, text] of SCRIPTS) writeFileSync(path.join(directory, name), text);
    panel = await openPanel({ JOB_SCHEDULER_SCRIPTS_DIR: directory });
    // They are in the catalogue when the first look through the directory is over.
    const scripts = await waitUntil(
      () => callAdmin<{ documentId: string }[]>(panel, 'GET', '/job-scheduler/scripts'),
      (found) => found.length > 0,
      { everyMs: 100, patienceMs: 20_000 }
    );
    script = scripts[0]!;
    secret = await callAdmin(panel, 'POST', '/job-scheduler/secrets', SECRET);
    job = await callAdmin(panel, 'POST', '/job-scheduler/jobs', JOB);
    execution = await callAdmin(panel, 'POST', `/job-scheduler/jobs/${job.documentId}/run`, {});
    await waitUntil(
      () =>
        callAdmin<{ status: string }>(
          panel,
          'GET',
          `/job-scheduler/executions/${execution.documentId}`
        ),
      ({ status }) => status === 'succeeded',
      { everyMs: 100, patienceMs: 10_000 }
    );
    calendar = await callAdmin(panel, 'POST', '/job-scheduler/calendars', CALENDAR);
    paused = await callAdmin(panel, 'POST', '/job-scheduler/jobs', {
      ...JOB,
      name: 'Paused, with a limit and a job that goes first',
      concurrency: { limit: 1, key: 'crm-api' },
      breaker: { failures: 3, coolDownMs: 60_000 },
      dependencies: { mode: 'all_complete', jobs: [job.documentId] },
    });
    await callAdmin(panel, 'POST', `/job-scheduler/jobs/${paused.documentId}/pause`, {
      note: 'The other side is being moved to a new place, which takes its time',
      until: new Date(Date.now() + 86_400_000).toISOString(),
    });
    page = await visitAsAdmin(panel, { viewport: { width, height: 900 } });
    await page.evaluate(
      ([chosenTheme, chosenLanguage]) => {
        localStorage.setItem('STRAPI_THEME', chosenTheme);
        localStorage.setItem('strapi-admin-language', chosenLanguage);
      },
      [theme, language] as const
    );
  });
  afterAll(async () => {
    await panel?.close();
    rmSync(directory, { recursive: true, force: true });
  });

  test.each([
    ['overview', () => ''],
    ['jobs', () => '/jobs'],
    ['job', () => `/jobs/${job.documentId}`],
    ['definition of a job', () => `/jobs/${job.documentId}?tab=definition`],
    ['paused job', () => `/jobs/${paused.documentId}`],
    ['dependencies of a job', () => `/jobs/${paused.documentId}?tab=dependencies`],
    ['graph', () => '/graph'],
    ['wizard', () => '/jobs/new'],
    ['wizard with a template', () => '/jobs/new?template=http-request'],
    ['edit page', () => `/jobs/${job.documentId}/edit`],
    ['executions', () => '/executions'],
    ['execution', () => `/executions/${execution.documentId}`],
    ['templates', () => '/templates'],
    ['calendars', () => '/settings/calendars'],
    ['calendar', () => `/settings/calendars/${calendar.documentId}`],
    ['new calendar', () => '/settings/calendars/new?starter=public-holidays'],
    ['scripts', () => '/settings/scripts'],
    ['script', () => `/settings/scripts/${script.documentId}`],
    ['wizard with a script', () => '/jobs/new?template=script'],
    ['secrets', () => '/settings/secrets'],
    ['secret', () => `/settings/secrets/${secret.documentId}`],
    ['new secret', () => '/settings/secrets/new'],
  ])(
    '%s: no serious accessibility problem, nothing wider than the screen',
    async (_name, route) => {
      const faults: string[] = [];
      page.once('pageerror', ({ message }) => faults.push(message));
      await page.goto(`${panel.url}/admin/plugins/job-scheduler${route()}`);
      await page.getByRole('heading', { level: 1 }).waitFor();
      await page.waitForLoadState('networkidle');
      expect(await accessibilityProblems(page, 'main')).toEqual([]);
      const { wide, shown } = await page.evaluate(() => ({
        wide: document.documentElement.scrollWidth,
        shown: document.documentElement.clientWidth,
      }));
      expect(wide).toBeLessThanOrEqual(shown);
      expect(await page.evaluate(() => document.documentElement.lang)).toBe(language);
      expect(faults).toEqual([]);
    }
  );
});
