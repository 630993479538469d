import type { Failure } from '../domain/failure';

/** Where an attempt takes secrets: hosts (`host` or `host:port`), and documentIds of scripts. */
export interface SecretDestinations {
  hosts?: string[];
  scripts?: string[];
}

/** The secrets that an attempt needs, by name, and where it takes them. */
export interface SecretUse extends Required<SecretDestinations> {
  names: string[];
}

/** Values by name, or a failure that names the secret that is missing, bound elsewhere or unreadable. */
export type Revealed =
  { ok: true; values: ReadonlyMap<string, string> } | { ok: false; failure: Failure };

/** Opens secrets for one attempt. Rejects only where the database does. */
export type Reveal = (use: SecretUse) => Promise<Revealed>;
