'use strict';

// A contestant in a process of its own: opens the module named on the command line and answers what the suite asks.
require('../../support/register-ts.cjs');

const [, , file, settings] = process.argv;

const opened = require(file).open(JSON.parse(settings));

process.on('message', async ({ id, command, given }) => {
  try {
    const contestant = await opened;
    const value = await contestant[command](given);
    process.send({ id, value });
  } catch (error) {
    process.send({ id, error: error?.stack ?? String(error) });
  }
});

// Without its suite there is nothing to be measured for.
process.on('disconnect', () => process.exit());
