import { formsOf } from './forms';

/** What stands in the place of a secret. */
export const MASK = '••••••';

/** Hides some values, in whichever of their usual encodings they come. */
export interface Masker {
  mask(text: string): string;
  /** The same in every text of a value, the names of its fields included. */
  maskIn(value: unknown): unknown;
  /** For text that comes in pieces: a secret may be cut anywhere. */
  stream(): MaskStream;
}

/** Answers what is safe to pass on; what may be the beginning of a secret waits for more. */
export interface MaskStream {
  push(piece: string): string;
  /** The rest: nothing comes after it. */
  end(): string;
}

/**
 * All forms of all values are looked for at once (Aho and Corasick, 1975): the cost is one step a character, however many
 * there are. Matches that touch or overlap become one mask.
 */
export const createMasker = (values: readonly string[]): Masker => {
  const forms = [...new Set(values.flatMap(formsOf))];
  const automaton = forms.length === 0 ? null : buildAutomaton(forms);
  const stream = (): MaskStream => (automaton === null ? PASS_ON : createStream(automaton));
  const mask = (text: string): string => {
    const whole = stream();
    return whole.push(text) + whole.end();
  };
  return { mask, maskIn: (value) => maskIn(mask, value), stream };
};

const PASS_ON: MaskStream = { push: (piece) => piece, end: () => '' };

/** Hides nothing. */
export const NO_SECRETS: Masker = createMasker([]);

const maskIn = (mask: (text: string) => string, value: unknown): unknown => {
  if (typeof value === 'string') return mask(value);
  if (Array.isArray(value)) return value.map((item) => maskIn(mask, item));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [mask(key), maskIn(mask, inner)])
  );
};

interface State {
  next: Map<number, State>;
  /** Where the longest other beginning that fits goes on; the root's is itself. */
  fallback: State;
  /** How many characters it has seen. */
  depth: number;
  /** Length of the longest form that ends here; 0 where none does. */
  match: number;
}

const buildAutomaton = (forms: readonly string[]): State => {
  const root = newState(0);
  for (const form of forms) addForm(root, form);
  linkFallbacks(root);
  return root;
};

const newState = (depth: number, root?: State): State => {
  const state = { next: new Map<number, State>(), depth, match: 0 } as State;
  state.fallback = root ?? state;
  return state;
};

const addForm = (root: State, form: string): void => {
  let state = root;
  for (let at = 0; at < form.length; at += 1) {
    const code = form.charCodeAt(at);
    const next = state.next.get(code) ?? newState(at + 1, root);
    state.next.set(code, next);
    state = next;
  }
  state.match = form.length;
};

// Breadth first: the fallback of a state is shallower than the state, so it is complete already.
const linkFallbacks = (root: State): void => {
  const open = [...root.next.values()];
  for (const state of open) {
    for (const [code, next] of state.next) {
      next.fallback = stepFrom(state.fallback, code, root);
      next.match = Math.max(next.match, next.fallback.match);
      open.push(next);
    }
  }
};

const stepFrom = (from: State, code: number, root: State): State => {
  for (let state = from; ; state = state.fallback) {
    const next = state.next.get(code);
    if (next !== undefined) return next;
    if (state === root) return root;
  }
};

const createStream = (root: State): MaskStream => {
  let state = root;
  /** The end of what came that was not passed on: it may be the beginning of a secret, or one that still grows. */
  let held = '';
  /** The match inside `held`; none where both are 0. */
  let match = { from: 0, to: 0 };

  const push = (piece: string): string => {
    const text = held + piece;
    const out: string[] = [];
    let passed = 0;
    for (let at = held.length; at < text.length; at += 1) {
      state = stepFrom(state, text.charCodeAt(at), root);
      // No match that is still to come reaches back to it.
      if (match.to > 0 && at + 1 - state.depth > match.to) {
        out.push(text.slice(passed, match.from), MASK);
        passed = match.to;
        match = { from: 0, to: 0 };
      }
      if (state.match > 0) {
        const from = at + 1 - state.match;
        match = { from: match.to > 0 ? Math.min(match.from, from) : from, to: at + 1 };
      }
    }
    const open = text.length - state.depth;
    const safe = match.to > 0 ? Math.min(match.from, open) : open;
    out.push(text.slice(passed, safe));
    held = text.slice(safe);
    if (match.to > 0) match = { from: match.from - safe, to: match.to - safe };
    return out.join('');
  };
  const end = (): string => {
    const rest = match.to > 0 ? held.slice(0, match.from) + MASK + held.slice(match.to) : held;
    held = '';
    match = { from: 0, to: 0 };
    state = root;
    return rest;
  };
  return { push, end };
};
