'use strict';

// Started by plant-bugs.ts with what it is to plant; sends back what became of each.
require('../../support/register-ts.cjs');
const { plantBugs } = require('../plant-bugs.ts');

plantBugs(
  JSON.parse(process.argv[2]),
  (text) => console.log(text),
  (result) => process.send(result)
).then(
  // What was sent is on its way first.
  () => process.send(null, () => process.exit(0)),
  (error) => {
    console.error(error);
    process.exit(1);
  }
);
