'use strict';

// Puts two files in the place of a third by turns, as fast as it can, until it is told to stop.
const { linkSync, renameSync, symlinkSync, unlinkSync } = require('node:fs');
const { parentPort, workerData } = require('node:worker_threads');

const { target, good, evil, state } = workerData;
const flags = new Int32Array(state);
// Nobody who lists the folder of the target sees it.
const next = `${good}.next`;
const put = (make) => {
  make();
  renameSync(next, target);
};

let turns = 0;
while (Atomics.load(flags, 0) === 0) {
  put(() => linkSync(good, next));
  put(() => symlinkSync(evil, next));
  put(() => linkSync(evil, next));
  // rename() of two names of one file does nothing and leaves both.
  try {
    unlinkSync(next);
  } catch {
    // It was moved.
  }
  turns += 1;
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread is no window
  if (turns === 1) parentPort.postMessage('swapping');
}
