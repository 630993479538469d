import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import { aDefinition } from '../../support/factories';
import { blocked } from '../../torture/cluster/blocked';
import { check } from '../../torture/checker';
import type { History, WitnessEvent } from '../../torture/history';

interface Witness {
  witness(file: string, context: object, behave: () => Promise<unknown>): Promise<unknown>;
}
const { witness } = jest.requireActual<Witness>('../../app/src/witness.js');

const folder = mkdtempSync(path.join(os.tmpdir(), 'job-scheduler-witness-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('between the line of an attempt and its work nothing else of its process happens', async () => {
  const file = path.join(folder, 'lines');
  let before: string | null = null;
  const run = witness(file, { occurrenceId: 'a', attempt: 1, job: {} }, async () => {
    before = readFileSync(file, 'utf8');
  });
  expect(before).toContain('"event":"start"');
  await run;
  expect(readFileSync(file, 'utf8').match(/"event":"\w+"/g)).toEqual([
    '"event":"start"',
    '"event":"end"',
  ]);
});

const aLine = (given: Partial<WitnessEvent>): WitnessEvent => ({
  event: 'start',
  occurrenceId: 'turn',
  attempt: 1,
  job: 'turns',
  node: 'n1',
  at: 1_000,
  ...given,
});

/** A turn begins on a node that blocks from 1,005 to 9,005; when its lease is over another node takes it up. */
const aBlockedRun = (turnAt: number): Pick<History, 'witness' | 'stops'> => {
  const block = { occurrenceId: 'block', job: 'block' };
  const lines = [
    aLine({ at: turnAt }),
    aLine({ ...block, at: 1_005 }),
    aLine({ attempt: 2, node: 'n2', at: 7_100 }),
    aLine({ attempt: 2, node: 'n2', event: 'end', at: 7_500 }),
    aLine({ ...block, event: 'end', at: 9_005 }),
    aLine({ event: 'end', at: 9_006 }),
  ];
  const definition = aDefinition({ template: 'torture-block' });
  return { witness: lines, stops: blocked(lines, [{ documentId: 'block', definition }]) };
};

const overlapping = (given: Pick<History, 'witness' | 'stops'>): string[] =>
  check({
    ...given,
    records: [],
    jobs: [],
    limits: [{ name: 'turns', limit: 1, jobs: ['turns'] }],
    cancels: [],
    cursors: [],
    finals: [],
    endedAt: 10_000,
  }).overlapping;

test('what runs on a node stands still when a job begins to block it', () => {
  expect(overlapping(aBlockedRun(1_000))).toEqual([]);
  expect(overlapping({ ...aBlockedRun(1_000), stops: [] })).toHaveLength(2);
});

test('no tolerance: what begins a millisecond after the node was blocked runs beside what took its place', () => {
  expect(overlapping(aBlockedRun(1_006))).toHaveLength(2);
});
