import { createIds } from '../../server/src/system-ids';

const madeAt = (instant: number): string => createIds({ now: () => instant }).documentId();

it('documentIds look like Strapi’s own: 24 lowercase letters and digits, a letter first', () => {
  // The first instant that there is, and one far away.
  expect(madeAt(0)).toMatch(/^[a-z][a-z0-9]{23}$/);
  expect(madeAt(Date.parse('2400-01-01'))).toMatch(/^[a-z][a-z0-9]{23}$/);
});

it('no two documentIds are the same, those of one millisecond either', () => {
  const made = Array.from({ length: 10_000 }, () => madeAt(1_795_000_000_000));
  expect(new Set(made).size).toBe(made.length);
});

it('later documentIds come after earlier ones, so that an index grows at its end', () => {
  const instants = [
    '2026-01-01',
    '2026-11-21T18:00:00.000Z',
    '2026-11-21T18:00:00.001Z',
    '2059-05-26',
  ];
  const made = instants.map((instant) => madeAt(Date.parse(instant)));
  expect([...made].sort()).toEqual(made);
});
