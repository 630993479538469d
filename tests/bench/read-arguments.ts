/** What the command line asks for. */
export interface Wanted {
  suites: string[];
  quick: boolean;
  /** A Markdown file whose tables are to be written anew. */
  markdown: string | null;
  postgres: string;
  mysql: string;
}

const USAGE = 'npm run bench -- --suite W1..W13|all [--quick] [--markdown docs/performance.md]';

/** Throws with the usage where it cannot be understood. */
export const readArguments = (given: string[], known: string[]): Wanted => {
  const valueOf = (name: string): string | null => {
    const at = given.indexOf(name);
    return at < 0 ? null : (given[at + 1] ?? '');
  };
  const asked = valueOf('--suite') ?? '';
  const suites = asked === 'all' ? known : asked.toUpperCase().split(',');
  const unknown = suites.filter((name) => !known.includes(name));
  if (unknown.length > 0) throw new Error(`Unknown suite "${unknown.join()}". ${USAGE}`);
  return {
    suites,
    quick: given.includes('--quick'),
    markdown: valueOf('--markdown'),
    postgres: 'postgres://postgres@127.0.0.1:5432/postgres',
    mysql: 'mysql://root@127.0.0.1:3306/mysql',
  };
};
