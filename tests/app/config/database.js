'use strict';

const path = require('node:path');

const sqlite = (env) => ({
  connection: {
    filename: path.resolve(__dirname, '..', env('DATABASE_FILENAME', '.tmp/data.db')),
  },
  useNullAsDefault: true,
});

const served = (env, port, user) => ({
  connection: {
    host: env('DATABASE_HOST', '127.0.0.1'),
    port: env.int('DATABASE_PORT', port),
    database: env('DATABASE_NAME', 'strapi'),
    user: env('DATABASE_USERNAME', user),
    password: env('DATABASE_PASSWORD', ''),
  },
  pool: { min: 0, max: env.int('DATABASE_POOL_MAX', 10) },
});

const clients = {
  sqlite,
  postgres: (env) => served(env, 5432, 'postgres'),
  mysql: (env) => served(env, 3306, 'root'),
};

module.exports = ({ env }) => {
  const client = env('DATABASE_CLIENT', 'sqlite');
  const settings = clients[client];
  if (!settings) {
    throw new Error(
      `DATABASE_CLIENT must be one of ${Object.keys(clients).join(', ')}, not "${client}"`
    );
  }
  return { connection: { client, ...settings(env) } };
};
