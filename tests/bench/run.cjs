'use strict';

// `npm run bench -- tick postgres`, `npm run bench -- start sqlite`: JSON lines on stdout, see docs/performance.md.
require('../support/register-ts.cjs');

const { measureTick } = require('./tick-cost.ts');
const { measureStart } = require('./start-delay.ts');

const MEASURES = { tick: measureTick, start: measureStart };

const main = async () => {
  const [name, database = 'sqlite'] = process.argv.slice(2);
  const measure = MEASURES[name];
  if (measure === undefined) throw new Error(`Name one of ${Object.keys(MEASURES).join(', ')}`);
  for await (const cell of measure(database)) console.log(JSON.stringify(cell));
};

main().catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
