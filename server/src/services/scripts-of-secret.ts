import { Invalid } from './errors';
import type { Changes } from './ports';

export const NO_SCRIPT = 'is not a script of this site';

/** The scripts to which a secret is bound, each once. Throws Invalid where the site has never had such a script. */
export const checkAllowedScripts = async (
  changes: Pick<Changes, 'findScriptIds'>,
  given: readonly string[]
): Promise<string[]> => {
  const known = await changes.findScriptIds(given);
  const errors = given.flatMap((value, index) =>
    known.includes(value)
      ? []
      : [{ path: ['allowedScripts', String(index)], message: NO_SCRIPT, value }]
  );
  if (errors.length > 0) throw new Invalid(errors);
  return [...new Set(given)];
};
