import { AsyncLocalStorage } from 'node:async_hooks';

import { apartFromCallers } from '../../server/src/compose-engine';
import { anEngine } from '../support/engine-bench';

const callers = new AsyncLocalStorage<string>();

test.each([
  ['wake', []],
  ['cancelHint', ['execution']],
] as const)('%s lends the engine nothing of its caller', (call, given) => {
  const heard: unknown[] = [];
  const hear = (...said: unknown[]): void => void heard.push([callers.getStore(), ...said]);
  const engine = apartFromCallers({ ...anEngine().engine, [call]: hear });
  callers.run('a request', () => engine[call](...(given as [never])));
  callers.run('a request', () => hear('itself'));
  expect(heard).toEqual([
    [undefined, ...given],
    ['a request', 'itself'],
  ]);
});
