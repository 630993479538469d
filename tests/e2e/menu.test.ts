import { FIRST_ADMIN } from '../support/accounts';
import { accessibilityProblems, logInOnPage } from '../support/browser';
import { openPanel } from '../support/open-panel';
import type { Panel } from '../support/open-panel';

describe('the way to the jobs', () => {
  let panel: Panel;
  beforeAll(async () => {
    panel = await openPanel();
  });
  afterAll(() => panel?.close());

  test('leads from the login page through the menu', async () => {
    const page = await panel.visit();
    await logInOnPage(page, panel.url, FIRST_ADMIN);
    await page.getByRole('link', { name: 'Jobs', exact: true }).click();
    await page.waitForURL(/\/admin\/plugins\/job-scheduler/);
    await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
    expect(await accessibilityProblems(page, 'main')).toEqual([]);
    await page.context().close();
  });
});
