import type { Refuse } from './check-words';

/** A repeated group that repeats or chooses inside is what makes a pattern take for ever on a short text. */
export const assertPattern = (pattern: unknown, refuse: Refuse): void => {
  if (typeof pattern !== 'string')
    return refuse('pattern', 'must be the source of a regular expression');
  try {
    void new RegExp(`^(?:${pattern})$`, 'u');
  } catch {
    refuse('pattern', 'is not a regular expression');
  }
  if (repeatsRepetition(pattern))
    refuse(
      'pattern',
      'repeats a group that itself repeats or chooses: some texts would take for ever'
    );
};

const REPEATS = /^([*+]|\{\d+,(\d{2,})?\})/;

const repeatsRepetition = (pattern: string): boolean => {
  const plain = pattern.replace(/\\./gu, '_').replace(/\[[^\]]*\]/gu, '_');
  const open: boolean[] = [];
  for (let at = 0; at < plain.length; at += 1) {
    const rest = plain.slice(at);
    if (rest.startsWith('(')) open.push(false);
    const closed = rest.startsWith(')') ? open.pop() : undefined;
    if (closed === true && REPEATS.test(rest.slice(1))) return true;
    const varies = closed ?? (REPEATS.test(rest) || rest.startsWith('|'));
    if (varies && open.length > 0) open[open.length - 1] = true;
  }
  return false;
};
