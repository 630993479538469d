/**
 * An unexpected error for the log. Database errors repeat their statement with all its values, secrets included: only
 * what the database said is kept of those.
 */
export const describeFault = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error);
  const said = 'code' in error ? (error.message.split(' - ').at(-1) ?? '') : error.message;
  const code = 'code' in error ? ` (${String(error.code)})` : '';
  const where = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return [`${error.name}${code}: ${said.replaceAll(/\s+/g, ' ')}`, ...where].join('\n');
};
