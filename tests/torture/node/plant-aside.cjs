'use strict';

// Started by plant-bugs.ts with what it is to plant; sends back what became of it.
require('../../support/register-ts.cjs');
const { plantBugs } = require('../plant-bugs.ts');

plantBugs(JSON.parse(process.argv[2]), (text) => console.log(text)).then(
  (results) => process.send(results, () => process.exit(0)),
  (error) => {
    console.error(error);
    process.exit(1);
  }
);
