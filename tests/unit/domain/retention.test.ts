import { retentionLimits } from '../../../server/src/domain/retention';

test('each kind of record goes after its own number of days', () => {
  const now = Date.parse('2026-03-31T12:00:00Z');
  const limits = retentionLimits({ executionsDays: 90, logsDays: 30, auditDays: 365 }, now);
  expect(Object.values(limits).map((instant) => new Date(instant).toISOString())).toEqual([
    '2025-12-31T12:00:00.000Z',
    '2026-03-01T12:00:00.000Z',
    '2025-03-31T12:00:00.000Z',
  ]);
});
