import type { Advance, DueJobs, NewExecution } from '../../server/src/engine/ports';
import type { Bug } from './bugs';

/** Mistakes about what keeps a job from running: breakers, pauses, calendars, maxima, other jobs. */

const PAUSED: readonly (string | null)[] = ['paused', 'scheduler-stopped'];

const isOfPause = ({ status, reason }: NewExecution): boolean =>
  status === 'missed' && PAUSED.includes(reason);

const withoutThoseOfPauses = (advance: Advance): Advance => ({
  ...advance,
  executions: advance.executions.filter((execution) => !isOfPause(execution)),
});

const asIfNeverPaused = (due: DueJobs): DueJobs => ({
  ...due,
  pauses: [],
  jobs: due.jobs.map((job) => ({ ...job, pausedUntil: null })),
});

export const BUGS_OF_GUARDS: readonly Bug[] = [
  {
    name: 'breaker-ignored',
    sentence: 'Occurrences are queued without a look at the circuit breaker of their job.',
    stage: 'simulation',
    store: (store) => ({
      ...store,
      enqueueDue: (advances, admit) =>
        store.enqueueDue(advances, (step, inProgress) =>
          admit({ ...step, breakerUntil: null }, inProgress)
        ),
    }),
  },
  {
    name: 'ends-told-twice',
    sentence: 'A job is told twice of an end of a job that it depends on.',
    stage: 'simulation',
    store: (store) => ({
      ...store,
      consumeUpstreamEnds: ({ answer, ...request }) =>
        store.consumeUpstreamEnds({
          ...request,
          answer: (job, events) => answer(job, events.concat(events)),
        }),
    }),
  },
  {
    name: 'end-forgotten',
    sentence: 'Of several ends that are told at once a job hears only the last.',
    stage: 'simulation',
    isRare: true,
    store: (store) => ({
      ...store,
      consumeUpstreamEnds: ({ answer, ...request }) =>
        store.consumeUpstreamEnds({
          ...request,
          answer: (job, events) => answer(job, events.slice(-1)),
        }),
    }),
  },
  {
    name: 'pause-not-accounted',
    sentence: 'What fell into a pause leaves no record.',
    stage: 'simulation',
    store: (store) => ({
      ...store,
      enqueueDue: (advances, admit) => store.enqueueDue(advances.map(withoutThoseOfPauses), admit),
    }),
  },
  {
    name: 'pause-made-up-for',
    sentence: 'What fell into a pause is taken for late, and runs when the pause is over.',
    stage: 'simulation',
    store: (store) => ({
      ...store,
      findDueJobs: async (request) => asIfNeverPaused(await store.findDueJobs(request)),
    }),
  },
  {
    name: 'calendar-forgotten',
    sentence: 'A node does not read the calendars of what is due.',
    stage: 'simulation',
    store: (store) => ({
      ...store,
      findDueJobs: async (request) => ({
        ...(await store.findDueJobs(request)),
        calendars: new Map(),
      }),
    }),
  },
  {
    name: 'maximum-forgotten',
    sentence: 'How many executions a job may have is compared with nothing.',
    stage: 'simulation',
    store: (store) => ({
      ...store,
      findDueJobs: async (request) => {
        const due = await store.findDueJobs(request);
        return { ...due, jobs: due.jobs.map((job) => ({ ...job, scheduledCount: 0 })) };
      },
      enqueueDue: (advances, admit) =>
        store.enqueueDue(
          advances.map((advance) => ({ ...advance, maxExecutions: null })),
          admit
        ),
    }),
  },
];
