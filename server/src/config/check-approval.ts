/**
 * Scripts that run without anybody's consent are for development: a site that serves people does not start with them.
 * Strapi itself takes `NODE_ENV=production` for such a site.
 */
export const problemsOfApproval = (
  { scripts }: { scripts: { requireApproval: boolean } },
  { NODE_ENV: mode }: NodeJS.ProcessEnv
): string[] =>
  scripts.requireApproval || mode !== 'production'
    ? []
    : ['scripts.requireApproval must be true where NODE_ENV is production; it is false'];
