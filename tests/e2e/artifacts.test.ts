import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';

import { callAdmin } from '../support/admin-api';
import { accessibilityProblems } from '../support/browser';
import { openPanel, visitAsAdmin } from '../support/open-panel';
import type { Panel } from '../support/open-panel';

/** How the page may look; it is looked at in each. */
const LOOKS = [
  { theme: 'light', language: 'en', width: 1440, words: { files: 'Files', download: 'Download' } },
  { theme: 'dark', language: 'zh', width: 360, words: { files: '檔案', download: '下載' } },
] as const;

describe.each(LOOKS)('a backup, $theme, $width wide', ({ theme, language, width, words }) => {
  const directory = mkdtempSync(path.join(os.tmpdir(), 'artifacts-'));
  let panel: Panel;
  beforeAll(async () => {
    panel = await openPanel({ JOB_SCHEDULER_ARTIFACTS_DIR: directory });
  });
  afterAll(async () => {
    await panel?.close();
    rmSync(directory, { recursive: true, force: true });
  });

  test('is downloaded from the page of its execution', async () => {
    const body = {
      name: 'Nightly backup of the whole site, kept for a week',
      template: 'backup',
      parameters: {},
    };
    const job = await callAdmin<{ documentId: string }>(panel, 'POST', '/job-scheduler/jobs', body);
    const run = `/job-scheduler/jobs/${job.documentId}/run`;
    const { documentId } = await callAdmin<{ documentId: string }>(panel, 'POST', run);
    const page = await visitAsAdmin(panel, { viewport: { width, height: 900 } });
    await page.evaluate(
      ([chosenTheme, chosenLanguage]) => {
        localStorage.setItem('STRAPI_THEME', chosenTheme);
        localStorage.setItem('strapi-admin-language', chosenLanguage);
      },
      [theme, language] as const
    );
    await page.goto(`${panel.url}/admin/plugins/job-scheduler/executions/${documentId}`);
    const files = page.getByRole('region', { name: words.files });
    const button = files.getByRole('button', { name: words.download });
    await button.waitFor();
    expect(await accessibilityProblems(page, 'main')).toEqual([]);
    const { wide, shown } = await page.evaluate(() => ({
      wide: document.documentElement.scrollWidth,
      shown: document.documentElement.clientWidth,
    }));
    expect(wide).toBeLessThanOrEqual(shown);

    const [download] = await Promise.all([page.waitForEvent('download'), button.click()]);
    expect(download.suggestedFilename()).toMatch(/^Nightly backup .*\.sqlite\.gz$/);
    const dump = gunzipSync(readFileSync(await download.path()));
    expect(dump.subarray(0, 15).toString()).toBe('SQLite format 3');
    await page.context().close();
  });
});
