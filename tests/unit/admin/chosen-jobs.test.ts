import { formatOf, jobsOfList } from '../../../admin/src/features/job-documents/chosen-jobs';

test('an export of a list takes its search and filters as the API names them', () => {
  const filters = { status: 'active,paused', enabled: 'false', tag: 'db', owner: 'me' };
  expect(jobsOfList({ q: 'night', filters })).toEqual({
    filters: { q: 'night', status: ['active', 'paused'], enabled: false, tag: 'db', owner: 'me' },
  });
  expect(jobsOfList({ q: '', filters: {} })).toEqual({ filters: {} });
});

test.each([
  ['{"version": 1}', 'json'],
  ['\uFEFF \n [', 'json'],
  ['version: 1\njobs: []\n', 'yaml'],
  ['# {\nversion: 1\n', 'yaml'],
])('%j is %s', (content, format) => {
  expect(formatOf(content)).toBe(format);
});
