'use strict';

const fs = require('node:fs');
const path = require('node:path');

const { transformSync } = require('@swc/core');

/** Runs in a process of its own: boots the fixture site, whose schema sync makes the tables, and ends. */
const [site] = process.argv.slice(2);

require.extensions['.ts'] = (module, filename) => {
  const { code } = transformSync(fs.readFileSync(filename, 'utf8'), {
    filename,
    jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
    module: { type: 'commonjs' },
  });
  module._compile(code, filename);
};

const main = async () => {
  const { createStrapi } = require('@strapi/strapi');
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
