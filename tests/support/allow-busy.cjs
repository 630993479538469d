'use strict';

/** For tests that take milliseconds: on a machine that has much else to do they are not to fail for that. */
jest.setTimeout(30_000);
