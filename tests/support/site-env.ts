import path from 'node:path';

export const ROOT = path.resolve(__dirname, '../..');
export const SITE = path.join(ROOT, 'tests/app');

/** What every test site gets: keys, no samples, no limit on logins, a free port, quiet logs. */
export const siteEnv = {
  APP_KEYS: 'test-key-a,test-key-b',
  ADMIN_JWT_SECRET: 'test-admin-jwt-secret',
  API_TOKEN_SALT: 'test-api-token-salt',
  TRANSFER_TOKEN_SALT: 'test-transfer-token-salt',
  JWT_SECRET: 'test-jwt-secret',
  ENCRYPTION_KEY: 'test-encryption-key-of-32-bytes!',
  HOST: '127.0.0.1',
  PORT: '0',
  DEMO_DATA: 'false',
  ADMIN_RATE_LIMIT: 'false',
  STRAPI_TELEMETRY_DISABLED: 'true',
  LOG_LEVEL: 'warn',
  STARTUP_MESSAGE: 'false',
} as const;
