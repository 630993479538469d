import { setTimeout as sleep } from 'node:timers/promises';

import type { RunContext, Templates } from '../../../server/src/engine/ports';
import type { WitnessEvent } from '../history';

/** A line of the witness, before the node adds its name and the time. */
export type WitnessLine = Omit<WitnessEvent, 'node' | 'at'>;

/** What an attempt does; `durationMs` and `times` are parameters of the job. */
type Behaviour = (context: RunContext) => Promise<unknown>;

const durationOf = ({ parameters }: RunContext): number => Number(parameters['durationMs'] ?? 0);

const work: Behaviour = async (context) => {
  await sleep(durationOf(context), undefined, { signal: context.signal });
};

/** What jobs of a torture do, good and bad, by template. */
export const BEHAVIOURS: Record<string, Behaviour> = {
  'torture-work': work,
  /** Says things, and fails at its first attempt. */
  'torture-flaky': async (context) => {
    context.log('trying');
    context.progress(50);
    await work(context);
    if (context.attempt === 1) throw new Error('not yet');
  },
  /** Takes its time once, whatever becomes of it. */
  'torture-long': async (context) => {
    if (context.attempt === 1) await work(context);
  },
  'torture-throw': async (context) => {
    await work(context);
    throw new Error('poison');
  },
  /** Leaves a promise behind that nobody awaits, and one in a timer. */
  'torture-stray': async (context) => {
    void Promise.reject(new Error('stray promise'));
    setTimeout(() => {
      throw new Error('stray timer');
    }, 5);
    await sleep(durationOf(context) + 50, undefined, { signal: context.signal });
  },
  /** Answers what no column takes: endless, circular, enormous. */
  'torture-exhaust': async (context) => {
    await work(context);
    const circular: Record<string, unknown> = { big: 'x'.repeat(5_000_000) };
    circular['self'] = circular;
    for (let line = 0; line < 2_000; line += 1) context.log(`line ${line} ${'y'.repeat(200)}`);
    return circular;
  },
  /** Lets nothing else of its process happen. */
  'torture-block': async (context) => {
    const end = performance.now() + durationOf(context);
    while (performance.now() < end);
  },
};

/** Templates whose attempts leave a line at their start and at their end, however they end. */
export const tortureTemplates = (witness: (line: WitnessLine) => void): Templates => {
  const run = (behaviour: Behaviour) => async (context: RunContext) => {
    const { occurrenceId, attempt, job } = context;
    const line = { occurrenceId, attempt, job: job.documentId };
    witness({ event: 'start', ...line });
    try {
      return await behaviour(context);
    } finally {
      witness({ event: 'end', ...line });
    }
  };
  return {
    uids: () => Object.keys(BEHAVIOURS),
    find: (uid) => {
      const behaviour = BEHAVIOURS[uid];
      return (
        behaviour && { uid, version: 1, parse: (parameters) => parameters, run: run(behaviour) }
      );
    },
  };
};
