'use strict';

require('../../support/register-ts.cjs');
const { runNode } = require('./run-node.ts');

// A process of its own: `node run-node.cjs '<JSON of its plan>'`.
runNode(JSON.parse(process.argv[2])).catch((error) => {
  console.error(error);
  process.exit(1);
});
