import type { Page } from 'playwright-core';

import { FIRST_ADMIN } from '../support/accounts';
import { logInOnPage } from '../support/browser';
import { openPanel } from '../support/open-panel';
import type { Panel } from '../support/open-panel';
import { startWitness } from '../support/witness-server';
import type { WitnessServer } from '../support/witness-server';

const MINUTE = 60_000;

describe('a job made in the wizard', () => {
  let witness: WitnessServer;
  let panel: Panel;
  let page: Page;
  beforeAll(async () => {
    witness = await startWitness((_request, response) =>
      response
        .setHeader('content-type', 'application/json')
        .end('{"greeting":"hello from the witness"}')
    );
    panel = await openPanel({ JOB_SCHEDULER_HTTP_ALLOWED_HOSTS: `127.0.0.1:${witness.port}` });
    page = await panel.visit();
  });
  afterAll(async () => {
    await panel?.close();
    await witness?.stop();
  });

  test('is made by an admin who logs in for the first time', async () => {
    await logInOnPage(page, panel.url, FIRST_ADMIN);
    await page.getByRole('link', { name: 'Jobs', exact: true }).click();
    await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
    await page
      .getByRole('navigation')
      .getByRole('link', { name: 'Jobs', exact: true })
      .last()
      .click();
    await page.getByRole('heading', { level: 1, name: 'Jobs' }).waitFor();
    await page.getByRole('link', { name: 'New job' }).first().click();

    await page.getByRole('button', { name: /^HTTP request/ }).click();
    await page.getByLabel('Web address').fill(`${witness.url}/hook`);
    await next(page);

    await page.getByRole('tab', { name: 'Cron' }).click();
    await page.getByLabel('Cron expression').fill('* * * * *');
    await page.getByText('Every minute', { exact: true }).first().waitFor();
    await next(page);

    await page.getByLabel('Name', { exact: false }).first().fill('Rebuild the website');
    await page.getByRole('button', { name: 'Create', exact: true }).click();
    await page.getByRole('heading', { level: 1, name: 'Rebuild the website' }).waitFor();
    expect(witness.requests).toEqual([]);
  });

  test('sends exactly one request at the next minute, within 100 ms, with its headers', async () => {
    const request = await witness.next();
    const nominal = Math.round(request.at / MINUTE) * MINUTE;
    expect(request.at - nominal).toBeGreaterThanOrEqual(0);
    expect(request.at - nominal).toBeLessThan(100);
    expect(request).toMatchObject({ method: 'GET', url: '/hook' });
    expect(request.headers).toMatchObject({
      'x-job-attempt': '1',
      'x-job-scheduled-for': new Date(nominal).toISOString(),
      'idempotency-key': expect.stringMatching(/^[a-z0-9]{24}$/),
    });
    expect(witness.requests).toHaveLength(1);
  });

  test('shows its history and its log', async () => {
    await openFirstExecution(page);
    await page.getByText(/^Succeeded after/).waitFor();
    const log = page.getByRole('log', { name: 'Log' });
    await log.getByText('hello from the witness').first().waitFor();
    expect(await log.innerText()).toContain(`${witness.url}/hook`);
  });

  test('is still there, with its history and its log, after a restart of the site', async () => {
    const sent = witness.requests[0]?.headers['idempotency-key'];
    await panel.restart();
    await page.goto(`${panel.url}/admin/plugins/job-scheduler/jobs`);
    await page.getByRole('link', { name: 'Rebuild the website', exact: true }).click();
    await page.getByRole('heading', { level: 1, name: 'Rebuild the website' }).waitFor();
    await page.goto(`${panel.url}/admin/plugins/job-scheduler/executions/${String(sent)}`);
    await page
      .getByRole('log', { name: 'Log' })
      .getByText('hello from the witness')
      .first()
      .waitFor();
    const keys = witness.requests.map(({ headers }) => headers['idempotency-key']);
    expect(new Set(keys).size).toBe(keys.length);
  });
});

const next = (page: Page): Promise<void> =>
  page.getByRole('button', { name: 'Next', exact: true }).click();

const openFirstExecution = async (page: Page): Promise<void> => {
  await page.getByRole('tab', { name: 'Executions' }).click();
  await page
    .getByRole('link', { name: /Succeeded/ })
    .first()
    .click();
};
