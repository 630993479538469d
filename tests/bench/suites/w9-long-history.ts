import { withEngines } from '../engines';
import type { EngineName } from '../engines';
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

export const longHistory: Suite = {
  question: 'how fast do the admin lists answer beside a million executions?',
  run: async ({ cell, quick }) => {
    const names: EngineName[] = quick ? ['ours-postgres'] : ['ours-postgres', 'ours-sqlite'];
    for (const engine of names) {
      await withEngines([engine], { concurrency: 20 }, async (contestants) => {
        const executions = quick ? 100_000 : 1_000_000;
        const given = { executions, jobs: 100 };
        const history = await contestants[engine].ask<History>('history', given);
        for (const [what, paths] of Object.entries(pathsOf(history))) {
          const worst = [];
          for (const path of paths) worst.push(await p95(history, path));
          const slowest = Math.max(...worst);
          const under = { executions, slowest: paths[worst.indexOf(slowest)] ?? '' };
          cell({ engine, metric: `${what}_p95`, unit: 'ms', values: [slowest], under });
        }
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
