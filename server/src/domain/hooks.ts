import { HOOK_TIMES } from '../contract/hook';
import type { JobHooks } from '../contract/hook';
import type { RequiredRight } from '../contract/template';

const NONE: JobHooks = { before: [], after: [] };

/** The hooks of a job or of an execution's plan; what was stored before there were any has none. */
export const hooksOf = ({ hooks }: { hooks?: JobHooks }): JobHooks => hooks ?? NONE;

export const hasHooks = (hooks: JobHooks): boolean =>
  HOOK_TIMES.some((time) => hooks[time].length > 0);

/** documentIds of the scripts that hooks name, with where they stand in the job. */
export const scriptsOfHooks = (hooks: JobHooks): { path: string[]; target: string }[] =>
  HOOK_TIMES.flatMap((time) =>
    hooks[time].map(({ script }, index) => ({
      path: ['hooks', time, String(index), 'script'],
      target: script,
    }))
  );

const USE_SCRIPTS: RequiredRight = { action: 'plugin::job-scheduler.scripts-use', subject: null };

/** The rights that they need, of whoever makes, changes or starts such a job, and of its owner when it runs. */
export const rightsOfHooks = (hooks: JobHooks): RequiredRight[] =>
  hasHooks(hooks) ? [USE_SCRIPTS] : [];
