'use strict';

/** For suites that boot sites, install packages or drive a browser: on a busy machine these take their time. */
jest.setTimeout(300_000);
