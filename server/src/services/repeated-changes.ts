import { scriptStatus } from '../domain/script';
import type { ServicePorts } from './ports';
import type { ScriptChange, ScriptRecord } from './script-ports';

/** Nodes whose directories differ see the same two changes again and again: so many of each are said a day. */
const MOST_A_DAY = 5;
const DAY_MS = 24 * 60 * 60 * 1_000;

/** What this process said: from what to what a script changed → when, the earliest first. */
type Said = Map<string, number[]>;
const saidOf = new WeakMap<ServicePorts['scripts'], Said>();

/** Whether a change is still worth a word. */
export const isWorthAWord = (
  { scripts, clock }: Pick<ServicePorts, 'scripts' | 'clock'>,
  change: ScriptChange
): boolean => {
  const said = saidOf.get(scripts)?.get(keyOf(change)) ?? [];
  return said.filter((at) => at > clock.now() - DAY_MS).length < MOST_A_DAY;
};

export const rememberSaid = (
  { scripts, clock }: Pick<ServicePorts, 'scripts' | 'clock'>,
  changes: readonly ScriptChange[]
): void => {
  if (changes.length === 0) return;
  const now = clock.now();
  const before: Said = saidOf.get(scripts) ?? new Map();
  const recent = [...before].filter(([, said]) => (said.at(-1) ?? 0) > now - DAY_MS);
  const said: Said = new Map(recent);
  for (const key of changes.map(keyOf))
    said.set(key, [...(said.get(key) ?? []), now].slice(-MOST_A_DAY));
  saidOf.set(scripts, said);
};

const keyOf = ({ before, after }: ScriptChange): string =>
  JSON.stringify([after.documentId, before === null ? null : stateOf(before), stateOf(after)]);

const stateOf = (script: ScriptRecord): unknown[] => [
  script.digest,
  scriptStatus(script, script.decisions),
];
