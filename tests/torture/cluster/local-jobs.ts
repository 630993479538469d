import type { JobDefinition } from '../../../server/src/contract/job';
import { aCron, aDefinition, aRetry } from '../../support/factories';
import { occurrencesByWall, type LocalRule } from '../local-minutes';
import type { ClusterJob } from './cluster-jobs';

interface Shape extends Omit<LocalRule, 'zone'> {
  expression: string;
  count?: number;
  overlap?: JobDefinition['overlap'];
}

interface LocalJobs {
  zone: string;
  from: number;
  to: number;
  /** Of each attempt, in true time. */
  durationMs: number;
}

const DAY = 86_400_000;
/** In the fast time of the run: at once. */
const again = aRetry({ strategy: 'fixed', delayMs: 0, maxAttempts: 100, maxTotalMs: 30 * DAY });

const every = (step: number): number[] =>
  Array.from({ length: 60 / step }, (_, index) => index * step);
const appointment = (expression: string, hours: number[], minute: number): Shape => ({
  expression,
  hours,
  minutes: [minute],
  kind: 'appointment',
});

/** Every class of schedule, and times of day that one of the clock changes skips or repeats. */
const SHAPES: readonly Shape[] = [
  appointment('30 2 * * *', [2], 30),
  appointment('15 2 * * *', [2], 15),
  appointment('30 1 * * *', [1], 30),
  appointment('45 1 * * *', [1], 45),
  appointment('0 2,3 * * *', [2, 3], 0),
  { expression: '*/20 * * * *', hours: null, minutes: every(20), kind: 'repeating', count: 2 },
  { expression: '*/10 1-3 * * *', hours: [1, 2, 3], minutes: every(10), kind: 'frequent' },
  { expression: '* * * * *', hours: null, minutes: every(1), kind: 'repeating', count: 4 },
  {
    expression: '*/2 * * * *',
    hours: null,
    minutes: every(2),
    kind: 'repeating',
    overlap: 'queue-all',
  },
];

/** Jobs in the local time of a zone, between two instants; the occurrences are found without the scheduler. */
export const localJobs = ({ zone, from, to, durationMs }: LocalJobs): ClusterJob[] =>
  SHAPES.flatMap((shape) => Array.from({ length: shape.count ?? 1 }, () => shape)).map(
    (shape, number) => {
      const bounds = { timezone: zone, startAt: isoOf(from), endAt: isoOf(to) };
      const documentId = `${number}-${from}-`.padEnd(24, 'x');
      const isSerial = shape.overlap === 'queue-all';
      return {
        documentId,
        definition: aDefinition({
          name: `${zone} ${shape.expression} ${documentId}`,
          template: 'torture-work',
          schedules: [aCron(shape.expression, bounds)],
          missed: { policy: 'all', windowMs: DAY },
          overlap: shape.overlap ?? 'allow',
          onLost: 'retry',
          retry: again,
          parameters: { durationMs },
        }),
        expected: occurrencesByWall({ ...shape, zone }, from, to),
        limit: isSerial ? { name: documentId, most: 1 } : null,
      };
    }
  );

const isoOf = (at: number): string => new Date(at).toISOString();
