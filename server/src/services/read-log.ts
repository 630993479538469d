import type { LogLine, LogStream } from '../contract/execution';
import { findReadable } from './read-executions';
import type { Caller, ServicePorts } from './ports';
import type { ExecutionRecord } from './records';

export interface LogRequest {
  id: string;
  after: number;
  limit: number;
  q: string | null;
  stream: LogStream | null;
}

export interface LogAnswer {
  data: LogLine[];
  meta: {
    /** Ask again with `after` = this number. */
    nextAfter: number;
    /** The execution is over and no line lies behind `nextAfter`. */
    done: boolean;
  };
}

/** Log lines after a cursor. A search that finds little still moves the cursor on. */
export const readLog = async (
  { store }: Pick<ServicePorts, 'store'>,
  caller: Caller,
  { id, ...request }: LogRequest
): Promise<LogAnswer> => {
  const execution = await findReadable(store, caller, id);
  const slice = await store.readLog({ executionId: execution.id, ...request });
  return {
    data: slice.lines,
    meta: {
      nextAfter: slice.nextAfter,
      done: slice.reachedEnd && execution.finishedAt !== null,
    },
  };
};

const SLICE = 1_000;

/** The whole log as text, a line for each of its lines, slice by slice. */
export const downloadLog = async (
  { store }: Pick<ServicePorts, 'store'>,
  caller: Caller,
  id: string
): Promise<{ name: string; text: AsyncIterable<string> }> => {
  const execution = await findReadable(store, caller, id);
  return { name: `${execution.documentId}.log`, text: slices(store, execution) };
};

async function* slices(
  store: Pick<ServicePorts['store'], 'readLog'>,
  { id }: ExecutionRecord
): AsyncGenerator<string> {
  let after = 0;
  let isLast = false;
  while (!isLast) {
    const request = { executionId: id, after, limit: SLICE, q: null, stream: null };
    const slice = await store.readLog(request);
    if (slice.lines.length > 0) yield slice.lines.map(asText).join('');
    after = slice.nextAfter;
    isLast = slice.reachedEnd;
  }
}

/** One line of a log is one line of the file, whatever it holds. */
const asText = ({ at, attempt, stream, level, text }: LogLine): string =>
  `${at} [attempt ${attempt}] [${stream}] ${level.toUpperCase()} ${escaped(text)}\n`;

const escaped = (text: string): string =>
  text.replace(
    /[^\P{Cc}\t]|[\u2028\u2029]/gu,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
  );
