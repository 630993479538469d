import { JobFailure } from '../../domain/failure';
import type { TemplateContext } from '../define-template';
import type { Row } from './rows';

const MOST_FAILURES = 20;

export interface Work {
  entries: AsyncIterable<Row>;
  maxEntries: number;
  /** Whether the entry still is what it was found for: people go on editing while a job runs. */
  stillHolds: (entry: Row) => Promise<boolean>;
  act: (entry: Row) => Promise<unknown>;
  /** `Deleted`: how the log says that it is done, and `deleted`, how the result does. */
  words: { done: string; result: string };
}

interface Count {
  done: number;
  failed: number;
  limitReached: boolean;
}

/**
 * Does one thing to every entry, one after the other, at most `maxEntries`, until the signal stops it. An entry that
 * fails does not keep the others from their turn, yet the attempt fails in the end: the next one takes what is left.
 */
export const workThrough = async (
  context: Pick<TemplateContext, 'signal' | 'log' | 'progress'>,
  work: Work
): Promise<Record<string, unknown>> => {
  const count: Count = { done: 0, failed: 0, limitReached: false };
  for await (const entry of work.entries) {
    context.signal.throwIfAborted();
    if (count.done >= work.maxEntries) {
      count.limitReached = true;
      context.log.warn(`Stopped at the limit of ${work.maxEntries} entries; more are waiting.`);
      break;
    }
    await one(context, work, entry, count);
    if (count.failed >= MOST_FAILURES) break;
  }
  return outcome(context, work, count);
};

const one = async (
  { log, progress }: Pick<TemplateContext, 'log' | 'progress'>,
  { stillHolds, act, words }: Work,
  entry: Row,
  count: Count
): Promise<void> => {
  const name = nameOf(entry);
  try {
    if (!(await stillHolds(entry))) return log(`Left alone, it was changed just now: ${name}`);
    await act(entry);
    count.done += 1;
    log(`${words.done} ${name}`);
    progress(null, `${words.done} ${count.done}`);
  } catch (error) {
    count.failed += 1;
    log.error(`Failed: ${name}: ${error instanceof Error ? error.message : String(error)}`);
  }
};

const outcome = (
  { log, progress }: Pick<TemplateContext, 'log' | 'progress'>,
  { words }: Work,
  { done, failed, limitReached }: Count
): Record<string, unknown> => {
  const summary = `${words.done} ${done} ${done === 1 ? 'entry' : 'entries'}`;
  if (failed > 0)
    throw new JobFailure(
      `${summary}; ${failed} failed${failed >= MOST_FAILURES ? ', so it gave up' : ''}`,
      {
        code: 'ENTRIES_FAILED',
      }
    );
  log(summary);
  progress(100, summary);
  return { [words.result]: done, limitReached };
};

const nameOf = ({ title, documentId, locale }: Row): string =>
  `${JSON.stringify(title)} (${documentId}${locale === null ? '' : `, ${locale}`})`;
