'use strict';

// A process of its own for tests/unit/processes/contain-faults.test.ts: here a fault may really end the process.
require('./register-ts.cjs');

const { containFaults } = require('../../server/src/processes/contain-faults.ts');

const late = [];
let onStray = () => {};
const containment = containFaults(process, (fault) => late.push(fault.message));
containment.start();

const inTimer = (message) =>
  setTimeout(() => {
    throw new Error(message);
  }, 1);
const forever = () => new Promise(() => {});
const soon = (ms) =>
  new Promise((resolve) => {
    setTimeout(resolve, ms);
  });

const JOBS = {
  timer: async () => {
    inTimer('in a timer');
    await forever();
  },
  promise: async () => {
    void Promise.reject(new Error('in a promise'));
    await forever();
  },
  emitter: async () => {
    setTimeout(
      () => process.emit.call(new (require('node:events'))(), 'error', new Error('in an emitter')),
      1
    );
    await forever();
  },
  thenable: () => ({
    // oxlint-disable-next-line unicorn/no-thenable -- a query builder is one
    then: () => void inTimer('in a thenable'),
  }),
  'at-once': () => {
    throw new Error('at once');
  },
  late: async () => {
    inTimer('too late');
    return 'done';
  },
  fine: async () => {
    await soon(1);
    return 'done';
  },
};

const main = async () => {
  const wanted = process.argv[2];
  if (wanted === 'foreign-timer') inTimer('of somebody else');
  if (wanted === 'foreign-promise') void Promise.reject(new Error('of somebody else'));
  const job = JOBS[wanted] ?? JOBS.fine;
  const stray = new Promise((_resolve, reject) => {
    onStray = reject;
  });
  const answer = await Promise.race([containment.run(job, (fault) => onStray(fault)), stray]).then(
    (value) => ({ value }),
    (error) => ({ error: error.message })
  );
  await soon(30);
  containment.stop();
  console.log(JSON.stringify({ ...answer, late }));
};

const keepAlive = setInterval(() => {}, 1000);
void main().then(() => clearInterval(keepAlive));
