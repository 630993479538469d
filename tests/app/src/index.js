'use strict';

const { ensureAccount } = require('./demo/account');
const { announce } = require('./demo/announce');
const { ensureSampleJobs } = require('./demo/sample-jobs');
const { ensureTickets } = require('./demo/tickets');
const { registerWitness } = require('./witness');

/** Tests fill their sites themselves. */
const isDemo = () => process.env.DEMO_DATA !== 'false';

module.exports = {
  register({ strapi }) {
    registerWitness(strapi);
  },

  /** Before the site listens: whoever is told that it is ready can log in. */
  async bootstrap({ strapi }) {
    if (!isDemo()) return;
    const account = await ensureAccount(strapi);
    await ensureTickets(strapi);
    await ensureSampleJobs(strapi, account);
    announce(strapi, account);
  },
};
