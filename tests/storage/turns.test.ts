import { createEngineStore } from '../../server/src/storage/engine/create-engine-store';
import { nextTurn } from '../../server/src/system-clock';
import { createSchema, type SchemaDatabase } from '../support/schema';

let database: SchemaDatabase;
beforeAll(async () => {
  database = await createSchema('sqlite');
}, 120_000);
afterAll(() => database.drop());

/** How often others had their turn while somebody asked the database again and again. */
const turnsDuring = async (
  calls: number,
  given: { nextTurn?: typeof nextTurn }
): Promise<number> => {
  const store = createEngineStore({ ...database, ...given });
  let turns = 0;
  let isOver = false;
  const takeTurn = (): void => {
    turns += 1;
    if (!isOver) setImmediate(takeTurn);
  };
  await nextTurn();
  setImmediate(takeTurn);
  for (let call = 0; call < calls; call += 1) await store.nextDueAt();
  isOver = true;
  return turns;
};

test('whoever asks SQLite again and again lets others have a turn after each answer', async () => {
  expect(await turnsDuring(50, { nextTurn })).toBeGreaterThanOrEqual(49);
});

test('SQLite itself answers before anybody else has a turn', async () => {
  expect(await turnsDuring(50, {})).toBeLessThan(10);
});
