'use strict';

// `npm run torture -- --short`: see docs/reliability.md.
require('../support/register-ts.cjs');
const { torture } = require('./torture.ts');

const main = async () => {
  process.exitCode = (await torture(process.argv.slice(2))) ? 0 : 1;
};

main().catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
