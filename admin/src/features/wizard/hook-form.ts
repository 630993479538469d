import {
  DEFAULT_HOOK_TIMEOUT_MS,
  HOOK_TIMES,
  type HookTime,
  type JobHooks,
} from '../../../../server/src/contract/hook';
import type { FormErrors } from '../../form-errors';
import type { Pair } from '../parameters/parameter-values';
import { rangeErrors, REQUIRED } from './range-errors';

/** One hook while it is edited. */
export interface HookDraft {
  /** Tells rows apart; never sent. */
  id: string;
  /** documentId; '' until one is chosen. */
  script: string;
  /** One a line. */
  args: string;
  env: Pair[];
  timeoutMs: number | undefined;
}

export type HooksForm = Record<HookTime, HookDraft[]>;

export const NO_HOOKS: JobHooks = { before: [], after: [] };

export const hooksFormOf = (hooks: JobHooks): HooksForm => {
  const draftsOf = (time: HookTime): HookDraft[] =>
    hooks[time].map(({ script, args, env, timeoutMs }, index) => ({
      id: `${time}-${index}`,
      script,
      args: args.join('\n'),
      env: Object.entries(env).map(([name, value], pair) => ({ id: `pair-${pair}`, name, value })),
      timeoutMs,
    }));
  return { before: draftsOf('before'), after: draftsOf('after') };
};

/** One more, with an id that no other has. */
export const withNewHook = (drafts: readonly HookDraft[], time: HookTime): HookDraft[] => {
  let n = drafts.length;
  while (drafts.some(({ id }) => id === `${time}-${n}`)) n += 1;
  const fresh = {
    id: `${time}-${n}`,
    script: '',
    args: '',
    env: [],
    timeoutMs: DEFAULT_HOOK_TIMEOUT_MS,
  };
  return [...drafts, fresh];
};

/** As they are sent; what is empty is sent as null and refused. */
export const wireHooks = (form: HooksForm): Record<HookTime, unknown[]> => {
  const wire = (time: HookTime) =>
    form[time].map(({ script, args, env, timeoutMs }) => ({
      script,
      args: args === '' ? [] : args.split('\n'),
      env: Object.fromEntries(
        env.filter(({ name }) => name.trim() !== '').map(({ name, value }) => [name.trim(), value])
      ),
      timeoutMs: timeoutMs ?? null,
    }));
  return { before: wire('before'), after: wire('after') };
};

const SHORTEST_MS = 1_000;
const LONGEST_MS = 3_600_000;

/** What is empty or out of range; the bounds are the server's. */
export const validateHooks = (form: HooksForm): FormErrors =>
  Object.fromEntries(
    HOOK_TIMES.flatMap((time) =>
      form[time].flatMap(({ script, timeoutMs }, index) => {
        const path = `hooks.${time}.${index}`;
        return Object.entries({
          ...(script === '' && { [`${path}.script`]: REQUIRED }),
          ...rangeErrors(`${path}.timeoutMs`, timeoutMs, SHORTEST_MS, LONGEST_MS),
        });
      })
    )
  );
