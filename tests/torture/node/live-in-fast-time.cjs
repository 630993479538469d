'use strict';

// Loaded before a Strapi, after register-ts.cjs: it lives in the time that TORTURE_TIME says.
const { liveInFastTime } = require('./live-in-fast-time.ts');

liveInFastTime(process.env.DATABASE_CLIENT, JSON.parse(process.env.TORTURE_TIME));
