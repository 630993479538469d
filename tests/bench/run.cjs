'use strict';

// `npm run bench -- --suite W3 [--quick]`: JSON lines on stdout, everything else on stderr. See docs/performance.md.
const { installPeers } = require('./install-peers.cjs');
require('../support/register-ts.cjs');

const { readArguments } = require('./read-arguments.ts');
const { openReport } = require('./report.ts');
const { SUITES } = require('./suites/index.ts');

const main = async () => {
  const given = readArguments(process.argv.slice(2), Object.keys(SUITES));
  process.env.TEST_POSTGRES_URL = process.env.BENCH_PG_URL ?? given.postgres;
  process.env.TEST_MYSQL_URL = process.env.BENCH_MYSQL_URL ?? given.mysql;
  installPeers();
  const report = openReport();
  for (const name of given.suites) {
    process.stderr.write(`${name}: ${SUITES[name].question}\n`);
    try {
      await SUITES[name].run({ ...report.of(name), quick: given.quick });
    } catch (error) {
      process.exitCode = 1;
      process.stderr.write(`${name} broke off: ${error.stack}\n`);
    }
  }
  if (given.markdown !== null) report.writeInto(given.markdown);
};

main().then(
  () => process.exit(),
  (error) => {
    console.error(error.message);
    process.exit(1);
  }
);
