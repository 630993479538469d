'use strict';

require('./register-ts.cjs');
const { rotateSecrets } = require('../../server/src/services/rotate-secrets.ts');
const { createStore } = require('../../server/src/storage/create-store.ts');
const { createSealing } = require('../../server/src/storage/sealing/create-sealing.ts');
const { createSystemClock } = require('../../server/src/system-clock.ts');
const { createIds } = require('../../server/src/system-ids.ts');

/** Runs in a process of its own: rotates the secrets of a database, and kills itself in the midst of a batch. */
const { database, client, keys, dieInBatch } = JSON.parse(process.argv[2]);

const knex = require('knex')(database);
const store = createStore({
  knex,
  client,
  ids: createIds(createSystemClock()),
  maxQueuedPerJob: 1,
  transaction: (work) => knex.transaction(work),
  ambient: async () => undefined,
  jobIdsWhere: () => ({ sql: '', bindings: [] }),
  nameOwners: async () => new Map(),
});

let batches = 0;
const change = (work) =>
  store.change(async (changes) => {
    const answer = await work(changes);
    batches += 1;
    // Everything of the batch was written, and nothing of it committed.
    if (batches === dieInBatch) process.kill(process.pid, 'SIGKILL');
    return answer;
  });

const caller = {
  kind: 'user',
  id: '1',
  name: 'Rotates',
  userId: null,
  ip: null,
  requestId: 'rotation',
};

rotateSecrets({ store: { ...store, change }, sealing: createSealing(keys) }, caller).catch(
  (error) => {
    console.error(error);
    process.exit(1);
  }
);
