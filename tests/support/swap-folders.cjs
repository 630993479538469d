'use strict';

// Moves a folder and a link to another one into one place by turns, as fast as it can, until it is told to stop (first
// number); the second one counts its moves.
const { renameSync, symlinkSync } = require('node:fs');
const { parentPort, workerData } = require('node:worker_threads');

const { target, good, evil, state } = workerData;
const flags = new Int32Array(state);
const link = `${evil}.link`;
symlinkSync(evil, link);

let turns = 0;
while (Atomics.load(flags, 0) === 0) {
  // No rename() puts one in the place of the other.
  for (const inside of [good, link]) {
    renameSync(inside, target);
    Atomics.add(flags, 1, 1);
    renameSync(target, inside);
    Atomics.add(flags, 1, 1);
  }
  turns += 1;
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread is no window
  if (turns === 1) parentPort.postMessage('swapping');
}
