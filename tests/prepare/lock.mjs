import {
  linkSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { cache } from './paths.mjs';

const file = path.join(cache, 'prepare.lock');
const guard = path.join(cache, 'prepare.lock.guard');
const BEAT_MS = 2_000;
/** A holder that did not touch its lock for so long is gone, even if its process id lives on as somebody else. */
const SILENT_MS = 120_000;
const GUARD_MS = 10_000;

/**
 * Waits until no other process of this clone prepares or boots a site, then holds that place.
 * Answers the function that gives it back; the end of the process gives it back too.
 */
export const takePlace = async () => {
  mkdirSync(cache, { recursive: true });
  let told = false;
  while (!tryTake(file)) {
    clearIfAbandoned();
    if (!told) console.log('▸ Another start from this clone is under way: waiting for it …');
    told = true;
    await sleep(300);
  }
  const beat = setInterval(() => touch(), BEAT_MS);
  beat.unref();
  const giveBack = () => {
    clearInterval(beat);
    process.off('exit', giveBack);
    rmSync(file, { force: true });
  };
  process.once('exit', giveBack);
  return giveBack;
};

/** Made elsewhere and linked into place, so that nobody ever reads a lock without its holder. */
const tryTake = (target) => {
  const own = `${target}.${process.pid}`;
  writeFileSync(own, String(process.pid));
  try {
    linkSync(own, target);
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(own, { force: true });
  }
};

/** One process at a time looks and clears, or it would clear the lock that another has just taken. */
const clearIfAbandoned = () => {
  if (!tryTake(guard)) {
    if (ageOf(guard) > GUARD_MS) rmSync(guard, { force: true });
    return;
  }
  try {
    if (isAbandoned()) rmSync(file, { force: true });
  } finally {
    rmSync(guard, { force: true });
  }
};

const isAbandoned = () => {
  const holder = read(file);
  return holder !== null && (!isAlive(Number(holder)) || ageOf(file) > SILENT_MS);
};

const read = (target) => {
  try {
    return readFileSync(target, 'utf8');
  } catch {
    return null;
  }
};

const ageOf = (target) => {
  try {
    return Date.now() - statSync(target).mtimeMs;
  } catch {
    return 0;
  }
};

const touch = () => {
  try {
    utimesSync(file, new Date(), new Date());
  } catch {
    // Given back in the meantime.
  }
};

const isAlive = (pid) => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
};
