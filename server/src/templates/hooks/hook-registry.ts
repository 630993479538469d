import { DEFAULT_HOOK_TIMEOUT_MS, type HookTime } from '../../contract/hook';
import { hooksOf } from '../../domain/hooks';
import type { ClaimedExecution, Hook, Hooks, Outcome, RunContext } from '../../engine/ports';
import { runContext } from '../run-context';
import type { Tools } from '../tools';
import { assertHook, HookError } from './check-hook';
import { HOOK_CONTEXT } from './define-hook';
import type { HookContext, HookDefinition } from './define-hook';
import { scriptHook } from './script-hook';

/** Hooks of code, and those that jobs have. */
export interface HookRegistry {
  /** Adds a hook, from `register()` or `bootstrap()`. Throws a HookError that names the field. */
  register(hook: HookDefinition): void;
  /** Those of code first, then the job's own. */
  hooksOf(execution: Pick<ClaimedExecution, 'plan'>): Hooks;
}

export const createHookRegistry = (tools: Tools): HookRegistry => {
  const registered = new Map<string, HookDefinition>();
  const ofCode = (time: HookTime, template: string): Hook[] =>
    [...registered.values()].flatMap((hook) =>
      hook[time] === undefined || hook.templates?.includes(template) === false
        ? []
        : [codeHook(tools, hook, time, template)]
    );
  return {
    register: (hook) => {
      assertHook(hook);
      if (registered.has(hook.uid))
        throw new HookError(hook.uid, 'uid', 'is taken by another hook');
      registered.set(hook.uid, hook);
    },
    hooksOf: ({ plan }) => {
      const own = hooksOf(plan);
      const all = (time: HookTime): Hook[] => [
        ...ofCode(time, plan.template),
        ...own[time].map((hook) => scriptHook(tools.scripts, hook)),
      ];
      return { before: all('before'), after: all('after') };
    },
  };
};

const codeHook = (tools: Tools, hook: HookDefinition, time: HookTime, template: string): Hook => ({
  name: hook.uid,
  timeoutMs: hook.timeoutMs ?? DEFAULT_HOOK_TIMEOUT_MS,
  run: async (context, outcome) => {
    const own = contextOf(context, tools, template);
    if (time === 'before') await hook.before?.(own);
    else await hook.after?.(own, structuredClone(outcome) as Outcome);
  },
});

const contextOf = (context: RunContext, tools: Tools, template: string): HookContext => {
  const whole = runContext(context, tools);
  const parts = Object.fromEntries(HOOK_CONTEXT.map((name) => [name, whole[name]]));
  const parameters = structuredClone(context.parameters);
  return { ...(parts as unknown as HookContext), template, parameters };
};
