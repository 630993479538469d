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
): LogBuffer => new LogLines(ports, execution, signal);

/** A class, because each attempt has one and most write nothing. */
class LogLines implements LogBuffer {
  private lines: Line[] = [];
  /** Characters in `lines`; characters written in all. */
  private chars = 0;
  private written = 0;
  /** Null until the database said where an earlier attempt's lines end. */
  private nextSeq: number | null;
  private timer: Timer | null = null;
  private flushing: Promise<void> | null = null;
  private full = false;
  private closed = false;
  private masker: Masker = NO_SECRETS;
  private ownWriter: LogWriter | null = null;

  constructor(
    private readonly ports: Ports,
    private readonly execution: ClaimedExecution,
    private readonly signal: AbortSignal
  ) {
    this.nextSeq = execution.ref.attempt === 1 ? 1 : null;
  }

  get writer(): LogWriter {
    return (this.ownWriter ??= writerOf((stream, level, text) => this.write(stream, level, text)));
  }

  hide(masker: Masker): void {
    this.masker = masker;
  }

  notice(text: string): void {
    if (!this.closed) this.add('system', 'warn', storableText(text, MAX_LINE_CHARS));
  }

  close(): Promise<void> | undefined {
    this.closed = true;
    if (this.lines.length > 0 || this.flushing !== null) return this.closeWritten();
    // A batch that was full took along the lines for which it was set.
    this.timer?.cancel();
    return undefined;
  }

  // A flush that was under way may have left behind what came while it ran.
  private async closeWritten(): Promise<void> {
    await this.flush();
    this.timer?.cancel();
    if (this.lines.length > 0) await this.flush();
  }

  private write(stream: LogStream, level: LogLevel, text: string): void {
    const left = Math.max(0, MAX_LOG_CHARS - this.written) + 1;
    // Hidden before anything is cut off: half of a secret would not be found.
    for (const line of this.masker.mask(textOf(text)).slice(0, left).split('\n')) {
      if (this.closed || this.full) return;
      this.written += line.length + LINE_CHARS;
      this.full = this.written > MAX_LOG_CHARS;
      if (this.full) this.notice('The log of this attempt ends here: it reached its size limit.');
      else this.add(stream, level, storableText(line, MAX_LINE_CHARS));
    }
  }

  private add(stream: LogStream, level: LogLevel, text: string): void {
    const attempt = this.execution.ref.attempt;
    this.lines.push({ at: this.ports.clock.now(), attempt, stream, level, text });
    this.chars += text.length + LINE_CHARS;
    if (this.chars >= BATCH_CHARS) void this.flush();
    else this.timer ??= this.ports.clock.after(BATCH_MS, () => void this.flush());
  }

  private flush(): Promise<void> {
    this.flushing ??= this.flushAll().finally(() => {
      this.flushing = null;
    });
    return this.flushing;
  }

  private async flushAll(): Promise<void> {
    this.timer?.cancel();
    this.timer = null;
    while (this.lines.length > 0) {
      const lines = this.lines.splice(0);
      this.chars = 0;
      const { ports, signal } = this;
      const stored = await untilStored(ports, 'log', () => this.append(lines), signal);
      if (!stored.ok) {
        const { error } = describeFailure(stored.thrown);
        const facts = attemptFacts(this.execution);
        announce(ports, { type: 'execution.log-lost', ...facts, lines: lines.length, error });
      }
    }
  }

  // A batch keeps its numbers when it is repeated: the store leaves alone what is there already.
  private async append(lines: Line[]): Promise<void> {
    const { store } = this.ports;
    const { id } = this.execution.ref;
    const first = (this.nextSeq ??= (await store.lastLogSeq(id)) + 1);
    await store.appendLog(
      id,
      lines.map((line, index) => ({ ...line, seq: first + index }))
    );
    this.nextSeq = first + lines.length;
  }
}

// Templates are written in JavaScript too: what they log may be anything.
const textOf = (text: unknown): string => (typeof text === 'string' ? text : String(text));

const writerOf = (write: (stream: LogStream, level: LogLevel, text: string) => void): LogWriter =>
  Object.assign((text: string) => write('stdout', 'info', text), {
    debug: (text: string) => write('stdout', 'debug', text),
    info: (text: string) => write('stdout', 'info', text),
    warn: (text: string) => write('stderr', 'warn', text),
    error: (text: string) => write('stderr', 'error', text),
    raw: (stream: LogStream, text: string) =>
      write(stream, stream === 'stdout' ? 'info' : 'warn', text),
  });
