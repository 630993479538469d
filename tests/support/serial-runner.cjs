'use strict';

const Runner = require('jest-runner').default;

/**
 * Suites that measure time or start sites of their own run one after the other, once the parallel ones are done:
 * two of them beside each other on two cores would measure each other.
 */
module.exports = class SerialRunner extends Runner {
  isSerial = true;
};
