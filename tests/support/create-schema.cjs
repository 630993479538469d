'use strict';

const path = require('node:path');

require('./register-ts.cjs');
const { createStrapi } = require('@strapi/strapi');

/** Runs in a process of its own: boots the fixture site, whose schema sync makes the tables, and ends. */
const [site] = process.argv.slice(2);

const main = async () => {
  process.env.JOB_SCHEDULER_PLUGIN = path.join(__dirname, 'plugin-schema-only');
  const strapi = createStrapi({ appDir: site, distDir: site, serveAdminPanel: false });
  await strapi.load();
  await strapi.destroy();
  process.exit(0);
};

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
