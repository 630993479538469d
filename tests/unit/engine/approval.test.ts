import type { ScriptsOf } from '../../../server/src/engine/ports';
import { anEngine, expectNothingLeft, stopped } from '../../support/engine-bench';
import { aDefinition, anExecution, aPlan } from '../../support/factories';
import { createMemoryStore } from '../../support/memory-store';
import { createVirtualClock } from '../../support/virtual-clock';

afterEach(expectNothingLeft);

const scriptsOf: ScriptsOf = ({ parameters }) =>
  typeof parameters['script'] === 'string' ? [{ script: parameters['script'], by: 'job' }] : [];

/** A node with one hand, and a job with these executions in its queue; its script may lose its approval. */
const aQueue = (...scripts: (string | null)[]) => {
  const clock = createVirtualClock();
  const unapproved = new Map<string, string>();
  const store = createMemoryStore(clock, { scriptsOf, unapproved: () => unapproved });
  const bench = anEngine({ clock, store, options: { maxConcurrent: 1 } });
  const job = store.addJob({ definition: aDefinition({ overlap: 'allow' }) });
  const plan = aPlan({ overlap: 'allow' });
  const rows = scripts.map((script) =>
    store.addExecution(
      job.id,
      anExecution({ readyAt: clock.now(), plan, parameters: script === null ? {} : { script } })
    )
  );
  return { ...bench, bench, job, rows, revoke: () => void unapproved.set('job.sh', 'job.sh') };
};

it('what lost its approval in the queue never starts, is told, and leaves its hand to the next at once', async () => {
  const revoked = Array.from({ length: 8 }, () => 'job.sh');
  const { bench, engine, clock, store, events, starts, rows, revoke } = aQueue(...revoked, null);
  revoke();
  const began = clock.now();
  await engine.start();
  await clock.settle();
  expect(starts.map(({ context }) => context.executionId)).toEqual([rows.at(-1)?.documentId]);
  expect(clock.now()).toBe(began);
  const fates = rows.map(({ documentId }) => store.execution(documentId));
  expect(fates.map(({ status, attempt }) => [status, attempt])).toEqual([
    ...revoked.map(() => ['skipped', 0]),
    ['succeeded', 1],
  ]);
  expect(events.of('occurrence.skipped')).toEqual(
    rows
      .slice(0, -1)
      .map(({ documentId }) =>
        expect.objectContaining({ execution: documentId, reason: 'approval-missing' })
      )
  );
  await stopped(bench);
});

it('what is not to run, but could not be ended by its claim, is recorded without being begun', async () => {
  const { bench, engine, clock, store, starts, rows } = aQueue(null);
  const { claim } = store;
  store.claim = async (request) => {
    const { executions, ...answer } = await claim(request);
    const refusal = { reason: 'approval-missing' } as const;
    return { ...answer, executions: executions.map((one) => ({ ...one, refusal })) };
  };
  await engine.start();
  await clock.settle();
  expect(starts).toEqual([]);
  expect(store.execution(rows[0]?.documentId ?? '')).toMatchObject({
    status: 'skipped',
    reason: 'approval-missing',
  });
  await stopped(bench);
});
