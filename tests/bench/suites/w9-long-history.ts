import { withEngines } from '../engines';
import type { EngineName } from '../engines';
import { pageTimes, preparePanel, type ListPage } from '../page-times';
import { quantile } from '../quantiles';
import type { Suite } from './suite';

interface History {
  url: string;
  token: string;
  job: string;
  execution: string;
}

const REQUESTS = 40;

/** What the admin's pages ask for. */
const pathsOf = ({ job, execution }: History) => ({
  list: [
    '/executions?page=1&pageSize=20',
    '/executions?page=50&pageSize=20',
    '/executions?page=1&pageSize=20&status=failed',
    `/jobs/${job}/executions?page=1&pageSize=20`,
    '/jobs?page=1&pageSize=20',
  ],
  sorted_list: ['scheduledFor', 'startedAt', 'finishedAt'].flatMap((field) =>
    ['asc', 'desc'].map((way) => `/executions?page=1&pageSize=20&sort=${field}:${way}`)
  ),
  filtered_list: [
    '/executions?page=1&pageSize=20&trigger=api',
    `/executions?page=1&pageSize=20&from=${new Date(Date.now() - 86_400_000).toISOString()}`,
    '/executions?page=1&pageSize=20&status=failed&sort=finishedAt:desc',
  ],
  // Names have no index: whoever searches them waits.
  searched_list: ['/executions?page=1&pageSize=20&q=Bench'],
  api: [`/jobs/${job}`, `/executions/${execution}`, '/scheduler/status', '/templates'],
});

const PAGES: readonly ListPage[] = [
  { page: '/plugins/job-scheduler/executions', data: '/job-scheduler/executions' },
  { page: '/plugins/job-scheduler/jobs', data: '/job-scheduler/jobs' },
];
const LOADS = 20;

export const longHistory: Suite = {
  question: 'how fast do the admin lists answer beside a million executions?',
  run: async ({ cell, quick }) => {
    const opensPages = Boolean(process.env['TEST_CHROMIUM']);
    if (opensPages) preparePanel();
    else process.stderr.write('W9: the list pages are left out: set TEST_CHROMIUM\n');
    const names: EngineName[] = quick ? ['ours-postgres'] : ['ours-postgres', 'ours-sqlite'];
    for (const engine of names) {
      await withEngines([engine], { concurrency: 20, opensPages }, async (contestants) => {
        const executions = quick ? 100_000 : 1_000_000;
        const given = { executions, jobs: 100 };
        const history = await contestants[engine].ask<History>('history', given);
        const tell = (metric: string, found: { of: string; ms: number }[]): void => {
          const { of, ms } = found.reduce((slowest, one) => (one.ms > slowest.ms ? one : slowest));
          cell({ engine, metric, unit: 'ms', values: [ms], under: { executions, slowest: of } });
        };
        for (const [what, paths] of Object.entries(pathsOf(history))) {
          const found = [];
          for (const path of paths) found.push({ of: path, ms: await p95(history, path) });
          tell(`${what}_p95`, found);
        }
        if (!opensPages) return;
        const found = [];
        for (const page of PAGES) {
          const times = await pageTimes(history.url, page, quick ? 3 : LOADS);
          found.push({ of: page.page, ms: quantile(times, 0.95) });
        }
        tell('page_after_data_p95', found);
      });
    }
  },
};

const p95 = async ({ url, token }: History, path: string): Promise<number> => {
  const spent: number[] = [];
  for (let request = -5; request < REQUESTS; request += 1) {
    const from = performance.now();
    const headers = { authorization: `Bearer ${token}` };
    const response = await fetch(`${url}/job-scheduler${path}`, { headers });
    const text = await response.text();
    if (!response.ok) throw new Error(`${path}: ${response.status} ${text}`);
    if (request >= 0) spent.push(performance.now() - from);
  }
  return quantile(spent, 0.95);
};
