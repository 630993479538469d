'use strict';

/**
 * Says before jest's summary which suites could not run and which variable turns them on. With
 * REQUIRE_ALL_SUITES=true such a suite, or a test that was left out, fails the run.
 */
module.exports = class SuitesReporter {
  #problem;

  onRunComplete(_contexts, { numPendingTests, numTodoTests }) {
    const skipped = JSON.parse(process.env.SKIPPED_SUITES ?? '[]');
    const leftOut = numPendingTests + numTodoTests;
    console.log(`\n${[...sentences(skipped), REDIS].join('\n')}\n`);
    if (process.env.REQUIRE_ALL_SUITES === 'true' && skipped.length + leftOut > 0) {
      this.#problem = new Error(
        `All suites are required; ${skipped.length} suites and ${leftOut} tests did not run.`
      );
      console.error(this.#problem.message);
    }
  }

  getLastError() {
    return this.#problem;
  }
};

const REDIS = 'Redis (TEST_REDIS_URL): no suite uses it yet.';

const sentences = (skipped) =>
  skipped.length === 0
    ? ['Every suite ran.']
    : ['Suites that did not run:', ...skipped.map(({ name, needs }) => `  ${name}: set ${needs}`)];
