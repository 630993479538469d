import type { ExecutionView } from '../../../../server/src/contract/execution';
import type { Translate } from '../../translate';
import { reasonOf } from './summary';

const MOST_CHARACTERS = 160;

/** What came of it in a line: why it did not run, its error or its result. */
export const resultLine = (execution: ExecutionView, t: Translate): string => {
  const { reason, error, result } = execution;
  if (error !== null) return shortened(error.message);
  if (reason !== null) return reasonOf(reason, t);
  if (result !== null && result !== undefined) return shortened(resultText(result));
  return '';
};

/** A text as it is, anything else as JSON. */
const resultText = (result: unknown): string =>
  typeof result === 'string' ? result : (JSON.stringify(result) ?? '');

const shortened = (text: string): string => {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > MOST_CHARACTERS ? `${line.slice(0, MOST_CHARACTERS - 1)}…` : line;
};
