import type { Problem } from './problem';
import { problem } from './problem';

const LONGEST = 256;

export const checkCronExpression = (expression: string): Problem[] =>
  expression.length > LONGEST ? [problem(`must have at most ${LONGEST} characters`)] : [];
