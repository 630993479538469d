import { readFileSync } from 'node:fs';

import type { Page } from 'playwright-core';

import { callAdmin, makePerson } from '../support/admin-api';
import { accessibilityProblems, logInOnPage } from '../support/browser';
import { openPanel, visitAsAdmin } from '../support/open-panel';
import type { Panel } from '../support/open-panel';

const VIEWER = { email: 'vi@example.com', password: 'Viewer-Person-1' };

interface Job {
  documentId: string;
  name: string;
  enabled: boolean;
  priority: string;
}

describe('jobs as documents', () => {
  let panel: Panel;
  let page: Page;
  let text: string;
  beforeAll(async () => {
    panel = await openPanel();
    for (const name of ['Nightly post', 'Morning post'])
      await callAdmin(panel, 'POST', '/job-scheduler/jobs', {
        name,
        template: 'self-test',
        parameters: {},
      });
    page = await visitAsAdmin(panel);
  });
  afterAll(() => panel?.close());

  const open = (search = '') => page.goto(`${panel.url}/admin/plugins/job-scheduler/jobs${search}`);
  const jobs = () => callAdmin<Job[]>(panel, 'GET', '/job-scheduler/jobs');
  const button = (name: string) => page.getByRole('button', { name, exact: true });

  test('what the list shows is saved as a file', async () => {
    await open('?q=nightly');
    await page.getByText('Nightly post').first().waitFor();
    await button('Export').click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('All jobs that the list shows', { exact: false }).waitFor();
    expect(await accessibilityProblems(page)).toEqual([]);
    const downloading = page.waitForEvent('download');
    await dialog.getByRole('button', { name: 'Save the file' }).click();
    const download = await downloading;
    expect(download.suggestedFilename()).toBe('jobs.yaml');
    text = readFileSync(await download.path(), 'utf8');
    expect(text).toContain('name: Nightly post');
    expect(text).not.toContain('Morning post');
    await dialog.getByText('1 job was saved.').waitFor();
    await dialog.getByRole('button', { name: 'Close', exact: true }).last().click();
  });

  test('a file says what it would do before it does it', async () => {
    await open();
    await button('Import').click();
    const dialog = page.getByRole('dialog');
    const within = (name: string) => dialog.getByRole('button', { name, exact: true });
    await within('What would it do?').click();
    await dialog.getByText('Choose a file, or paste its text').waitFor();

    await dialog.locator('input[type=file]').setInputFiles({
      name: 'jobs.yaml',
      mimeType: 'application/yaml',
      buffer: Buffer.from(text.replace('priority: normal', 'priority: high')),
    });
    await within('What would it do?').click();
    await dialog.getByText('Nothing would be written.').waitFor();
    await dialog.getByText('Left as it is', { exact: true }).waitFor();

    await dialog.getByRole('combobox').click();
    await page.getByRole('option', { name: 'Write over them' }).click();
    await within('What would it do?').click();
    await dialog.getByText('1 job would be written. Nothing is yet.').waitFor();
    await dialog.getByText('Is switched off; look at it, then switch it on.').waitFor();
    expect(await accessibilityProblems(page)).toEqual([]);
    expect((await jobs()).map(({ priority }) => priority)).toEqual(['normal', 'normal']);

    await within('Import').click();
    await dialog.getByText('1 job was written.').waitFor();
    expect((await jobs()).find(({ name }) => name === 'Nightly post')).toMatchObject({
      priority: 'high',
      enabled: false,
    });
  });

  test('what is not right is told with its place, and nothing comes in', async () => {
    await open();
    await button('Import').click();
    const dialog = page.getByRole('dialog');
    const document = {
      version: 1,
      jobs: ['Ring one', 'Ring two'].map((name, at, names) => ({
        name,
        template: 'self-test',
        parameters: {},
        dependencies: { mode: 'all_success', jobs: [names[1 - at]] },
      })),
    };
    await dialog.getByRole('textbox').fill(JSON.stringify(document));
    await dialog.getByRole('button', { name: 'What would it do?' }).click();
    await dialog.getByText('jobs.0.dependencies.jobs.0').waitFor();
    await dialog.getByText('would make a circle: Ring one → Ring two → Ring one').waitFor();
    expect(await accessibilityProblems(page)).toEqual([]);
    expect(await dialog.getByRole('button', { name: 'Import', exact: true }).isDisabled()).toBe(
      true
    );
    expect(await jobs()).toHaveLength(2);
  });

  test('who may only read can do neither', async () => {
    await makePerson(panel, { name: 'Vi', set: 'viewer', account: VIEWER });
    const theirs = await panel.visit();
    await logInOnPage(theirs, panel.url, VIEWER);
    await theirs.goto(`${panel.url}/admin/plugins/job-scheduler/jobs`);
    await theirs.getByText('Nightly post').first().waitFor();
    for (const name of ['Export', 'Import']) {
      const action = theirs.getByRole('button', { name, exact: true });
      expect(await action.getAttribute('aria-disabled')).toBe('true');
    }
  });
});
