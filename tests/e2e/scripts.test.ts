import { chmodSync, copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import type { Locator, Page } from 'playwright-core';

import type { ContainmentView } from '../../server/src/contract/scheduler';
import { callAdmin, makePerson } from '../support/admin-api';
import { accessibilityProblems, logInOnPage } from '../support/browser';
import { openPanel, visitAsAdmin } from '../support/open-panel';
import type { Panel } from '../support/open-panel';

const APPROVER = { email: 'ap@example.com', password: 'Approver-Person-1' };
const VIEWER = { email: 'vi@example.com', password: 'Viewer-Person-1' };

/** Would run if it were ever taken for markup. */
const CANARY = '<img src=x onerror="globalThis.canary=1"><script>globalThis.canary=1</script>';
const BAD_NAME = '<img src=x onerror=globalThis.canary=1>.sh';

interface Kind {
  kind: string;
  file: string;
  text: string | null;
  says: string;
}

/** `text` null: the machine's own `echo`, a program of machine code. */
const KINDS: Kind[] = [
  {
    kind: 'Python',
    file: 'report.py',
    text: 'import sys\nprint("python says", sys.argv[1])\n',
    says: 'python says hello',
  },
  { kind: 'Bash', file: 'backup.sh', text: 'echo "bash says $1"\n', says: 'bash says hello' },
  {
    kind: 'Node',
    file: 'sync.mjs',
    text: 'console.log("node says", process.argv[2]);\n',
    says: 'node says hello',
  },
  { kind: 'program', file: 'tool.bin', text: null, says: 'hello' },
];

describe('scripts', () => {
  const directory = mkdtempSync(path.join(os.tmpdir(), 'job-scripts-'));
  let panel: Panel;
  let author: Page;
  let approver: Page;

  const write = (name: string, text: string): void =>
    writeFileSync(path.join(directory, name), text, { mode: 0o644 });
  beforeAll(async () => {
    for (const { file, text } of KINDS) {
      if (text !== null) write(file, text);
      else {
        copyFileSync('/bin/echo', path.join(directory, file));
        chmodSync(path.join(directory, file), 0o755);
      }
    }
    write('answer.sh', 'echo \'{"answer": 42}\' > "$JOB_RESULT_FILE"\nexit 0\n');
    write(BAD_NAME, `# ${CANARY}\necho '${CANARY}'\n`);
    panel = await openPanel({
      JOB_SCHEDULER_SCRIPTS_DIR: directory,
      JOB_SCHEDULER_SCRIPTS_ALLOWED_EXTENSIONS: '.py,.sh,.mjs,.bin',
    });
    await makePerson(panel, { name: 'Ap', set: 'admin', account: APPROVER });
    await makePerson(panel, { name: 'Vi', set: 'viewer', account: VIEWER });
    author = await visitAsAdmin(panel);
    approver = await panel.visit();
    await logInOnPage(approver, panel.url, APPROVER);
  });
  afterAll(async () => {
    await panel?.close();
    rmSync(directory, { recursive: true, force: true });
  });

  const address = (rest: string) => `${panel.url}/admin/plugins/job-scheduler${rest}`;
  const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
  const openScript = async (page: Page, file: string): Promise<void> => {
    await page.goto(address('/settings/scripts'));
    await page.getByRole('link', { name: file, exact: true }).click();
    await page.getByRole('heading', { level: 1, name: file }).waitFor();
  };
  const approve = async (file: string, comment = ''): Promise<void> => {
    await openScript(approver, file);
    await button(approver, 'Approve').click();
    const dialog = approver.getByRole('dialog');
    await dialog.getByLabel('Comment').fill(comment);
    await dialog.getByRole('button', { name: 'Approve exactly these bytes' }).click();
    await approver.getByText('It runs as it stands here.').waitFor();
  };
  const makeInWizard = async (
    name: string,
    { file, args }: { file: string; args: string }
  ): Promise<void> => {
    await author.goto(address('/jobs/new'));
    await author.getByRole('button', { name: /^Script/ }).click();
    await author.getByRole('combobox', { name: /^Script/ }).click();
    await author.getByRole('option', { name: new RegExp(`^${escaped(file)}`) }).click();
    await author.getByText(/Its runs are skipped until it is approved/).waitFor();
    await author.getByLabel('Arguments').fill(args);
    await button(author, 'Next').click();
    await button(author, 'Next').click();
    await author.getByLabel('Name', { exact: false }).first().fill(name);
    await author.getByText(/Its runs are skipped until it is approved/).waitFor();
    await author.getByRole('button', { name: 'Create and run now' }).click();
    await author.getByText('Did not run: its script is not approved').first().waitFor();
  };
  const runAgain = async (name: string): Promise<void> => {
    await author.getByRole('link', { name: 'Open the job' }).click();
    await author.getByRole('heading', { level: 1, name }).waitFor();
    await button(author, 'Run now').click();
    await author.getByRole('dialog').getByRole('button', { name: 'Run now', exact: true }).click();
    await author.getByText(/^Succeeded after/).waitFor();
  };
  const resultOf = (page: Page) => page.getByRole('region', { name: 'Result' }).first();

  test.each(KINDS)(
    'a job with a $kind script is skipped until a second person approves it, then runs',
    async ({ kind, file, says }) => {
      const name = `A job in ${kind}`;
      await makeInWizard(name, { file, args: 'hello' });
      await approve(file, `Read ${file}`);
      await approver.getByText(`Read ${file}`).waitFor();
      await runAgain(name);
      await author.getByRole('log', { name: 'Log' }).getByText(says, { exact: true }).waitFor();
      expect(await resultOf(author).innerText()).toContain('"exitCode": 0');
    }
  );

  test('what a script answers is on the page of its execution', async () => {
    await makeInWizard('A job with an answer', { file: 'answer.sh', args: '' });
    await approve('answer.sh');
    await runAgain('A job with an answer');
    await author.getByText('"answer": 42').waitFor();
    expect(await resultOf(author).innerText()).toContain('"exitCode": 0');
  });

  test('the author is told why somebody else has to approve, and may take consent back', async () => {
    await openScript(author, 'backup.sh');
    await button(author, 'Take the approval back').click();
    const dialog = author.getByRole('dialog');
    await dialog.getByLabel('Comment').fill('It is not needed any more');
    await dialog.getByRole('button', { name: 'Reject exactly these bytes' }).click();
    await author.getByText('It is not needed any more').waitFor();
    expect(await button(author, 'Approve').getAttribute('aria-disabled')).toBe('true');
    await author
      .getByText(/You once chose this script for a job or a start/)
      .first()
      .waitFor();
  });

  test('a new script comes into the list while the page is open', async () => {
    await approver.goto(address('/settings/scripts'));
    await approver.getByRole('link', { name: 'answer.sh', exact: true }).waitFor();
    write('late.sh', 'echo late\n');
    const late = approver.getByRole('link', { name: 'late.sh', exact: true });
    await late.waitFor();
    expect(await late.count()).toBe(1);
  });

  test('a change is shown line by line, with what would not show, and must be approved again', async () => {
    write('report.py', 'import sys\nprint("python says", sys.argv[1])\nx = "\u202e"\n');
    await openScript(approver, 'report.py');
    await approver.getByText('Changed since it was approved').first().waitFor();
    await approver.getByText('Since it was approved: 1 line added, 0 lines removed').waitFor();
    const changes = approver.getByRole('region', {
      name: 'Changes of report.py since it was approved',
    });
    await changes.getByText('U+202E').waitFor();
    await approver.getByText(/^1 character would not show/).waitFor();
    expect(await accessibilityProblems(approver, 'main')).toEqual([]);
  });

  test('bytes that changed while the page was open are not approved, and can be loaded', async () => {
    await openScript(approver, 'report.py');
    write('report.py', 'print("harmful")\n');
    await button(approver, 'Approve').click();
    await approver.getByRole('button', { name: 'Approve exactly these bytes' }).click();
    await approver.getByText('The script has other bytes by now').waitFor();
    expect(await approver.getByText('print("harmful")').count()).toBe(0);
    await approver.getByRole('button', { name: 'Load the new bytes' }).click();
    await approver.getByText('print("harmful")').waitFor();
    await approver.getByText('Changed since it was approved').first().waitFor();
  });

  test('nothing in a name, in content, in a comment or in output is ever markup', async () => {
    const name = `A job named ${CANARY}`;
    await makeInWizard(name, { file: BAD_NAME, args: CANARY });
    await approve(BAD_NAME, CANARY);
    await approver.getByText(CANARY, { exact: true }).first().waitFor();
    await runAgain(name);
    await author.getByRole('log', { name: 'Log' }).getByText(CANARY, { exact: true }).waitFor();
    for (const [page, route] of [
      [author, '/jobs'],
      [author, '/settings/scripts'],
      [approver, '/settings/scripts'],
    ] as const) {
      await page.goto(address(route));
      await page.getByRole('heading', { level: 1 }).waitFor();
      await page.waitForLoadState('networkidle');
      expect(await page.evaluate(() => 'canary' in globalThis)).toBe(false);
    }
    await openScript(author, BAD_NAME);
    await author.getByText(`echo '${CANARY}'`, { exact: true }).waitFor();
    expect(await author.evaluate(() => 'canary' in globalThis)).toBe(false);
  });

  test('what may not be read is left out with the reason, and the page says what holds scripts here', async () => {
    write('others.sh', 'echo others\n');
    chmodSync(path.join(directory, 'others.sh'), 0o666);
    await author.goto(address('/settings/scripts'));
    const left = author.getByRole('region', { name: 'Left out of the directory' });
    await left.getByText(/others than its owner may write it/).waitFor();
    expect(await author.getByRole('link', { name: 'others.sh', exact: true }).count()).toBe(0);
    const { containment } = await statusOf(panel);
    await bounds(author)
      .getByText(LEVELS[containment.level] ?? '')
      .waitFor();
    const by: Record<string, string | null> = containment.limits;
    expect(await factsOf(bounds(author))).toEqual(
      Object.entries(LIMITS).map(([limit, name]) => [name, BY[by[limit] ?? 'nothing']])
    );
    expect(await gapsOf(bounds(author))).toEqual(
      containment.cannotCatch.map((gap) => expect.stringMatching(GAPS[gap] ?? 'nowhere'))
    );
    expect(containment).toMatchObject({ cannotCatch: expect.arrayContaining(['handed-over']) });
    expect(
      await bounds(author)
        .getByText(/could not be ended/)
        .count()
    ).toBe(0);
  });

  test('a weaker level names all that it cannot catch and limit, and how many have survived', async () => {
    const page = await visitAsAdmin(panel);
    await page.route('**/job-scheduler/scheduler/status', async (route) => {
      const answer = await route.fetch();
      const body = (await answer.json()) as { data: object };
      const limits = { memory: 'cgroup', cpu: 'rlimit', processes: null, fileSize: 'rlimit' };
      const containment = { level: 'basic', cannotCatch: Object.keys(GAPS), limits, survivors: 2 };
      await route.fulfill({
        response: answer,
        json: { ...body, data: { ...body.data, containment } },
      });
    });
    await page.goto(address('/settings/scripts'));
    await bounds(page).getByText('2 processes of scripts could not be ended').waitFor();
    await bounds(page)
      .getByText(LEVELS['basic'] ?? '')
      .waitFor();
    expect(await gapsOf(bounds(page))).toEqual(
      Object.values(GAPS).map((gap) => expect.stringMatching(gap))
    );
    expect(await factsOf(bounds(page))).toEqual([
      ['Memory', BY['cgroup']],
      ['Processor', BY['rlimit']],
      ['Number of processes', BY['nothing']],
      ['Size of files', BY['rlimit']],
    ]);
    await page.context().close();
  });

  test('a job’s definition shows all that its hooks are given', async () => {
    const scripts = await callAdmin<{ documentId: string; path: string }[]>(
      panel,
      'GET',
      '/job-scheduler/scripts'
    );
    const script = scripts.find(({ path: file }) => file === 'answer.sh')?.documentId;
    const hook = { script, args: ['--deep'], env: { PARAM_MODE: 'dry' }, timeoutMs: 30_000 };
    const { documentId } = await callAdmin<{ documentId: string }>(
      panel,
      'POST',
      '/job-scheduler/jobs',
      {
        name: 'A job with a hook',
        template: 'self-test',
        parameters: {},
        hooks: { before: [hook], after: [] },
      }
    );
    await author.goto(address(`/jobs/${documentId}`));
    await author.getByRole('tab', { name: 'Definition' }).click();
    const hooks = author.getByRole('region', { name: 'Before and after each try' });
    await hooks.getByText('answer.sh', { exact: true }).waitFor();
    expect((await hooks.locator('dd').innerText()).split('\n').filter(Boolean)).toEqual([
      'answer.sh',
      '--deep',
      'PARAM_MODE: dry',
      'Time limit: 30s',
    ]);
  });

  test('whoever has no right to see scripts finds no such page', async () => {
    const visitor = await panel.visit();
    await logInOnPage(visitor, panel.url, VIEWER);
    await visitor.goto(address('/settings/scripts'));
    await visitor
      .getByText(/permission/i)
      .first()
      .waitFor();
    expect(await visitor.getByRole('link', { name: 'Scripts', exact: true }).count()).toBe(0);
    await visitor.context().close();
  });
});

const LEVELS: Record<string, RegExp> = {
  namespace: /PID namespace/,
  subreaper: /becomes the parent of every process/,
  basic: /looks for the processes of a run/,
  none: /No script runs on this server/,
};

const LIMITS: Record<string, string> = {
  memory: 'Memory',
  cpu: 'Processor',
  processes: 'Number of processes',
  fileSize: 'Size of files',
};
const BY: Record<string, string> = {
  cgroup: 'can be limited for the run as a whole (control group)',
  rlimit: 'can be limited for each process (rlimit)',
  nothing: 'cannot be limited here',
};
const GAPS: Record<string, RegExp> = {
  'handed-over': /has another service start/,
  'supervisor-killed': /kills its own supervisor/,
  'other-user': /another user’s/,
  unmarked: /leaves its parent between two looks/,
};

const statusOf = (panel: Panel) =>
  callAdmin<{ containment: ContainmentView }>(panel, 'GET', '/job-scheduler/scheduler/status');

const bounds = (page: Page): Locator =>
  page.getByRole('region', { name: 'What keeps scripts in bounds on this server' });
const factsOf = async (region: Locator): Promise<(string | undefined)[][]> => {
  const [names, values] = await Promise.all(
    ['dt', 'dd'].map((tag) => region.locator(tag).allInnerTexts())
  );
  return (names ?? []).map((name, index) => [name, values?.[index]]);
};
const gapsOf = (region: Locator): Promise<string[]> => region.getByRole('listitem').allInnerTexts();

const escaped = (text: string): string => text.replace(/[$()*+.?[\\\]^{|}]/g, '\\$&');
