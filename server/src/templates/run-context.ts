import type { Clock, RunContext } from '../engine/ports';
import type { TemplateContext } from './define-template';
import type { Tools } from './tools';

const LONGEST_TIMER = 60_000;

/** The engine's context with the site's tools. Each is made for one attempt: named one by one they cost a tenth. */
export const runContext = (context: RunContext, tools: Tools): TemplateContext => ({
  parameters: context.parameters,
  secrets: context.secrets,
  trustedForMs: context.trustedForMs,
  get signal() {
    return context.signal;
  },
  get log() {
    return context.log;
  },
  progress: context.progress,
  occurrenceId: context.occurrenceId,
  executionId: context.executionId,
  attempt: context.attempt,
  scheduledFor: context.scheduledFor,
  dueAt: context.dueAt,
  job: context.job,
  strapi: tools.strapi,
  scripts: tools.scripts,
  backups: tools.backups,
  now: tools.clock.now,
  // Whatever signal a template hands over, what it does ends with its attempt.
  artifact: (name, content, options) =>
    context.artifact(name, content, {
      ...options,
      signal: joined(context.signal, options?.signal),
    }),
  sleep: (ms) => sleep(tools.clock, context.signal, ms),
  fetch: (url, request) =>
    tools.fetch(url, { ...request, signal: joined(context.signal, request?.signal) }),
});

const joined = (attempt: AbortSignal, own: AbortSignal | undefined): AbortSignal =>
  own === undefined ? attempt : AbortSignal.any([attempt, own]);

const sleep = async (
  clock: Pick<Clock, 'now' | 'after'>,
  signal: AbortSignal,
  ms: number
): Promise<void> => {
  const end = clock.now() + ms;
  for (let left = ms; left > 0; left = end - clock.now())
    // oxlint-disable-next-line no-await-in-loop -- one timer holds at most a minute
    await wait(clock, signal, Math.min(left, LONGEST_TIMER));
  signal.throwIfAborted();
};

const wait = async (
  clock: Pick<Clock, 'after'>,
  signal: AbortSignal,
  ms: number
): Promise<void> => {
  signal.throwIfAborted();
  await new Promise<void>((resolve, reject) => {
    const abort = (): void => {
      timer.cancel();
      reject(signal.reason as Error);
    };
    const timer = clock.after(ms, () => {
      signal.removeEventListener('abort', abort);
      resolve();
    });
    signal.addEventListener('abort', abort, { once: true });
  });
};
