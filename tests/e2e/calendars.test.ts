import type { Page } from 'playwright-core';

import { callAdmin, makePerson } from '../support/admin-api';
import { accessibilityProblems, logInOnPage } from '../support/browser';
import { openPanel, visitAsAdmin } from '../support/open-panel';
import type { Panel } from '../support/open-panel';

const HOLIDAYS = [
  'BEGIN:VCALENDAR',
  'VERSION:2.0',
  'PRODID:-//test//EN',
  'X-WR-CALNAME:Holidays of the office',
  'BEGIN:VEVENT',
  'UID:1',
  'DTSTART;VALUE=DATE:20201126',
  'DTEND;VALUE=DATE:20201127',
  'RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=4TH',
  'SUMMARY:Thanksgiving',
  'END:VEVENT',
  'BEGIN:VEVENT',
  'UID:2',
  'SUMMARY:Some day',
  'END:VEVENT',
  'END:VCALENDAR',
  '',
].join('\r\n');

const VIEWER = { email: 'vi@example.com', password: 'Viewer-Person-1' };

interface Calendar {
  documentId: string;
  name: string;
  revision: number;
  entries: { name: string | null }[];
}

describe('calendars', () => {
  let panel: Panel;
  let page: Page;
  let job: { documentId: string };
  beforeAll(async () => {
    panel = await openPanel();
    job = await callAdmin(panel, 'POST', '/job-scheduler/jobs', {
      name: 'Evening post',
      template: 'self-test',
      parameters: {},
      schedules: [{ key: 'daily', kind: 'daily', time: '10:00', timezone: 'Asia/Hong_Kong' }],
    });
    page = await visitAsAdmin(panel);
  });
  afterAll(() => panel?.close());

  const open = (path: string) => page.goto(`${panel.url}/admin/plugins/job-scheduler${path}`);
  const stored = async (name: string): Promise<Calendar> => {
    const list = await callAdmin<Calendar[]>(panel, 'GET', '/job-scheduler/calendars');
    return list.find((calendar) => calendar.name === name) as Calendar;
  };

  test('one begins with a starter; a mistake is told at its field, and the year shows what it means', async () => {
    await open('/settings/calendars');
    await page.getByRole('link', { name: 'Start with “Business hours”' }).click();
    await page.getByText('Mon – Fri, 09:00–17:00', { exact: true }).waitFor();
    await page.getByText(/^\d+ whole days and \d+ days in part/).waitFor();
    await page.getByLabel('Name', { exact: false }).first().fill('Office hours');

    await page.getByRole('button', { name: 'Days', exact: true }).click();
    await page.getByLabel('First day').fill('2030-05-02');
    await page.getByLabel('Last day').fill('2030-05-01');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Must not be before the first day').waitFor();
    await page.getByLabel('Last day').fill('2030-05-03');
    await page.getByLabel('What it is called').fill('Open house');
    await page.getByRole('button', { name: 'Save' }).click();

    await page.getByRole('link', { name: 'Office hours' }).waitFor();
    expect((await stored('Office hours')).entries).toMatchObject([
      { kind: 'weekly', weekdays: [1, 2, 3, 4, 5], from: '09:00', to: '17:00' },
      { kind: 'days', name: 'Open house', from: '2030-05-02', to: '2030-05-03' },
    ]);
  });

  test('an .ics file becomes one, and says what it left out and why', async () => {
    await page.getByRole('button', { name: 'Import a file' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.locator('input[type=file]').setInputFiles({
      name: 'holidays.ics',
      mimeType: 'text/calendar',
      buffer: Buffer.from(HOLIDAYS),
    });
    await dialog.getByText('holidays.ics').waitFor();
    await dialog.getByRole('button', { name: 'Import a file' }).click();
    await dialog.getByText('1 event was imported into “Holidays of the office”.').waitFor();
    await dialog.getByText('1 event was left out').waitFor();
    await dialog.getByText('Some day').waitFor();
    expect(await accessibilityProblems(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Open the calendar' }).click();
    await page.getByText('every year · November · fourth Thursday', { exact: true }).waitFor();
  });

  test('one keeps a job away, which its schedule shows before and after it is saved', async () => {
    await open(`/jobs/${job.documentId}/edit`);
    await page.getByRole('tab', { name: 'Schedule' }).click();
    await page.getByRole('combobox', { name: /^Keep away from/ }).click();
    await page.getByRole('option', { name: 'Office hours' }).click();
    await page.keyboard.press('Escape');
    await page.getByLabel('Show those that will not run').click();
    await page.getByText('Excluded', { exact: true }).first().waitFor();
    await page
      .getByText(/Office hours.*excludes it/)
      .first()
      .waitFor();

    await page.getByLabel(/^At\*?$/).fill('20:00');
    await page.getByText('Every day at 20:00').first().waitFor();
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('Every day at 10:00').waitFor();
    await dialog.getByText('Every day at 20:00').waitFor();
    await dialog.getByRole('cell', { name: 'New' }).first().waitFor();
    await dialog.getByRole('cell', { name: 'Falls away' }).first().waitFor();
    expect(await dialog.getByRole('rowheader').count()).toBeGreaterThan(3);
    expect(await accessibilityProblems(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Save these times' }).click();

    await page.getByRole('heading', { level: 1, name: 'Evening post' }).waitFor();
    const { documentId } = await stored('Office hours');
    expect(await callAdmin(panel, 'GET', `/job-scheduler/jobs/${job.documentId}`)).toMatchObject({
      schedules: [{ time: '20:00' }],
      calendars: { exclude: [documentId], only: [] },
    });
  });

  test('one that a job uses is not deleted, and the job is named', async () => {
    await open('/settings/calendars');
    await page.getByRole('button', { name: 'Delete “Office hours”' }).click();
    const dialog = page.getByRole('alertdialog');
    await dialog.getByRole('button', { name: 'Delete', exact: true }).click();
    await dialog.getByText('This calendar is in use').waitFor();
    await dialog.getByRole('link', { name: 'Evening post' }).waitFor();
    await dialog.getByRole('button', { name: 'Close' }).click();
    expect(await stored('Office hours')).toBeDefined();
  });

  test('one that somebody else saved meanwhile is not overwritten unasked', async () => {
    const calendar = await stored('Office hours');
    await open(`/settings/calendars/${calendar.documentId}`);
    await page.getByLabel('Description').fill('Mine');
    await callAdmin(panel, 'PUT', `/job-scheduler/calendars/${calendar.documentId}`, {
      name: 'Office hours',
      description: 'Theirs',
      timezone: null,
      entries: calendar.entries,
      revision: calendar.revision,
    });
    await page.getByRole('button', { name: 'Save' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('Somebody else saved this calendar').waitFor();
    await dialog.getByText(/→ Theirs/).waitFor();
    await dialog.getByRole('button', { name: 'Take the other version' }).click();
    await page.waitForFunction(() => document.querySelector('textarea')?.value === 'Theirs');
    expect(await page.getByLabel('Description').inputValue()).toBe('Theirs');
  });

  test('one may be looked at by who may not change it', async () => {
    await makePerson(panel, { name: 'Vi', set: 'viewer', account: VIEWER });
    const { documentId } = await stored('Office hours');
    const visitor = await panel.visit();
    await logInOnPage(visitor, panel.url, VIEWER);
    await visitor.goto(`${panel.url}/admin/plugins/job-scheduler/settings/calendars/${documentId}`);
    await visitor.getByText('Mon – Fri, 09:00–17:00', { exact: true }).waitFor();
    expect(await visitor.getByLabel('Name', { exact: false }).first().isDisabled()).toBe(true);
    const save = visitor.getByRole('button', { name: 'Save' });
    expect(await save.getAttribute('aria-disabled')).toBe('true');
    await visitor.context().close();
  });
});
