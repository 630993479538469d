import { MAX_DOCUMENT_BYTES } from '../../contract/job-document';

export const MAX_DEPTH = 20;
export const MAX_KEYS = 100_000;
/** Of YAML: names, values, marks between them, line ends; each takes far more memory than its letters. */
export const MAX_TOKENS = 600_000;

export const TOO_DEEP = `lies deeper than ${MAX_DEPTH} levels`;
export const TOO_MANY_KEYS = `has more than ${MAX_KEYS} keys`;
export const TOO_MANY_TOKENS = `is made of more than ${MAX_TOKENS} parts`;
export const TOO_LONG = `must have at most ${MAX_DOCUMENT_BYTES} bytes`;

/** A document that cannot be read, with the line where that shows. */
export class Unreadable extends Error {
  override readonly name = 'Unreadable';
  constructor(problem: string, line: number | null = null) {
    super(line === null ? problem : `line ${line}: ${problem}`);
  }
}

export const lineAt = (text: string, offset: number): number =>
  text.slice(0, offset).split('\n').length;

/** The key is repeated in the message, but not without end. */
export const twice = (key: string, line: number | null): Unreadable =>
  new Unreadable(`the key “${key.slice(0, 100)}” is there twice`, line);
