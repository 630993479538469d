import { watch } from 'node:fs';
import type { FSWatcher } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';

import type { Clock, Timer } from '../../engine/ports';

/** Looks through the scripts directory when something happens there, and every minute in case nobody said so. */
export interface ScriptWatch {
  start(): void;
  /** Resolves when nothing of it is left: no timer, no watcher, no look under way. */
  stop(): Promise<void>;
}

interface WatchOptions {
  clock: Pick<Clock, 'after'>;
  look: () => Promise<unknown>;
  onFault: (fault: unknown) => void;
}

/** A file is often written in several steps: one look for all of them. */
const SETTLE_MS = 300;
/** Network file systems tell nobody about changes. */
const RESCAN_MS = 60_000;
const MAX_FOLDERS = 1_000;

export const watchScripts = (directory: string, options: WatchOptions): ScriptWatch => {
  const { clock, look, onFault } = options;
  const watchers = new Map<string, FSWatcher>();
  let timer: Timer | null = null;
  let looking: Promise<void> | null = null;
  let changedMeanwhile = false;
  let stopped = false;

  const lookIn = (ms: number): void => {
    timer?.cancel();
    timer = stopped ? null : clock.after(ms, () => void (looking = lookOnce()));
  };
  const changed = (): void => {
    if (looking !== null) changedMeanwhile = true;
    else if (!settling) lookSoon();
  };
  let settling = false;
  const lookSoon = (): void => {
    settling = true;
    lookIn(SETTLE_MS);
  };
  const lookOnce = async (): Promise<void> => {
    settling = false;
    changedMeanwhile = false;
    try {
      // Watched first: what changes while it is looked at is looked at again.
      await watchFolders(directory, watchers, changed);
      if (!stopped) await look();
    } catch (fault) {
      if (!stopped) onFault(fault);
    }
    looking = null;
    if (changedMeanwhile) lookSoon();
    else lookIn(RESCAN_MS);
  };

  return {
    start: () => {
      if (looking === null && timer === null && !stopped) looking = lookOnce();
    },
    stop: async () => {
      stopped = true;
      timer?.cancel();
      timer = null;
      await looking;
      for (const watcher of watchers.values()) watcher.close();
      watchers.clear();
    },
  };
};

/** Watches the folders that are there now and no others. What cannot be watched is left to the next look. */
const watchFolders = async (
  directory: string,
  watchers: Map<string, FSWatcher>,
  onChange: () => void
): Promise<void> => {
  const folders = new Set(await foldersBelow(directory, MAX_FOLDERS));
  for (const [folder, watcher] of watchers) {
    if (folders.has(folder)) continue;
    watcher.close();
    watchers.delete(folder);
  }
  for (const folder of folders) {
    if (watchers.has(folder)) continue;
    const watcher = openWatcher(folder, onChange);
    if (watcher === null) continue;
    watchers.set(folder, watcher);
    watcher.on('error', () => {
      watcher.close();
      watchers.delete(folder);
    });
  }
};

const openWatcher = (folder: string, onChange: () => void): FSWatcher | null => {
  try {
    return watch(folder, { persistent: false }, onChange);
  } catch {
    return null;
  }
};

/** The folder and those in it, links not followed. */
const foldersBelow = async (folder: string, atMost: number): Promise<string[]> => {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const found = [folder];
  for (const entry of entries) {
    if (!entry.isDirectory() || found.length >= atMost) continue;
    const inside = path.join(folder, entry.name);
    // oxlint-disable-next-line no-await-in-loop -- one folder open at a time
    found.push(...(await foldersBelow(inside, atMost - found.length)));
  }
  return found;
};
