import type { Knex } from 'knex';

import { endLeft, rememberLeft } from '../../../server/src/storage/engine/left-connections';
import { createVirtualClock } from '../../support/virtual-clock';

const OWN = 1;
const LEFT = 2;
const thread = (Id: number, Command: string, Time: number) => ({
  Id,
  User: 'site',
  db: 'site',
  Command,
  Time,
});

/** A server that shows these threads, and a connection to it that is remembered as left. */
const withLeft = () => {
  const clock = createVirtualClock();
  const server = {
    threads: [thread(OWN, 'Query', 0), thread(LEFT, 'Query', 0)],
    refuses: null as string | null,
  };
  const sent: string[] = [];
  const answer = (sql: string, [id]: number[] = []) => {
    const [word] = sql.split(' ');
    sent.push(id === undefined ? sql : `${word} ${id}`);
    if (server.refuses === word) throw new Error('connection reset');
    return [server.threads];
  };
  const knex = {
    client: {},
    raw: (sql: string, bindings?: number[]) => ({ connection: async () => answer(sql, bindings) }),
  } as unknown as Knex;
  const line = { connection: { threadId: OWN }, heard: () => undefined, silenceMs: 4_000 };
  rememberLeft(knex.client, { threadId: LEFT }, clock);
  const call = () => endLeft(knex, line, clock);
  return { clock, server, sent, knex, call };
};

const isLook = (sql: string) => sql === 'SHOW PROCESSLIST';

test('a connection that was left is ended once it has stood still for long enough, and then forgotten', async () => {
  const { clock, server, sent, call } = withLeft();
  server.threads[1] = thread(LEFT, 'Sleep', 3);
  await call();
  await clock.advance('1s');
  server.threads[1] = thread(LEFT, 'Sleep', 4);
  await call();
  expect(sent).toEqual(['SHOW PROCESSLIST', 'SHOW PROCESSLIST', 'KILL 2']);
  await clock.advance('1m');
  await call();
  expect(sent).toHaveLength(3);
});

test('however many calls there are, it is looked for once a second, and not forgotten by their number', async () => {
  const { clock, server, sent, call } = withLeft();
  for (let second = 0; second < 3; second += 1) {
    for (let calls = 0; calls < 1_000; calls += 1) await call();
    await clock.advance('1s');
  }
  expect(sent.filter(isLook)).toHaveLength(3);
  server.threads[1] = thread(LEFT, 'Sleep', 4);
  await call();
  expect(sent.at(-1)).toBe('KILL 2');
});

test.each(['SHOW', 'KILL'])('it is looked for again where %s failed', async (word) => {
  const { clock, server, sent, call } = withLeft();
  server.threads[1] = thread(LEFT, 'Sleep', 4);
  server.refuses = word;
  await call();
  server.refuses = null;
  await clock.advance('1s');
  await call();
  expect(sent.at(-1)).toBe('KILL 2');
  const done = sent.length;
  await clock.advance('1s');
  await call();
  expect(sent).toHaveLength(done);
});

test('one that was left meanwhile is looked for at once', async () => {
  const { clock, server, sent, knex, call } = withLeft();
  await call();
  server.threads.push(thread(3, 'Sleep', 4));
  rememberLeft(knex.client, { threadId: 3 }, clock);
  await call();
  expect(sent).toEqual(['SHOW PROCESSLIST', 'SHOW PROCESSLIST', 'KILL 3']);
});

test('what is not still for ten minutes is given up', async () => {
  const { clock, server, sent, call } = withLeft();
  await clock.advance('10m');
  await call();
  expect(sent).toHaveLength(1);
  await clock.advance('1s');
  server.threads[1] = thread(LEFT, 'Sleep', 4);
  await call();
  expect(sent).toHaveLength(1);
});

test('what is gone, or is somebody else by now, is left alone and forgotten', async () => {
  const { clock, server, sent, knex, call } = withLeft();
  rememberLeft(knex.client, { threadId: 3 }, clock);
  server.threads = [
    thread(OWN, 'Query', 0),
    { ...thread(LEFT, 'Sleep', 9), User: 'somebody else' },
  ];
  await call();
  await clock.advance('1s');
  await call();
  expect(sent).toEqual(['SHOW PROCESSLIST']);
});
