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
export const createProgress = (ports: Ports, ref: Ref): ProgressReports => {
  let newest: Progress | null = null;
  let timer: Timer | null = null;
  let writing: Promise<void> | undefined;
  let closed = false;
  let masking = NO_SECRETS;

  const write = (): void => {
    const progress = newest;
    if (progress === null) return;
    newest = null;
    writing = after(writing, () => ports.store.saveProgress(ref, progress));
  };
  const writeAndWait = (): void => {
    timer = null;
    if (newest === null) return;
    write();
    timer = ports.clock.after(EVERY_MS, writeAndWait);
  };

  return {
    hide: (masker) => {
      masking = masker;
    },
    report: (percent, message) => {
      if (closed) return;
      newest = { percent: percentOf(percent), message: messageOf(message, masking) };
      if (timer === null) writeAndWait();
    },
    close: () => {
      closed = true;
      timer?.cancel();
      write();
      return writing;
    },
  };
};

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
