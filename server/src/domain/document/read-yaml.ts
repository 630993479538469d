import { Composer, isMap, isScalar, isSeq, Lexer, LineCounter, Parser } from 'yaml';
import type { CST } from 'yaml';

import {
  MAX_DEPTH,
  MAX_KEYS,
  MAX_TOKENS,
  twice,
  TOO_DEEP,
  TOO_MANY_KEYS,
  TOO_MANY_TOKENS,
  Unreadable,
} from './limits';

/**
 * YAML 1.2 with its core schema, which means what JSON means: no anchors, aliases, tags, directives, and one document.
 * Throws Unreadable for these, for what is no YAML, too deep, has too many keys, or one of them twice.
 */
export const readYaml = (text: string): unknown => {
  const lines = new LineCounter();
  const lineOf = (offset: number): number => Math.max(1, lines.linePos(offset).line);
  const tokens = tokensOf(text, lines);
  // Before anything is composed of them: that steps down into what lies inside, and unfolds aliases.
  refuseTokens(tokens, lineOf);
  const [document] = composerOf(lineOf).compose(tokens);
  if (document === undefined) throw new Unreadable('is empty');
  const [error] = document.errors;
  if (error !== undefined) throw notYaml(error.message, lineOf(error.pos[0]));
  return valueOf(document.contents, lineOf);
};

/** A document and a text lie around and inside of the collections that are open. */
const MAX_OPEN = MAX_DEPTH + 2;

const tokensOf = (text: string, lines: LineCounter): CST.Token[] => {
  const parser = new Parser(lines.addNewLine);
  lines.addNewLine(0);
  const tokens: CST.Token[] = [];
  let left = MAX_TOKENS;
  for (const lexeme of new Lexer().lex(text)) {
    left -= 1;
    if (left < 0) throw new Unreadable(TOO_MANY_TOKENS);
    for (const token of parser.next(lexeme)) tokens.push(token);
    // As soon as it shows: what lies without bottom costs memory for each level.
    if (parser.stack.length > MAX_OPEN)
      throw new Unreadable(TOO_DEEP, lines.linePos(parser.offset).line);
  }
  for (const token of parser.end()) tokens.push(token);
  return tokens;
};

/**
 * One that stops at the first error: the library's own gathers them, as many as there are letters. It catches what is
 * thrown inside of a collection and reports that too: the first one stays.
 */
const composerOf = (lineOf: LineOf): Composer => {
  let first: Unreadable | undefined;
  const onError = (source: ErrorSource, _code: string, message: string): never => {
    first ??= notYaml(message, lineOf(offsetOf(source)));
    throw first;
  };
  return Object.assign(new Composer(OPTIONS), { onError });
};

type ErrorSource = number | [number, number] | { offset: number };

const offsetOf = (source: ErrorSource): number => {
  if (typeof source === 'number') return source;
  return Array.isArray(source) ? source[0] : source.offset;
};

const notYaml = (message: string, line: number): Unreadable =>
  new Unreadable(`is not YAML: ${message}`, line);

// Equal keys are looked for below: the library compares each key with every other.
const OPTIONS = {
  version: '1.2',
  schema: 'core',
  merge: false,
  uniqueKeys: false,
  strict: true,
} as const;

type LineOf = (offset: number) => number;

const REFUSED: Partial<Record<CST.Token['type'], string>> = {
  alias: 'aliases are not allowed',
  anchor: 'anchors are not allowed',
  tag: 'tags are not allowed',
  directive: 'directives are not allowed',
  'directive-line': 'directives are not allowed',
};

/** Without recursion: the depth is one of the things that it is looking for. */
const refuseTokens = (tokens: readonly CST.Token[], lineOf: LineOf): void => {
  if (tokens.filter(({ type }) => type === 'document').length > 1)
    throw new Unreadable('must be one document, not several');
  const open = tokens.map((token) => ({ token, depth: 0 }));
  let keys = 0;
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { token, depth } = next;
    const refused = REFUSED[token.type];
    if (refused !== undefined) throw new Unreadable(refused, lineOf(token.offset));
    if (token.type === 'error') throw notYaml(token.message, lineOf(token.offset));
    if (depth > MAX_DEPTH) throw new Unreadable(TOO_DEEP, lineOf(token.offset));
    if ('items' in token) keys += token.items.filter(({ sep }) => sep !== undefined).length;
    if (keys > MAX_KEYS) throw new Unreadable(TOO_MANY_KEYS);
    for (const inner of within(token))
      open.push({ token: inner, depth: depth + ('items' in inner ? 1 : 0) });
  }
};

const within = (token: CST.Token): CST.Token[] => {
  const inner: (CST.Token | null | undefined)[] = [];
  if ('items' in token)
    for (const { start, key, sep, value } of token.items)
      for (const part of [start, [key], sep ?? [], [value]])
        for (const one of part) inner.push(one);
  if ('props' in token) for (const prop of token.props) inner.push(prop);
  if (token.type === 'document') {
    for (const part of token.start) inner.push(part);
    inner.push(token.value);
  }
  return inner.filter((one) => one !== null && one !== undefined);
};

/** Its depth is known to be bounded. */
const valueOf = (node: unknown, lineOf: LineOf): unknown => {
  if (isScalar(node)) return node.value;
  if (isSeq(node)) return node.items.map((item) => valueOf(item, lineOf));
  if (node === null) return null;
  if (!isMap(node)) throw new Unreadable('holds something that JSON does not know');
  const entries = new Map<string, unknown>();
  for (const { key, value } of node.items) {
    const name = isScalar(key) ? key.value : null;
    const line = isScalar(key) && key.range ? lineOf(key.range[0]) : null;
    if (typeof name !== 'string') throw new Unreadable('a key must be text, in quotes', line);
    if (entries.has(name)) throw twice(name, line);
    entries.set(name, valueOf(value, lineOf));
  }
  return Object.fromEntries(entries);
};
