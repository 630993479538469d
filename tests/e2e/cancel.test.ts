import type { Page } from 'playwright-core';

import { callAdmin } from '../support/admin-api';
import { openPanel, visitAsAdmin } from '../support/open-panel';
import type { Panel } from '../support/open-panel';

describe('a running execution', () => {
  let panel: Panel;
  let page: Page;
  beforeAll(async () => {
    panel = await openPanel();
    await callAdmin(panel, 'POST', '/job-scheduler/jobs', {
      name: 'A long walk',
      template: 'self-test',
      parameters: { durationMs: 600_000, logLines: 600 },
    });
    page = await visitAsAdmin(panel);
  });
  afterAll(() => panel?.close());

  test('is started by hand, watched and cancelled', async () => {
    await page.goto(`${panel.url}/admin/plugins/job-scheduler/jobs`);
    await page.getByRole('button', { name: 'Run “A long walk” now' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Run now' }).click();
    await page.goto(`${panel.url}/admin/plugins/job-scheduler/executions`);
    await page
      .getByRole('link', { name: /A long walk.*Running/ })
      .first()
      .click();
    await page.getByText(/^Running for/).waitFor();

    const log = page.getByRole('log', { name: 'Log' });
    await log
      .getByText(/1 of 600/)
      .first()
      .waitFor();
    await log
      .getByText(/2 of 600/)
      .first()
      .waitFor();

    await page.getByRole('button', { name: 'Cancel', exact: true }).click();
    await page
      .getByRole('alertdialog')
      .getByRole('button', { name: 'Cancel the execution' })
      .click();
    await page.getByText(/^Cancelled after/).waitFor();
    expect(await page.getByRole('button', { name: 'Cancel', exact: true }).count()).toBe(0);
  });
});
