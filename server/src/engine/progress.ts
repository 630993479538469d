import { NO_SECRETS } from '../domain/secrets/masker';
import type { Masker } from '../domain/secrets/masker';
import { storableText } from '../domain/storable';
import type { Ports, Ref, RunContext, Timer } from './ports';

/** The first report is written at once, later ones at most this often: the newest counts. */
const EVERY_MS = 1_000;
const MAX_MESSAGE = 500;

interface Progress {
  percent: number | null;
  message: string | null;
}

export interface ProgressReports {
  /** From now on these are hidden in messages. */
  hide(masker: Masker): void;
  report: RunContext['progress'];
  /** Writes the newest report, if there is one, and ignores later ones. */
  close(): Promise<void> | undefined;
}

/** Progress of one attempt on its way to the database. It is a courtesy: a write that fails is not repeated. */
export const createProgress = (ports: Ports, ref: Ref): ProgressReports => new Reports(ports, ref);

/** A class, because each attempt has one and most never report. */
class Reports implements ProgressReports {
  private newest: Progress | null = null;
  private timer: Timer | null = null;
  private writing: Promise<void> | undefined = undefined;
  private closed = false;
  private masking = NO_SECRETS;

  constructor(
    private readonly ports: Ports,
    private readonly ref: Ref
  ) {}

  hide(masker: Masker): void {
    this.masking = masker;
  }

  readonly report: RunContext['progress'] = (percent, message) => {
    if (this.closed) return;
    this.newest = { percent: percentOf(percent), message: messageOf(message, this.masking) };
    if (this.timer === null) this.writeAndWait();
  };

  close(): Promise<void> | undefined {
    this.closed = true;
    this.timer?.cancel();
    this.write();
    return this.writing;
  }

  private write(): void {
    const progress = this.newest;
    if (progress === null) return;
    this.newest = null;
    this.writing = after(this.writing, () => this.ports.store.saveProgress(this.ref, progress));
  }

  private writeAndWait(): void {
    this.timer = null;
    if (this.newest === null) return;
    this.write();
    this.timer = this.ports.clock.after(EVERY_MS, () => this.writeAndWait());
  }
}

const after = async (
  earlier: Promise<void> | undefined,
  write: () => Promise<void>
): Promise<void> => {
  await earlier;
  await write().catch(() => undefined);
};

const percentOf = (percent: unknown): number | null =>
  typeof percent === 'number' && Number.isFinite(percent)
    ? Math.min(100, Math.max(0, percent))
    : null;

const messageOf = (message: unknown, { mask }: Masker): string | null =>
  typeof message === 'string' ? storableText(mask(message), MAX_MESSAGE) : null;
