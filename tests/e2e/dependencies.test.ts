import type { Page } from 'playwright-core';

import { callAdmin } from '../support/admin-api';
import { accessibilityProblems } from '../support/browser';
import { openPanel, visitAsAdmin } from '../support/open-panel';
import type { Panel } from '../support/open-panel';

const IMPORT = 'Nightly import';
const INDEX = 'Rebuild the index';

describe('jobs that wait for each other', () => {
  let panel: Panel;
  let page: Page;
  let importJob: { documentId: string };
  let indexJob: { documentId: string };
  beforeAll(async () => {
    panel = await openPanel();
    const make = (name: string) =>
      callAdmin<{ documentId: string }>(panel, 'POST', '/job-scheduler/jobs', {
        name,
        template: 'self-test',
        parameters: {},
      });
    importJob = await make(IMPORT);
    indexJob = await make(INDEX);
    page = await visitAsAdmin(panel);
  });
  afterAll(() => panel?.close());

  const open = (path: string) => page.goto(`${panel.url}/admin/plugins/job-scheduler${path}`);
  const openJob = async ({ documentId }: { documentId: string }, name: string) => {
    await open(`/jobs/${documentId}`);
    await page.getByRole('heading', { level: 1, name }).waitFor();
  };
  const chooseUpstream = async (job: { documentId: string }, upstream: string) => {
    await open(`/jobs/${job.documentId}/edit`);
    await page.getByRole('tab', { name: 'Policies' }).click();
    const picker = page.getByRole('combobox', { name: 'Waits for these jobs' });
    await picker.click();
    await picker.pressSequentially(upstream);
    await page.getByRole('option', { name: upstream }).click();
    await page.getByRole('button', { name: `Do not wait for ${upstream}` }).waitFor();
    expect(await accessibilityProblems(page, 'main')).toEqual([]);
    await page.getByRole('button', { name: 'Save', exact: true }).click();
  };

  test('are chained in the form, and the second runs by itself after the first', async () => {
    await chooseUpstream(indexJob, IMPORT);
    await page.getByRole('heading', { level: 1, name: INDEX }).waitFor();
    await page
      .getByText(`Starts by itself once all of these have succeeded: ${IMPORT}`)
      .first()
      .waitFor();

    await openJob(importJob, IMPORT);
    await page.getByRole('button', { name: 'Run now' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Run now' }).click();
    await page.getByText(/^Succeeded after/).waitFor();

    await open(`/jobs/${indexJob.documentId}?tab=executions`);
    await page
      .getByRole('link', { name: `${INDEX}: Succeeded` })
      .first()
      .click();
    await page.getByText(`It comes after ${IMPORT} (Succeeded).`).waitFor();
    await page.getByRole('link', { name: IMPORT, exact: true }).click();
    await page.getByText('First Admin started it by hand.').waitFor();
    const made = await callAdmin<{ trigger: string }[]>(
      panel,
      'GET',
      `/job-scheduler/executions?job=${indexJob.documentId}`
    );
    expect(made.map(({ trigger }) => trigger)).toEqual(['dependency']);
  });

  test('are refused as a circle, which is named', async () => {
    await chooseUpstream(importJob, INDEX);
    const told = page.getByText(new RegExp(`${IMPORT}.*${INDEX}.*${IMPORT}`));
    await told.first().waitFor();
    await open(`/jobs/${importJob.documentId}?tab=dependencies`);
    await page.getByText('It waits for no other job.').waitFor();
    expect(await page.getByRole('region', { name: 'Followed by' }).innerText()).toContain(INDEX);
  });

  test('are found in the picture by keyboard', async () => {
    await open('/graph');
    const picture = page.getByRole('group', { name: 'Jobs and their dependencies, as a picture' });
    const first = picture.getByRole('link', { name: new RegExp(IMPORT) });
    const second = picture.getByRole('link', { name: new RegExp(INDEX) });
    await first.waitFor();
    await first.focus();
    await page.keyboard.press('ArrowRight');
    await expect(second.evaluate((link) => link === document.activeElement)).resolves.toBe(true);
    await page.keyboard.press('ArrowLeft');
    await expect(first.evaluate((link) => link === document.activeElement)).resolves.toBe(true);
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: INDEX }).waitFor();

    await open('/graph');
    await page.getByRole('button', { name: 'Show as table' }).click();
    const row = page.getByRole('row', { name: new RegExp(`^${INDEX}`) });
    expect(await row.innerText()).toContain('After all succeeded');
    expect(await row.innerText()).toContain(IMPORT);
  });

  test('can be paused with a note, and resumed', async () => {
    await openJob(importJob, IMPORT);
    await page.getByRole('button', { name: 'Pause', exact: true }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('radio', { name: /For one hour/ }).click();
    expect(await accessibilityProblems(page, '[role="dialog"]')).toEqual([]);
    await dialog.getByRole('button', { name: 'Pause', exact: true }).click();
    await dialog.getByText('This is needed').first().waitFor();
    await dialog.getByLabel('Why?', { exact: false }).fill('The other side is being moved');
    await dialog.getByRole('button', { name: 'Pause', exact: true }).click();

    const notice = page.getByRole('region', { name: 'This job is paused' });
    await notice.getByText('Note: The other side is being moved').waitFor();
    await notice.getByText(/By First Admin, since .* It goes on by itself at/).waitFor();
    await page.getByRole('button', { name: 'Resume', exact: true }).click();
    await page.getByRole('button', { name: 'Pause', exact: true }).waitFor();
    expect(await notice.count()).toBe(0);
  });

  test('all stop while the scheduler is paused, and go on', async () => {
    await open('');
    await page.getByRole('button', { name: 'Pause all' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Why?', { exact: false }).fill('Maintenance');
    await dialog.getByRole('button', { name: 'Pause', exact: true }).click();
    const notice = page.getByRole('region', { name: 'All jobs are paused' });
    await notice.getByText('Note: Maintenance').waitFor();
    const stateOf = async () =>
      (await callAdmin<{ state: string }>(panel, 'GET', '/job-scheduler/scheduler/status')).state;
    expect(await stateOf()).toBe('paused');
    await notice.getByRole('button', { name: 'Resume' }).click();
    await page.getByRole('button', { name: 'Pause all' }).waitFor();
    expect(await stateOf()).toBe('running');
  });

  test('say why they ran', async () => {
    await openJob(importJob, IMPORT);
    const panelOf = page.getByRole('region', { name: 'Why did it run, or not?' });
    await panelOf.getByRole('button', { name: 'The last run' }).click();
    const answer = panelOf.getByRole('region', { name: 'Answer' });
    await answer.getByText('Succeeded').first().waitFor();
    await answer.getByRole('link', { name: 'Open the execution' }).click();
    await page.getByText(/^Succeeded after/).waitFor();
    expect(page.url()).toContain('/executions/');
  });
});
