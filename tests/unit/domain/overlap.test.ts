import { admitUpTo, mayRetry } from '../../../server/src/domain/overlap';
import type { Overlap } from '../../../server/src/contract/job';
import { anAdvance, anExecution } from '../../support/factories';

const three = [1, 2, 3].map((slotAt) => anExecution({ slotAt }));
const missed = anExecution({ slotAt: 0, status: 'missed', reason: 'catch-up-exceeded' });
const waiting = anExecution({ slotAt: 4, status: 'waiting' });

const aStep = (overlap: Overlap, executions = three) =>
  anAdvance({ job: { ...anAdvance().job, overlap }, executions: [missed, ...executions, waiting] });

/** What became of the three, beside `running` and `queued` others. */
const admit = (
  overlap: Overlap,
  { running = 0, queued = 0 } = {},
  { maxQueued = 100, executions = three } = {}
) => {
  const admission = admitUpTo(maxQueued)(aStep(overlap, executions), { running, queued });
  const [first, ...rest] = admission.executions;
  expect([first, rest.pop()]).toEqual([missed, waiting]);
  expect(rest.map(({ documentId }) => documentId)).toEqual(
    executions.map(({ documentId }) => documentId)
  );
  const fates = rest.map(({ status, reason }) => (status === 'queued' ? 'queued' : reason));
  return { fates, cancelsPrevious: admission.cancelsPrevious };
};

const KEEPS = { cancelsPrevious: false };
const ALL = ['queued', 'queued', 'queued'];
const NONE = ['overlap', 'overlap', 'overlap'];

test('skip: none is queued while one is on its way, be it running or queued', () => {
  expect(admit('skip', { running: 1 })).toEqual({ fates: NONE, ...KEEPS });
  expect(admit('skip', { queued: 1 })).toEqual({ fates: NONE, ...KEEPS });
});

test('skip: several of one step do not skip each other', () => {
  expect(admit('skip')).toEqual({ fates: ALL, ...KEEPS });
});

test('queue-one: one waits behind the one that is on its way, and no more', () => {
  expect(admit('queue-one').fates).toEqual(['queued', 'queued', 'overlap']);
  expect(admit('queue-one', { running: 1 }).fates).toEqual(['queued', 'overlap', 'overlap']);
  expect(admit('queue-one', { queued: 1 }).fates).toEqual(['queued', 'overlap', 'overlap']);
  expect(admit('queue-one', { running: 1, queued: 1 })).toEqual({ fates: NONE, ...KEEPS });
});

test('queue-all: all wait', () => {
  expect(admit('queue-all', { running: 1, queued: 40 })).toEqual({ fates: ALL, ...KEEPS });
});

test('cancel-previous: the newest takes the place of all before it', () => {
  const newest = ['overlap', 'overlap', 'queued'];
  expect(admit('cancel-previous')).toEqual({ fates: newest, ...KEEPS });
  expect(admit('cancel-previous', { running: 1 })).toEqual({
    fates: newest,
    cancelsPrevious: true,
  });
  expect(admit('cancel-previous', { queued: 5 }).cancelsPrevious).toBe(true);
});

test('cancel-previous: where nothing new is queued, nothing is cancelled', () => {
  expect(admit('cancel-previous', { running: 1 }, { executions: [] })).toEqual({
    fates: [],
    ...KEEPS,
  });
});

test('allow: they run beside each other', () => {
  expect(admit('allow', { running: 7, queued: 7 })).toEqual({ fates: ALL, ...KEEPS });
});

test('what comes on top of a full queue is recorded as such', () => {
  const full = { maxQueued: 10 };
  expect(admit('allow', { running: 50, queued: 8 }, full).fates).toEqual([
    'queued',
    'queued',
    'queue-full',
  ]);
  expect(admit('queue-all', { queued: 10 }, full).fates).toEqual(Array(3).fill('queue-full'));
});

test('overlap is asked before the queue, and those that are cancelled leave it', () => {
  const full = { maxQueued: 2 };
  expect(admit('skip', { queued: 2 }, full).fates).toEqual(NONE);
  expect(admit('cancel-previous', { queued: 2 }, full)).toEqual({
    fates: ['overlap', 'overlap', 'queued'],
    cancelsPrevious: true,
  });
});

test('one more attempt by hand takes no other’s place', () => {
  const one = { running: 1, queued: 0 };
  const two = { running: 1, queued: 1 };
  const none = { running: 0, queued: 0 };
  const answers = (['skip', 'cancel-previous', 'queue-one', 'queue-all', 'allow'] as const).map(
    (overlap) => [none, one, two].map((queue) => mayRetry(overlap, queue))
  );
  expect(answers).toEqual([
    [true, false, false],
    [true, false, false],
    [true, true, false],
    [true, true, true],
    [true, true, true],
  ]);
});
