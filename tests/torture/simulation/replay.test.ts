import { INVARIANTS } from '../checker';
import { openDatabase } from '../open-database';
import { BUGS } from '../bugs';
import { openMemoryDatabase, schemaOf, type MemoryDatabase } from './memory-database';
import { simulate } from './simulate';
import { databaseTables, memoryTables } from './tables';

const database: { open: MemoryDatabase | null } = { open: null };

beforeAll(async () => {
  const source = await openDatabase('sqlite');
  database.open = await openMemoryDatabase(await schemaOf(source));
  await source.drop();
}, 120_000);

afterAll(() => database.open?.knex.destroy());

const sqlite = () => {
  if (database.open === null) throw new Error('no database');
  return databaseTables(database.open, 'sqlite');
};

/** Worlds with dependencies, breakers, pauses, clock changes: each has its own. */
const SEEDS = Array.from({ length: 12 }, (_, index) => index + 1);

test('a seed comes to the same to the last detail whenever it is tried, whatever was tried before', async () => {
  const first = new Map<number, string>();
  for (const seed of SEEDS) first.set(seed, (await simulate({ open: sqlite(), seed })).trace);
  for (const seed of SEEDS.toReversed()) {
    const { trace } = await simulate({ open: sqlite(), seed });
    expect([seed, trace]).toEqual([seed, first.get(seed)]);
  }
  expect(new Set(first.values()).size).toBe(SEEDS.length);
}, 120_000);

test('a seed that turns red stays red, for the same reason', async () => {
  const bug = BUGS.find(({ name }) => name === 'dropped-without-record');
  const tries = [];
  for (let time = 0; time < 2; time += 1) {
    const { findings } = await simulate({ open: sqlite(), seed: 2, bug });
    tries.push(findings);
  }
  expect(tries[0]?.lost).not.toEqual([]);
  expect(tries[1]).toEqual(tries[0]);
}, 120_000);

test('the same worlds are sound on the store in memory', async () => {
  for (const seed of SEEDS) {
    const { findings } = await simulate({ open: memoryTables, seed });
    expect([seed, INVARIANTS.filter((name) => findings[name].length > 0)]).toEqual([seed, []]);
  }
}, 120_000);
