'use strict';

require('./register-ts.cjs');
const { createEngineStore } = require('../../server/src/storage/engine/create-engine-store.ts');

/** Runs in a process of its own: claims and records on a SQLite file until nothing is left; prints the ids. */
const [filename, name] = process.argv.slice(2);

const main = async () => {
  const knex = require('knex')({
    client: 'better-sqlite3',
    connection: { filename },
    useNullAsDefault: true,
  });
  const store = createEngineStore({ knex, client: 'sqlite' });
  const ids = [];
  let claimed;
  for (let turn = 0; (claimed = await claim(store, `${name}-${turn}`)).length > 0; turn += 1) {
    ids.push(...claimed.map(({ ref }) => ref.id));
    await store.record(claimed.map(succeeded));
  }
  await knex.destroy();
  console.log(JSON.stringify(ids));
};

const claim = async (store, token) => {
  const request = { node: name, token, limit: 3, total: null, leaseMs: 60_000, aheadMs: 0 };
  return (await store.claim(request)).executions;
};

const succeeded = ({ ref, job }) => ({
  ref,
  job,
  limitKey: null,
  attempt: { attempt: ref.attempt, status: 'succeeded' },
  next: {
    status: 'succeeded',
    reason: null,
    finishedAt: 1,
    result: null,
    error: null,
    exitCode: null,
  },
});

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
