import type { Translate } from '../../translate';

const KNOWN = ['content', 'integration', 'maintenance', 'diagnostics', 'scripts'] as const;

/** A category of ours in the admin's language; one that an app made up, as it is. */
export const categoryName = (category: string, t: Translate): string => {
  const known = KNOWN.find((name) => name === category);
  return known === undefined ? category : t(`templates.category.${known}`);
};
