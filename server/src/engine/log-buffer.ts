import type { LogLevel, LogStream } from '../contract/execution';
import { describeFailure } from '../domain/failure';
import { NO_SECRETS } from '../domain/secrets/masker';
import type { Masker } from '../domain/secrets/masker';
import { storableText } from '../domain/storable';
import { announce, attemptFacts } from './events';
import { untilStored } from './patience';
import type { ClaimedExecution, LogWriter, NewLogLine, Ports, Timer } from './ports';

/** A batch leaves this long after its first line at the latest, or when it is this large. */
const BATCH_MS = 250;
const BATCH_CHARS = 64 * 1024;
/** Characters that one attempt may write, and one line of it. */
export const MAX_LOG_CHARS = 5 * 1024 * 1024;
const MAX_LINE_CHARS = 16 * 1024;
/** What a line costs beside its text: empty ones are not for nothing. */
const LINE_CHARS = 40;

type Line = Omit<NewLogLine, 'seq'>;

/** The lines of one attempt on their way to the database. */
export interface LogBuffer {
  readonly writer: LogWriter;
  /** From now on these are hidden in what is written. */
  hide(masker: Masker): void;
  /** A line of the engine's own, kept even where the attempt has written too much. */
  notice(text: string): void;
  /** Writes what is left, if anything; later lines are dropped. Resolves when it is stored or given up. */
  close(): Promise<void> | undefined;
}

export const createLogBuffer = (
  ports: Ports,
  execution: ClaimedExecution,
  signal: AbortSignal
): LogBuffer => {
  const state = emptyFor(execution);
  const flush = (): Promise<void> => {
    state.flushing ??= flushAll(ports, execution, state, signal).finally(() => {
      state.flushing = null;
    });
    return state.flushing;
  };
  const add = (stream: LogStream, level: LogLevel, text: string): void => {
    const attempt = execution.ref.attempt;
    state.lines.push({ at: ports.clock.now(), attempt, stream, level, text });
    state.chars += text.length + LINE_CHARS;
    if (state.chars >= BATCH_CHARS) void flush();
    else state.timer ??= ports.clock.after(BATCH_MS, () => void flush());
  };
  const notice = (text: string): void => {
    if (!state.closed) add('system', 'warn', storableText(text, MAX_LINE_CHARS));
  };
  const write = (stream: LogStream, level: LogLevel, text: string): void => {
    const left = Math.max(0, MAX_LOG_CHARS - state.written) + 1;
    // Hidden before anything is cut off: half of a secret would not be found.
    for (const line of state.masker.mask(textOf(text)).slice(0, left).split('\n')) {
      if (state.closed || state.full) return;
      state.written += line.length + LINE_CHARS;
      state.full = state.written > MAX_LOG_CHARS;
      if (state.full) notice('The log of this attempt ends here: it reached its size limit.');
      else add(stream, level, storableText(line, MAX_LINE_CHARS));
    }
  };

  const hide = (masker: Masker): void => {
    state.masker = masker;
  };
  let writer: LogWriter | null = null;
  return {
    get writer() {
      return (writer ??= writerOf(write));
    },
    hide,
    notice,
    close: () => close(state, flush),
  };
};

interface BufferState {
  lines: Line[];
  /** Characters in `lines`; characters written in all. */
  chars: number;
  written: number;
  /** Null until the database said where an earlier attempt's lines end. */
  nextSeq: number | null;
  timer: Timer | null;
  flushing: Promise<void> | null;
  full: boolean;
  closed: boolean;
  masker: Masker;
}

const emptyFor = ({ ref }: ClaimedExecution): BufferState => ({
  lines: [],
  chars: 0,
  written: 0,
  nextSeq: ref.attempt === 1 ? 1 : null,
  timer: null,
  flushing: null,
  full: false,
  closed: false,
  masker: NO_SECRETS,
});

// Templates are written in JavaScript too: what they log may be anything.
const textOf = (text: unknown): string => (typeof text === 'string' ? text : String(text));

const close = (state: BufferState, flush: () => Promise<void>): Promise<void> | undefined => {
  state.closed = true;
  if (state.lines.length > 0 || state.flushing !== null) return closeWritten(state, flush);
  // A batch that was full took along the lines for which it was set.
  state.timer?.cancel();
  return undefined;
};

// A flush that was under way may have left behind what came while it ran.
const closeWritten = async (state: BufferState, flush: () => Promise<void>): Promise<void> => {
  await flush();
  state.timer?.cancel();
  if (state.lines.length > 0) await flush();
};

const writerOf = (write: (stream: LogStream, level: LogLevel, text: string) => void): LogWriter =>
  Object.assign((text: string) => write('stdout', 'info', text), {
    debug: (text: string) => write('stdout', 'debug', text),
    info: (text: string) => write('stdout', 'info', text),
    warn: (text: string) => write('stderr', 'warn', text),
    error: (text: string) => write('stderr', 'error', text),
    raw: (stream: LogStream, text: string) =>
      write(stream, stream === 'stdout' ? 'info' : 'warn', text),
  });

const flushAll = async (
  ports: Ports,
  execution: ClaimedExecution,
  state: BufferState,
  signal: AbortSignal
): Promise<void> => {
  state.timer?.cancel();
  state.timer = null;
  while (state.lines.length > 0) {
    const lines = state.lines.splice(0);
    state.chars = 0;
    const stored = await untilStored(
      ports,
      'log',
      () => append(ports, execution, state, lines),
      signal
    );
    if (!stored.ok) {
      const { error } = describeFailure(stored.thrown);
      const facts = attemptFacts(execution);
      announce(ports, { type: 'execution.log-lost', ...facts, lines: lines.length, error });
    }
  }
};

// A batch keeps its numbers when it is repeated: the store leaves alone what is there already.
const append = async (
  ports: Ports,
  execution: ClaimedExecution,
  state: BufferState,
  lines: Line[]
): Promise<void> => {
  const { id } = execution.ref;
  const first = (state.nextSeq ??= (await ports.store.lastLogSeq(id)) + 1);
  await ports.store.appendLog(
    id,
    lines.map((line, index) => ({ ...line, seq: first + index }))
  );
  state.nextSeq = first + lines.length;
};
