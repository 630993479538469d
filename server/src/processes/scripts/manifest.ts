import type { ScriptManifest } from '../../domain/script';
import { NotOpened, partsOf } from './open-below';

/** In a folder: makes it one script. Beside a file: `<file>.job.json`. */
export const manifestFile = 'job.json';

const NONE: ScriptManifest = { entry: null, description: null, options: false };

/** Throws NotOpened where it is not a manifest. */
export const readManifest = (bytes: Buffer | null): ScriptManifest => {
  if (bytes === null) return NONE;
  const value = parse(bytes);
  for (const key of Object.keys(value))
    if (!(key in NONE)) throw new NotOpened(`its manifest has an unknown field ${key}`);
  const { entry = null, description = null, options = false } = value;
  if (entry !== null && (typeof entry !== 'string' || partsOf(entry) === null))
    throw new NotOpened('the entry of its manifest must be a path inside of the folder');
  if (description !== null && (typeof description !== 'string' || description.length > 1_000))
    throw new NotOpened(
      'the description of its manifest must be a text of at most 1,000 characters'
    );
  if (typeof options !== 'boolean')
    throw new NotOpened('`options` of its manifest must be true or false');
  return { entry, description, options };
};

const parse = (bytes: Buffer): Record<string, unknown> => {
  try {
    const value: unknown = JSON.parse(bytes.toString('utf8'));
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
      return value as Record<string, unknown>;
  } catch {
    // Said below.
  }
  throw new NotOpened('its manifest is not a JSON object');
};
