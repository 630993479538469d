import type { Page } from 'playwright-core';

import { callAdmin } from '../support/admin-api';
import { openPanel, visitAsAdmin } from '../support/open-panel';
import type { Panel } from '../support/open-panel';
import { waitUntil } from '../support/wait-until';

const HOUR = 3_600_000;
const JOBS = ['First', 'Second', 'Third'];

let panel: Panel;
beforeAll(async () => {
  panel = await openPanel();
  // Half an hour less than three: what is shown does not change for a while.
  const once = { key: 'once', kind: 'once', at: new Date(Date.now() + 2.5 * HOUR).toISOString() };
  for (const name of JOBS) {
    const job = { name, template: 'self-test', parameters: {}, schedules: [once] };
    const { documentId } = await callAdmin<{ documentId: string }>(
      panel,
      'POST',
      '/job-scheduler/jobs',
      job
    );
    await callAdmin(panel, 'POST', `/job-scheduler/jobs/${documentId}/run`, {});
  }
  await waitUntil(
    () => callAdmin<{ status: string }[]>(panel, 'GET', '/job-scheduler/executions'),
    (executions) => executions.filter(({ status }) => status === 'succeeded').length === 3,
    { everyMs: 100, patienceMs: 20_000 }
  );
});
afterAll(() => panel.close());

test.each([
  { list: 'jobs', aheadMs: 0, shows: 'in 2 hours', later: 'in 1 hour' },
  { list: 'executions', aheadMs: 1.5 * HOUR, shows: '1 hour ago', later: '2 hours ago' },
])(
  'a list of $list draws nothing while seconds go by in which nothing changes',
  async ({ list, aheadMs, shows, later }) => {
    const page = await visitAsAdmin(panel);
    await page.addInitScript(countDrawings);
    const start = Date.now() + aheadMs;
    await page.clock.install({ time: start });
    await page.goto(`${panel.url}/admin/plugins/job-scheduler/${list}`);
    await page.getByText(shows).first().waitFor();
    // With this step the list asks again, and then not for five seconds.
    await page.clock.pauseAt(start + 60_000);
    const before = await drawingsAtRest(page);
    await page.clock.runFor(3_000);
    expect((await page.evaluate(drawings)) - before).toBe(0);
    // What does change is drawn.
    await page.clock.fastForward(HOUR);
    await page.getByText(later).first().waitFor();
  }
);

/** How often the page has drawn something once its answers are in, and drawn. */
const drawingsAtRest = async (page: Page): Promise<number> => {
  await page.waitForLoadState('networkidle');
  let last = -1;
  return waitUntil(
    () => page.evaluate(drawings),
    (count) => {
      const isAtRest = count === last;
      last = count;
      return isAtRest;
    },
    { everyMs: 200, patienceMs: 10_000 }
  );
};

/** What the page counts. */
type Counting = { drawings: number };

/** In the page, before React: which tells the tools of its developers whenever it has drawn something. */
const countDrawings = (): void => {
  const page = globalThis as unknown as Counting;
  page.drawings = 0;
  Object.assign(globalThis, {
    __REACT_DEVTOOLS_GLOBAL_HOOK__: {
      supportsFiber: true,
      inject: () => 1,
      onCommitFiberRoot: () => (page.drawings += 1),
      onCommitFiberUnmount: () => undefined,
    },
  });
};

/** In the page. */
const drawings = (): number => (globalThis as unknown as Counting).drawings;
