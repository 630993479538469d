import { randomBytes } from 'node:crypto';
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { site } from './paths.mjs';

const file = path.join(site, '.env');
const key = () => randomBytes(32).toString('base64');

const KEYS = {
  APP_KEYS: () => [key(), key(), key(), key()].join(','),
  ADMIN_JWT_SECRET: key,
  API_TOKEN_SALT: key,
  TRANSFER_TOKEN_SALT: key,
  JWT_SECRET: key,
  ENCRYPTION_KEY: key,
};

/** Writes the keys that Strapi wants into the site's .env, each once: what is there stays. */
export const ensureKeys = () => {
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const missing = Object.entries(KEYS).filter(([name]) => !new RegExp(`^${name}=`, 'm').test(text));
  if (missing.length === 0) return;
  const lines = missing.map(([name, make]) => `${name}=${make()}\n`).join('');
  appendFileSync(file, text === '' || text.endsWith('\n') ? lines : `\n${lines}`, { mode: 0o600 });
};
