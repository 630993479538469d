'use strict';

module.exports = ({ env }) => ({
  'job-scheduler': {
    enabled: true,
    // The packed plugin, as npm would install it. Tests that measure coverage point at the sources instead.
    resolve: env('JOB_SCHEDULER_PLUGIN', './node_modules/strapi-plugin-job-scheduler'),
    config: {},
  },
});
