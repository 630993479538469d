'use strict';

/**
 * Optional dependencies that a lockfile's packages ask for and do not hold: `{ dependent, name, version }` each.
 * With one of these missing `npm ci` refuses the lockfile.
 */
const missingOptionalPackages = (packages) =>
  Object.entries(packages).flatMap(([dependent, { optionalDependencies = {} }]) =>
    Object.entries(optionalDependencies)
      .filter(([name]) => !places(dependent).some((folder) => packages[`${folder}${name}`]))
      .map(([name, version]) => ({ dependent, name, version }))
  );

/** Where Node looks from `a/node_modules/b`: its own node_modules, then those above. */
const places = (dependent) => {
  const own = dependent === '' ? 'node_modules/' : `${dependent}/node_modules/`;
  const steps = own.split('node_modules/').length - 1;
  return Array.from({ length: steps }, (_, up) => {
    const parts = own.split('node_modules/').slice(0, steps - up);
    return `${parts.join('node_modules/')}node_modules/`;
  });
};

module.exports = { missingOptionalPackages };
