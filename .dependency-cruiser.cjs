'use strict';

/**
 * The folders of server/src, top to bottom: each imports only from itself and from those above it. Folders of one
 * line do not know each other unless they are named as one (`surface`).
 */
const LAYERS = [
  ['contract'],
  ['domain'],
  ['engine'],
  ['services'],
  ['storage', 'templates', 'notify'],
  ['config'],
  ['(content-types|policies|controllers|routes)'],
];

const rule = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

const folder = (name) => `server/src/${name}/`;

const ownLayer = (name, above) =>
  rule(
    `${name
      .replace(/[^a-z]+/g, ' ')
      .trim()
      .replaceAll(' ', '-')}-looks-up-only`,
    'A folder imports only from itself and from the folders above it.',
    { path: `^${folder(name)}` },
    {
      path: '^(server|admin|tests)/',
      pathNot: `^(${[...above, name].map(folder).join('|')})`,
    }
  );

const layerRules = LAYERS.flatMap((layer, index) =>
  layer.map((name) => ownLayer(name, LAYERS.slice(0, index).flat()))
);

module.exports = {
  forbidden: [
    rule('no-cycles', 'A cycle means that two modules are one.', {}, { circular: true }),
    ...layerRules,
    rule(
      'contract-is-a-leaf',
      'The admin bundle includes it: it imports nothing but itself.',
      { path: '^server/src/contract/' },
      { pathNot: '^server/src/contract/' }
    ),
    rule(
      'domain-is-pure',
      'Rules are testable without Strapi, database or clock.',
      { path: '^server/src/domain/' },
      {
        pathNot:
          '^(server/src/(domain|contract)/|node_modules/(@types/)?(cron-parser|ical\\.js|luxon|moment-timezone|moment|yaml)/)',
      }
    ),
    rule(
      'engine-and-services-know-ports-only',
      'The outside reaches them through ports: ids, clock, database and Strapi are handed in.',
      { path: '^server/src/(engine|services)/' },
      { pathNot: '^server/src/' }
    ),
    rule(
      'surface-goes-through-services',
      'HTTP reaches the database and the engine by a service.',
      { path: '^server/src/(config|content-types|policies|controllers|routes)/' },
      { path: '^server/src/(storage|templates|notify|system-clock)' }
    ),
    rule(
      'only-compose-reads-the-clock-adapter',
      'Everything else gets a clock handed in.',
      { path: '^server/src/', pathNot: '^server/src/(compose|bootstrap)\\.ts$' },
      { path: '^server/src/system-clock' }
    ),
    rule(
      'admin-imports-contract-only',
      'Server code must not reach the browser.',
      { path: '^admin/' },
      { path: '^server/', pathNot: '^server/src/contract/' }
    ),
    rule(
      'sources-do-not-import-tests',
      'Test helpers stay out of the package.',
      { path: '^(admin|server)/' },
      { path: '^tests/' }
    ),
    rule(
      'sources-import-what-is-installed-with-them',
      'What only developers install is not there on a site; types come with Strapi, optional peers with the site.',
      { path: '^server/src/' },
      { dependencyTypes: ['npm-dev', 'npm-no-pkg'], dependencyTypesNot: ['type-only', 'npm-peer'] }
    ),
    rule(
      'nothing-is-unresolvable',
      'An import that leads nowhere.',
      { path: '^(admin|server)/' },
      { couldNotResolve: true }
    ),
  ],
  options: {
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['types', 'import', 'require', 'default'],
      extensions: ['.ts', '.tsx', '.d.ts', '.js', '.json'],
    },
  },
};
