import type { ServerResponse } from 'node:http';

import type { Page } from 'playwright-core';

import { callAdmin } from '../support/admin-api';
import { accessibilityProblems } from '../support/browser';
import { openPanel, visitAsAdmin } from '../support/open-panel';
import type { Panel } from '../support/open-panel';
import { waitUntil } from '../support/wait-until';
import { startWitness } from '../support/witness-server';
import type { WitnessServer } from '../support/witness-server';

const TRIPPED = 'Calls the CRM each second';
const NOTICE = 'It failed too often and is kept from running for a while';

describe('what keeps a job from running', () => {
  let panel: Panel;
  let page: Page;
  let witness: WitnessServer;
  let isDown = true;
  /** What `/slow` was asked and did not answer yet. */
  const held: ServerResponse[] = [];
  beforeAll(async () => {
    witness = await startWitness((request, response) => {
      if (request.url === '/slow') held.push(response);
      else response.writeHead(isDown ? 500 : 200).end();
    });
    panel = await openPanel({ JOB_SCHEDULER_HTTP_ALLOWED_HOSTS: `127.0.0.1:${witness.port}` });
    page = await visitAsAdmin(panel);
  });
  afterAll(async () => {
    await panel?.close();
    await witness?.stop();
  });

  const open = (path: string) => page.goto(`${panel.url}/admin/plugins/job-scheduler${path}`);
  const openJob = async ({ documentId }: { documentId: string }, name: string) => {
    await open(`/jobs/${documentId}`);
    await page.getByRole('heading', { level: 1, name }).waitFor();
  };
  const make = (name: string, path: string, rules: object) =>
    callAdmin<{ documentId: string }>(panel, 'POST', '/job-scheduler/jobs', {
      name,
      template: 'http-request',
      parameters: { url: `${witness.url}${path}` },
      ...rules,
    });

  test('a breaker that opened is told on its page and in the list, until a start by hand succeeds', async () => {
    const job = await make(TRIPPED, '/crm', {
      schedules: [{ key: 'often', kind: 'interval', every: '1s' }],
      retry: { maxAttempts: 1 },
      breaker: { failures: 2, coolDownMs: 3_600_000 },
    });
    await openJob(job, TRIPPED);
    const notice = page.getByRole('region', { name: NOTICE });
    await notice.getByText('It failed 2 times in a row.').waitFor();
    await notice
      .getByText(/^What is due is skipped. One run is let through as a probe in (1 hour|\d+ min)/)
      .waitFor();
    await notice
      .getByText('“Run now” starts it at once all the same: if it succeeds, all goes on as before.')
      .waitFor();
    await page
      .getByRole('region', { name: 'Coming up' })
      .getByText(/^It failed too often: nothing runs by itself until /)
      .waitFor();
    expect(await accessibilityProblems(page, 'main')).toEqual([]);
    expect(witness.requests).toHaveLength(2);

    await open(`/jobs/${job.documentId}?tab=executions`);
    await page
      .getByRole('link', { name: `${TRIPPED}: Skipped` })
      .first()
      .click();
    await page
      .getByText(/Did not run: it failed too often and is kept from running for a while/)
      .first()
      .waitFor();
    const row = page.getByRole('row', { name: new RegExp(TRIPPED) });
    await open('/jobs');
    await row.getByText('Breaker open').waitFor();

    isDown = false;
    await openJob(job, TRIPPED);
    await page.getByRole('button', { name: 'Run now' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Run now' }).click();
    await page.getByText(/^Succeeded after/).waitFor();
    await openJob(job, TRIPPED);
    expect(await notice.count()).toBe(0);
    await open('/jobs');
    await row.waitFor();
    expect(await row.getByText('Breaker open').count()).toBe(0);
  });

  test('a limit that jobs share is told with who has its seat and who waits for it', async () => {
    const rules = { concurrency: { limit: 1, key: 'crm-api' } };
    const start = ({ documentId }: { documentId: string }) =>
      callAdmin(panel, 'POST', `/job-scheduler/jobs/${documentId}/run`, {});
    const first = await make('Fetch the customers', '/slow', rules);
    const second = await make('Fetch the invoices', '/slow', rules);
    const limits = page.getByRole('region', { name: 'Limits and queue' });
    const says = (figures: RegExp) =>
      waitUntil(
        () => limits.innerText(),
        (text) => figures.test(text),
        { everyMs: 100, patienceMs: 15_000 }
      );

    await start(first);
    await openJob(first, 'Fetch the customers');
    await limits.getByText('At most 1, shared as “crm-api”').waitFor();
    await says(/Running\s+1\s+Waiting\s+0/);
    await start(second);
    await openJob(second, 'Fetch the invoices');
    await limits.getByText('At most 1, shared as “crm-api”').waitFor();
    await says(/Running\s+0\s+Waiting\s+1/);
    await limits.getByText('Waits for a free seat of crm-api').waitFor();

    held.shift()?.end();
    await says(/Running\s+1\s+Waiting\s+0/);
    expect(await limits.getByText('Waits for a free seat of crm-api').count()).toBe(0);
    held.shift()?.end();
    await says(/Running\s+0\s+Waiting\s+0/);
  });
});
