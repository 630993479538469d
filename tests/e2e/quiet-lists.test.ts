import { callAdmin } from '../support/admin-api';
import { openPanel, visitAsAdmin } from '../support/open-panel';
import type { Panel } from '../support/open-panel';

const JOB = {
  template: 'self-test',
  parameters: {},
  schedules: [{ key: 'once', kind: 'once', at: '2099-01-01T00:00:00Z' }],
};

let panel: Panel;
beforeAll(async () => {
  panel = await openPanel();
  for (const name of ['First', 'Second', 'Third']) {
    const job = { ...JOB, name };
    const { documentId } = await callAdmin<{ documentId: string }>(
      panel,
      'POST',
      '/job-scheduler/jobs',
      job
    );
    await callAdmin(panel, 'POST', `/job-scheduler/jobs/${documentId}/run`, {});
  }
});
afterAll(() => panel.close());

test.each([
  { list: 'jobs', shows: 'in 72 years' },
  { list: 'executions', shows: 'hour ago' },
])('a list of $list draws nothing while a second goes by in which nothing changes', async (on) => {
  const page = await visitAsAdmin(panel);
  await page.addInitScript(countDrawings);
  const hourLater = Date.now() + 1.5 * 3_600_000;
  await page.clock.install({ time: hourLater });
  await page.goto(`${panel.url}/admin/plugins/job-scheduler/${on.list}`);
  await page.getByText(on.shows).first().waitFor();
  // Whatever was on its way is there: the list asks again with this step, and then not for five seconds.
  const asked = page.waitForResponse((answer) => answer.url().includes(`job-scheduler/${on.list}`));
  await page.clock.pauseAt(hourLater + 60_000);
  await asked;
  await page.clock.runFor(1_000);
  const before = await page.evaluate(drawings);
  await page.clock.runFor(3_000);
  expect((await page.evaluate(drawings)) - before).toBe(0);
  // The same clock does reach the page.
  await page.clock.runFor(3_600_000);
  await page.waitForFunction((count) => globalThis.drawings > count, before);
});

/** In the page, before React: which tells the tools of its developers whenever it has drawn something. */
const countDrawings = (): void => {
  globalThis.drawings = 0;
  Object.assign(globalThis, {
    __REACT_DEVTOOLS_GLOBAL_HOOK__: {
      supportsFiber: true,
      inject: () => 1,
      onCommitFiberRoot: () => (globalThis.drawings += 1),
      onCommitFiberUnmount: () => undefined,
    },
  });
};

/** In the page. */
const drawings = (): number => globalThis.drawings;

declare global {
  // Only `var` declares a property of globalThis.
  // oxlint-disable-next-line eslint/no-var
  var drawings: number;
}
