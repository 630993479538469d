'use strict';

// A thread that tries seeds: see seed-pool.ts.
require('../../support/register-ts.cjs');
require('./seed-worker.ts');
