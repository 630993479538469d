import { relevantTo } from '../../torture/cluster/keep-evidence';
import type { History, WitnessEvent } from '../../torture/history';

const aStart = (job: string): WitnessEvent => ({
  event: 'start',
  occurrenceId: `${job}-1`,
  attempt: 1,
  job,
  node: 'n1',
  at: 1_000,
});

const history: History = {
  witness: ['crm-a', 'crm-b', 'turns'].map(aStart),
  records: [],
  jobs: ['crm-a', 'crm-b', 'turns'].map((documentId) => ({ documentId, expected: [] })),
  limits: [
    { name: 'crm', limit: 2, jobs: ['crm-a', 'crm-b'] },
    { name: 'turns', limit: 1, jobs: ['turns'] },
  ],
  stops: [{ node: 'n1', from: 1_100, to: 2_000 }],
  cancels: [],
  cursors: [],
  finals: [],
  endedAt: 9_000,
};

const jobsIn = ({ witness }: History): string[] => witness.map(({ job }) => job);

test.each([
  ['a job', 'lost: turns at 1970-01-01T00:00:01.000Z has no record', ['turns']],
  ['one that shares a limit', 'lost: crm-b had 1 missed, not 2', ['crm-a', 'crm-b']],
  ['a limit', 'overlapping: crm: x#2 at 7 is number 3 of at most 2', ['crm-a', 'crm-b']],
  ['no job', 'exits: n1 ended by itself at 7: exit 1', ['crm-a', 'crm-b', 'turns']],
])('a finding about %s keeps what bears on it', (_what, finding, jobs) => {
  const kept = relevantTo([finding], history);
  expect(jobsIn(kept)).toEqual(jobs);
  expect(kept.stops).toEqual(history.stops);
});
