import type { Page } from 'playwright-core';

import { callAdmin } from '../support/admin-api';
import { accessibilityProblems } from '../support/browser';
import { openPanel, visitAsAdmin } from '../support/open-panel';
import type { Panel } from '../support/open-panel';
import { startWitness } from '../support/witness-server';
import type { WitnessServer } from '../support/witness-server';

const VALUE = 'Bearer canary-4f1c-first';
const NEXT_VALUE = 'Bearer canary-4f1c-second';

interface Secret {
  documentId: string;
  name: string;
  version: number;
  allowedHosts: string[];
}

describe('secrets', () => {
  let panel: Panel;
  let page: Page;
  let witness: WitnessServer;
  beforeAll(async () => {
    witness = await startWitness((_request, response) => response.end('{}'));
    panel = await openPanel({ JOB_SCHEDULER_HTTP_ALLOWED_HOSTS: `127.0.0.1:${witness.port}` });
    page = await visitAsAdmin(panel);
  });
  afterAll(async () => {
    await panel?.close();
    await witness?.stop();
  });

  const open = (path: string) => page.goto(`${panel.url}/admin/plugins/job-scheduler${path}`);
  const stored = async (name: string): Promise<Secret | undefined> => {
    const list = await callAdmin<Secret[]>(panel, 'GET', '/job-scheduler/secrets');
    return list.find((secret) => secret.name === name);
  };

  test('one is made; what is wrong is told at its field, and its value is never shown again', async () => {
    await open('/settings/secrets');
    await page.getByText(/There are no secrets yet/).waitFor();
    await page.getByRole('button', { name: 'New secret' }).click();
    await page.getByLabel('Name', { exact: false }).first().fill('crm token');
    await page.getByRole('textbox', { name: /^Value/ }).fill(VALUE);
    await page.getByLabel('Hosts').fill(`127.0.0.1:${witness.port}`);
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText(/Begin with a letter; letters/).waitFor();
    await page.getByLabel('Name', { exact: false }).first().fill('crm-token');
    await page.getByRole('button', { name: 'Save' }).click();

    await page.getByRole('link', { name: 'crm-token' }).click();
    await page.getByRole('heading', { level: 1, name: 'crm-token' }).waitFor();
    const value = page.getByRole('textbox', { name: 'New value' });
    expect(await value.inputValue()).toBe('');
    expect(await value.getAttribute('autocomplete')).toBe('off');
    expect(await page.content()).not.toContain('canary');
    await page.getByText('First Admin', { exact: true }).first().waitFor();
  });

  test('a job made in the wizard sends it, and no page shows it', async () => {
    await open('/jobs/new?template=http-request');
    await page.getByLabel('Web address').fill(`${witness.url}/hook`);
    const headers = page.getByRole('group', { name: 'Secret headers' });
    await headers.getByRole('button', { name: 'Add a line' }).click();
    await headers.getByLabel('Name in line 1').fill('Authorization');
    await page.getByRole('button', { name: 'Next', exact: true }).click();
    await page.getByText('Choose a secret for “Authorization”').waitFor();
    await headers.getByRole('combobox').click();
    await page.getByRole('option', { name: 'crm-token' }).click();
    await page.getByRole('button', { name: 'Next', exact: true }).click();
    await page.getByRole('button', { name: 'Next', exact: true }).click();
    await page.getByLabel('Name', { exact: false }).first().fill('Calls the CRM');
    await page.getByText('Authorization: crm-token').waitFor();
    await page.getByRole('button', { name: 'Create and run now' }).click();
    await page.getByText(/^Succeeded after/).waitFor();
    expect((await witness.next()).headers.authorization).toBe(VALUE);
    expect(await page.content()).not.toContain('canary');
  });

  test('a new value takes the place of the present one; without one the rest is changed alone', async () => {
    const made = (await stored('crm-token')) as Secret;
    await open(`/settings/secrets/${made.documentId}`);
    await page.getByRole('link', { name: 'Calls the CRM' }).waitFor();
    await page.getByLabel('Description').fill('Token of the CRM');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('link', { name: 'crm-token' }).waitFor();
    expect(await stored('crm-token')).toMatchObject({
      version: 1,
      description: 'Token of the CRM',
    });

    await open(`/settings/secrets/${made.documentId}`);
    await page.getByRole('textbox', { name: 'New value' }).fill(NEXT_VALUE);
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('link', { name: 'crm-token' }).waitFor();
    expect(await stored('crm-token')).toMatchObject({ version: 2 });
  });

  test('one that a job uses is not deleted, and the job is named', async () => {
    await open('/settings/secrets');
    await page.getByRole('button', { name: 'Delete “crm-token”' }).click();
    const dialog = page.getByRole('alertdialog');
    await dialog.getByRole('button', { name: 'Delete', exact: true }).click();
    await dialog.getByText('This secret is in use').waitFor();
    await dialog.getByRole('link', { name: 'Calls the CRM' }).waitFor();
    expect(await accessibilityProblems(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Close' }).click();
    expect(await stored('crm-token')).toBeDefined();
  });

  test('after a new key went first, the page asks for a rotation and says how many it took', async () => {
    await panel.restart({ JOB_SCHEDULER_KEYS: `${'n'.repeat(32)},${'o'.repeat(32)}` });
    await callAdmin(panel, 'POST', '/job-scheduler/secrets', { name: 'second', value: VALUE });
    await panel.restart({ JOB_SCHEDULER_KEYS: `${'p'.repeat(32)},${'n'.repeat(32)}` });
    await open('/settings/secrets');
    await page.getByText(/sealed with an older key/).waitFor();
    await page.getByRole('button', { name: 'Rotate keys' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Rotate keys' }).click();
    await dialog.getByText(/^1 secret was sealed anew/).waitFor();
    // What Strapi's own key had sealed needs that key, which the list of keys took the place of.
    await dialog.getByText(/^crm-token: it cannot be opened/).waitFor();
    expect(await stored('second')).toBeDefined();
  });

  test('without a key the page says so, and how to set one', async () => {
    await panel.restart({ ENCRYPTION_KEY: '' });
    await open('/settings/secrets');
    await page.getByText(/JOB_SCHEDULER_KEYS=/).waitFor();
    const create = page.getByRole('button', { name: 'New secret' });
    expect(await create.getAttribute('aria-disabled')).toBe('true');
  });
});
