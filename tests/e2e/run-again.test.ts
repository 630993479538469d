import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import type { Page } from 'playwright-core';

import type { ExecutionView } from '../../server/src/contract/execution';
import { callAdmin } from '../support/admin-api';
import { openPanel, visitAsAdmin } from '../support/open-panel';
import type { Panel } from '../support/open-panel';
import { startWitness } from '../support/witness-server';
import type { WitnessServer } from '../support/witness-server';

describe('once more', () => {
  let folder: string;
  let panel: Panel;
  let page: Page;
  let witness: WitnessServer;
  let isDown = true;
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'job-scheduler-again-'));
    witness = await startWitness((_request, response) => {
      response.writeHead(isDown ? 500 : 200).end();
    });
    panel = await openPanel({
      JOB_WITNESS_FILE: path.join(folder, 'witness.jsonl'),
      JOB_SCHEDULER_HTTP_ALLOWED_HOSTS: `127.0.0.1:${witness.port}`,
    });
    page = await visitAsAdmin(panel);
  });
  afterAll(async () => {
    await panel?.close();
    await witness?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const make = (body: object) =>
    callAdmin<{ documentId: string }>(panel, 'POST', '/job-scheduler/jobs', {
      schedules: [],
      ...body,
    });
  const openJob = async ({ documentId }: { documentId: string }, name: string) => {
    await page.goto(`${panel.url}/admin/plugins/job-scheduler/jobs/${documentId}`);
    await page.getByRole('heading', { level: 1, name }).waitFor();
  };
  const inputsOf = async ({ documentId }: { documentId: string }) => {
    const all = await callAdmin<ExecutionView[]>(
      panel,
      'GET',
      `/job-scheduler/jobs/${documentId}/executions?sort=queuedAt:asc`
    );
    return all.map(({ trigger, parameters }) => [trigger, parameters['durationMs']]);
  };

  test('a start by hand takes the values of an earlier one, and a replay those of what it repeats', async () => {
    const job = await make({ name: 'Rebuild', template: 'witness', parameters: {} });
    await callAdmin(panel, 'POST', `/job-scheduler/jobs/${job.documentId}/run`, {
      parameters: { durationMs: 7 },
    });
    await openJob(job, 'Rebuild');
    await page.getByRole('button', { name: 'Run now' }).click();
    const dialog = page.getByRole('dialog');
    const duration = dialog.getByLabel('Duration (ms)');
    expect(await duration.inputValue()).toBe('0');
    await dialog.getByRole('combobox', { name: 'Use the values of an earlier start' }).click();
    await page.getByRole('option').first().click();
    expect(await duration.inputValue()).toBe('7');
    await dialog.getByRole('button', { name: 'Run now' }).click();
    await page.getByText(/^Succeeded after/).waitFor();
    expect(await inputsOf(job)).toEqual([
      ['manual', 7],
      ['manual', 7],
    ]);

    const before = page.url();
    await page.getByRole('button', { name: 'Replay' }).click();
    await page.getByText('It repeats an earlier execution.').waitFor();
    await page.getByText(/^Succeeded after/).waitFor();
    expect(page.url()).not.toBe(before);
    expect(await inputsOf(job)).toEqual([
      ['manual', 7],
      ['manual', 7],
      ['replay', 7],
    ]);
  });

  test('a retry is one more attempt of the same execution', async () => {
    const job = await make({
      name: 'Calls the CRM',
      template: 'http-request',
      parameters: { url: `${witness.url}/crm` },
      retry: { maxAttempts: 1 },
    });
    await openJob(job, 'Calls the CRM');
    await page.getByRole('button', { name: 'Run now' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Run now' }).click();
    await page.getByText(/^Failed after/).waitFor();
    const failed = page.url();

    isDown = false;
    await page.getByRole('button', { name: 'Retry' }).click();
    await page.getByText(/^Succeeded after 2 attempts, /).waitFor();
    expect(page.url()).toBe(failed);
    expect(await page.getByRole('button', { name: 'Retry' }).count()).toBe(0);
    expect(witness.requests.map(({ url }) => url)).toEqual(['/crm', '/crm']);
  });
});
