type Value = boolean | number | string | string[] | null;

/** One option: its variable, what it is without a word from the site, and what it has to be. */
export interface OptionRule {
  variable: string;
  default: Value;
  /** Turns the text of an environment variable into a value; undefined where it is not one. */
  fromText: (text: string) => unknown;
  holds: (value: unknown) => boolean;
  rule: string;
  /** Its value is never repeated. */
  secret?: true;
}

export const option = (name: string, rule: Omit<OptionRule, 'variable'>): OptionRule => ({
  variable: `JOB_SCHEDULER_${name}`,
  ...rule,
});

export const flag = (name: string, initial: boolean): OptionRule =>
  option(name, {
    default: initial,
    fromText: (text) => ({ true: true, false: false, '1': true, '0': false })[text.toLowerCase()],
    holds: (value) => typeof value === 'boolean',
    rule: 'must be true or false',
  });

export const wholeNumber = (name: string, initial: number, min: number, max: number): OptionRule =>
  option(name, {
    default: initial,
    fromText: (text) => (/^\d{1,12}$/.test(text) ? Number(text) : undefined),
    holds: (value) => Number.isInteger(value) && Number(value) >= min && Number(value) <= max,
    rule: `must be a whole number from ${min} to ${max}`,
  });

/** Null, in an environment variable `none`, sets no bound. */
export const wholeNumberOrNone = (name: string, min: number, max: number): OptionRule => {
  const number = wholeNumber(name, min, min, max);
  return {
    ...number,
    default: null,
    fromText: (text) => (text === 'none' ? null : number.fromText(text)),
    holds: (value) => value === null || number.holds(value),
    rule: `${number.rule}, or null for no bound`,
  };
};

export const oneOf = (name: string, initial: string, values: readonly string[]): OptionRule =>
  option(name, {
    default: initial,
    fromText: (text) => text,
    holds: (value) => values.some((allowed) => allowed === value),
    rule: `must be ${values.length > 1 ? 'one of ' : ''}${values.join(', ')}`,
  });

export const listFromText = (text: string): string[] =>
  text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');

/** The absolute path of a folder, or null. */
export const folderOrNone = (name: string): OptionRule =>
  option(name, {
    default: null,
    fromText: (text) => text,
    holds: (value) => value === null || (typeof value === 'string' && value.startsWith('/')),
    rule: 'must be the absolute path of a folder',
  });
