import { failure } from '../../domain/failure';
import { lackOf } from '../../domain/secrets/secret-value';
import type { ReadSecret } from '../../services/secret-ports';

/** Asked again with the same words, the provider would answer the same. */
export const refused = (code: string, message: string): ReadSecret => ({
  ok: false,
  failure: { ...failure('SecretRefused', message, code), retryable: false },
});

/** The provider may answer the next time. */
export const unavailable = (message: string): ReadSecret => ({
  ok: false,
  failure: failure('SecretUnavailable', message, 'SECRET_UNAVAILABLE'),
});

/** A value as a provider keeps it. What could not be one of our own values is not taken. */
export const textValue = (value: unknown, what: string): ReadSecret => {
  if (value === undefined) return refused('SECRET_MISSING', `${what} is not there`);
  if (typeof value !== 'string') return refused('SECRET_UNREADABLE', `${what} is not text`);
  const lack = lackOf(value);
  if (lack === null) return { ok: true, value };
  return refused('SECRET_UNREADABLE', `${what} cannot be used: it must have ${lack}`);
};
