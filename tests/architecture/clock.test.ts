import { sourcesOf, withoutComments } from './sources';

/** Ways to the time, to timers and to chance that bypass the ports. */
const BYPASSES = [
  /\bDate\.now\b/,
  /\bnew Date\(\s*\)/,
  /\bperformance\.now\b/,
  /\b(setTimeout|setInterval|setImmediate)\b/,
  /\bprocess\.hrtime\b/,
  /node:timers/,
];

const ALLOWED = [
  'server/src/system-clock.ts',
  // The text of a program that runs in a process of its own.
  'server/src/processes/supervision/basic-supervisor-program.ts',
];

const bypassesIn = (code: string): string[] =>
  BYPASSES.filter((pattern) => pattern.test(code)).map(String);

test('only system-clock.ts reads the time or sets a timer', () => {
  const found = sourcesOf('server/src')
    .filter(({ file }) => !ALLOWED.includes(file))
    .flatMap(({ file, code }) => bypassesIn(code).map((pattern) => `${file}: ${pattern}`));
  expect(found).toEqual([]);
});

test('the rules and the engine take chance from a port too', () => {
  const found = ['server/src/domain', 'server/src/engine', 'server/src/services']
    .flatMap(sourcesOf)
    .filter(({ code }) => /\b(Math\.random|randomUUID|randomBytes)\b/.test(code));
  expect(found.map(({ file }) => file)).toEqual([]);
});

test.each([
  ['const now = Date.now();', 1],
  ['const now = new Date();', 1],
  ['setTimeout(stop, 5);', 1],
  ['// Date.now() is for system-clock.ts\nexport const at = new Date(ms);', 0],
])('%j holds %i bypasses', (code, count) => {
  expect(bypassesIn(withoutComments(code))).toHaveLength(count);
});
