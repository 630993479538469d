import { lineAt, MAX_DEPTH, MAX_KEYS, twice, TOO_DEEP, TOO_MANY_KEYS, Unreadable } from './limits';

/** Throws Unreadable for what is no JSON, too deep, has too many keys, or one of them twice. */
export const readJson = (text: string): unknown => {
  const repeated = scan(text);
  const value = parse(text);
  if (repeated !== null) throw repeated;
  return value;
};

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Unreadable(`is not JSON: ${(error as Error).message}`);
  }
};

/** Keys of an object that is open, and whether the next text is one of them; null for a list. */
type Level = { keys: Set<string>; awaitsKey: boolean } | null;

/**
 * Walks through the text before it is parsed: JSON.parse keeps the last of equal keys and says nothing. Whether the text
 * is JSON is not its business; the first repeated key is answered, as it means something only if it is.
 */
const scan = (text: string): Unreadable | null => {
  const levels: Level[] = [];
  let keys = 0;
  let repeated: Unreadable | null = null;
  for (let at = 0; at < text.length; at += 1) {
    const level = levels.at(-1) ?? null;
    switch (text.charAt(at)) {
      case '{':
      case '[':
        levels.push(text[at] === '{' ? { keys: new Set(), awaitsKey: true } : null);
        if (levels.length > MAX_DEPTH) throw new Unreadable(TOO_DEEP, lineAt(text, at));
        break;
      case '}':
      case ']':
        levels.pop();
        break;
      case ',':
        if (level !== null) level.awaitsKey = true;
        break;
      case '"': {
        const end = endOfText(text, at);
        if (level?.awaitsKey) {
          level.awaitsKey = false;
          keys += 1;
          if (keys > MAX_KEYS) throw new Unreadable(TOO_MANY_KEYS);
          const key = keyIn(text.slice(at, end + 1));
          if (level.keys.has(key)) repeated ??= twice(key, lineAt(text, at));
          level.keys.add(key);
        }
        at = end;
      }
    }
  }
  return repeated;
};

const endOfText = (text: string, start: number): number => {
  let at = start + 1;
  while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
  return at;
};

/** `"a"` and `"\u0061"` are the same key. */
const keyIn = (literal: string): string => {
  try {
    return String(JSON.parse(literal));
  } catch {
    return literal;
  }
};
