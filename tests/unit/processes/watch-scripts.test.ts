import { mkdirSync, mkdtempSync, rmSync, watch as watchFolder, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import { watchScripts } from '../../../server/src/processes/scripts/watch-scripts';
import { eventually } from '../../support/eventually';

/** Each question waits for a turn of the loop, by which the words of the file system come. */
const until = (isSo: () => boolean): Promise<boolean> =>
  eventually(
    () => new Promise<boolean>((resolve) => setImmediate(() => resolve(isSo()))),
    (so) => so
  );

const SETTLE_MS = 300;
const RESCAN_MS = 60_000;

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(path.join(os.tmpdir(), 'job-watch-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

/** A watch whose timers the test lets fire, and which counts its looks. */
const aWatch = (look: () => Promise<unknown> = async () => undefined, folder = directory) => {
  const timers: { ms: number; call: () => void; cancelled: boolean }[] = [];
  const faults: unknown[] = [];
  let looks = 0;
  const watch = watchScripts(folder, {
    clock: {
      after: (ms, call) => {
        const timer = { ms, call, cancelled: false };
        timers.push(timer);
        return { cancel: () => void (timer.cancelled = true) };
      },
    },
    look: async () => {
      looks += 1;
      await look();
    },
    onFault: (fault) => faults.push(fault),
  });
  const pending = () => timers.filter(({ cancelled }) => !cancelled).map(({ ms }) => ms);
  const fire = (): void => {
    const [due] = timers.splice(0).filter(({ cancelled }) => !cancelled);
    due?.call();
  };
  const waitsFor = (ms: number) => until(() => pending().includes(ms));
  return { watch, pending, fire, waitsFor, faults, looks: () => looks };
};

it('looks at once, and then every minute', async () => {
  const { watch, fire, waitsFor, looks } = aWatch();
  watch.start();
  await waitsFor(RESCAN_MS);
  expect(looks()).toBe(1);
  fire();
  await waitsFor(RESCAN_MS);
  expect(looks()).toBe(2);
  await watch.stop();
});

it.each(['new.sh', 'below/new.sh'])('looks soon after %s was written, once', async (name) => {
  mkdirSync(path.join(directory, 'below'));
  const { watch, pending, fire, waitsFor, looks } = aWatch();
  watch.start();
  await waitsFor(RESCAN_MS);
  writeFileSync(path.join(directory, name), 'echo one\n');
  await waitsFor(SETTLE_MS);
  writeFileSync(path.join(directory, name), 'echo two\n');
  expect(pending()).toEqual([SETTLE_MS]);
  fire();
  await until(() => looks() === 2);
  await watch.stop();
});

it('watches folders that come later', async () => {
  const { watch, fire, waitsFor } = aWatch();
  watch.start();
  await waitsFor(RESCAN_MS);
  mkdirSync(path.join(directory, 'later'));
  await waitsFor(SETTLE_MS);
  fire();
  await waitsFor(RESCAN_MS);
  writeFileSync(path.join(directory, 'later/new.sh'), 'echo\n');
  expect(await waitsFor(SETTLE_MS)).toBe(true);
  await watch.stop();
});

it('looks again at what changed while it looked', async () => {
  const { watch, waitsFor } = aWatch(async () => {
    // Whoever watches the same folder is told in the same turn.
    const told = new Promise((resolve) => {
      const other = watchFolder(directory, () => resolve(other.close()));
    });
    writeFileSync(path.join(directory, 'meanwhile.sh'), 'echo\n');
    await told;
  });
  watch.start();
  expect(await waitsFor(SETTLE_MS)).toBe(true);
  await watch.stop();
});

it('tells a look that failed, and looks again', async () => {
  const { watch, waitsFor, faults } = aWatch(async () => Promise.reject(new Error('no database')));
  watch.start();
  await waitsFor(RESCAN_MS);
  expect(faults).toEqual([expect.objectContaining({ message: 'no database' })]);
  await watch.stop();
});

it('goes on looking for a directory that is not there yet', async () => {
  const later = path.join(directory, 'not-yet');
  const { watch, fire, waitsFor, faults } = aWatch(async () => undefined, later);
  watch.start();
  await waitsFor(RESCAN_MS);
  mkdirSync(later);
  fire();
  await waitsFor(RESCAN_MS);
  writeFileSync(path.join(later, 'a.sh'), 'echo\n');
  await waitsFor(SETTLE_MS);
  expect(faults).toEqual([]);
  await watch.stop();
});

it('leaves no timer and no look behind when it stops, also while it looks', async () => {
  let end = (): void => undefined;
  const { watch, pending, looks } = aWatch(() => new Promise<void>((resolve) => (end = resolve)));
  watch.start();
  await until(() => looks() === 1);
  const stopping = watch.stop();
  end();
  await stopping;
  await watch.stop();
  watch.start();
  writeFileSync(path.join(directory, 'after.sh'), 'echo\n');
  expect([pending(), looks()]).toEqual([[], 1]);
});
