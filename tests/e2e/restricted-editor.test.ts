import type { Page } from 'playwright-core';

import { logIn } from '../support/accounts';
import { callAdmin, makePerson } from '../support/admin-api';
import { logInOnPage } from '../support/browser';
import { openPanel } from '../support/open-panel';
import type { Panel } from '../support/open-panel';

const EDITOR = { email: 'ed@example.com', password: 'Editor-Person-1' };

describe('an editor who may only see and change own jobs', () => {
  let panel: Panel;
  let page: Page;
  let foreign: { documentId: string };
  beforeAll(async () => {
    panel = await openPanel();
    await makePerson(panel, { name: 'Ed', set: 'editor', account: EDITOR });
    foreign = await callAdmin(panel, 'POST', '/job-scheduler/jobs', {
      name: 'The admin’s own business',
      template: 'self-test',
      parameters: {},
    });
    page = await panel.visit();
    await logInOnPage(page, panel.url, EDITOR);
  });
  afterAll(() => panel?.close());

  const open = (path: string) => page.goto(`${panel.url}/admin/plugins/job-scheduler${path}`);

  test('does not see the jobs of others, not even by their address', async () => {
    await open('/jobs');
    await page.getByRole('heading', { level: 1, name: 'Jobs' }).waitFor();
    await page
      .getByText(/There is no job/)
      .first()
      .waitFor();
    expect(await page.getByText('The admin’s own business').count()).toBe(0);

    const answered = page.waitForResponse(
      (answer) => answer.url() === `${panel.url}/job-scheduler/jobs/${foreign.documentId}`
    );
    await open(`/jobs/${foreign.documentId}`);
    expect((await answered).status()).toBe(404);
    expect(await page.getByText('The admin’s own business').count()).toBe(0);
  });

  test('makes a job and runs it', async () => {
    await open('/jobs/new');
    await page.getByRole('button', { name: /^Self-test/ }).click();
    await page.getByRole('button', { name: 'Next', exact: true }).click();
    await page.getByRole('button', { name: 'Next', exact: true }).click();
    await page.getByLabel('Name', { exact: false }).first().fill('My own test');
    await page.getByRole('button', { name: 'Create and run now' }).click();
    await page.getByText(/^Succeeded after/).waitFor();
    expect(await page.getByRole('log', { name: 'Log' }).isVisible()).toBe(true);
  });

  test('is offered no deletion, and the server would refuse it', async () => {
    await open('/jobs');
    await page.getByRole('button', { name: 'More actions for My own test' }).click();
    const remove = page.getByRole('menuitem', { name: 'Delete' });
    await remove.waitFor();
    expect(await remove.getAttribute('aria-disabled')).toBe('true');
    await page.keyboard.press('Escape');

    const token = await logIn(panel.url, EDITOR);
    const jobs = await callAdmin<{ documentId: string; name: string }[]>(
      { url: panel.url, token },
      'GET',
      '/job-scheduler/jobs'
    );
    expect(jobs.map(({ name }) => name)).toEqual(['My own test']);
    const refused = await fetch(`${panel.url}/job-scheduler/jobs/${String(jobs[0]?.documentId)}`, {
      method: 'DELETE',
      headers: { authorization: `Bearer ${token}` },
    });
    expect(refused.status).toBe(403);
  });
});
