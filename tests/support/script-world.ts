import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import { eventually } from './eventually';
import { lookThroughScripts } from './look-through-scripts';
import { createWorld, serviceOf } from './world';
import type { Actor, World } from './world';

/** A script as lists of the API answer it. */
export interface ListedScript {
  documentId: string;
  path: string;
  status: string;
  digest: string;
  usedBy: number;
}

/** A world with a scripts directory of its own, in which `viewer` may approve. */
export interface ScriptWorld extends World {
  directory: string;
  write(name: string, text: string, mode?: number): void;
  /** As it is in the catalogue, which knows all that was written. */
  scriptOf(name: string): Promise<ListedScript>;
  approve(name: string, actor?: Actor): Promise<void>;
  /** Writes it, and has it approved. */
  approved(name: string, text: string): Promise<ListedScript>;
  /** The body of a job that runs the script once. */
  aJob(script: ListedScript, parameters?: object, fields?: object): object;
  create(body: object, actor?: Actor): Promise<string>;
  /** Starts the job and waits for its end. */
  start(job: string): Promise<Ended>;
  run(body: object): Promise<Ended>;
  textOf(execution: { documentId: string }): Promise<string>;
}

/** An execution that is over. */
export interface Ended {
  documentId: string;
  status: string;
  reason: string | null;
  error: { name: string; message: string; code: string | null } | null;
  result: unknown;
  attempt: number;
  attempts: { status: string; hooks?: object[] }[];
}

export const createScriptWorld = async (env: Record<string, string> = {}): Promise<ScriptWorld> => {
  const directory = mkdtempSync(path.join(os.tmpdir(), 'job-scripts-'));
  const world = await createWorld({
    JOB_SCHEDULER_SCRIPTS_DIR: directory,
    JOB_SCHEDULER_SCRIPTS_GRACE_MS: '200',
    ...env,
  });
  await serviceOf(world.site, 'admin::role').assignPermissions(world.roles.viewer, [
    { action: 'plugin::job-scheduler.scripts-approve' },
    { action: 'plugin::job-scheduler.scripts-read' },
  ]);
  const { call } = world;
  let made = 0;

  const write: ScriptWorld['write'] = (name, text, mode = 0o644) => {
    const file = path.join(directory, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
    chmodSync(file, mode);
  };
  const scriptOf: ScriptWorld['scriptOf'] = async (name) => {
    await lookThroughScripts(world.site);
    const { body } = await call('superAdmin', 'GET', '/scripts');
    const found = (body.data as ListedScript[]).find((one) => one.path === name);
    if (found === undefined) throw new Error(`${name} is not in the catalogue`);
    return found;
  };
  const approve: ScriptWorld['approve'] = async (name, actor = 'viewer') => {
    const { documentId, digest } = await scriptOf(name);
    const answer = await call(actor, 'POST', `/scripts/${documentId}/approve`, { digest });
    expect([answer.status, answer.body.error]).toEqual([200, undefined]);
  };
  const create: ScriptWorld['create'] = async (body, actor = 'superAdmin') => {
    const answer = await call(actor, 'POST', '/jobs', body);
    expect([answer.status, answer.body.error]).toEqual([201, undefined]);
    return answer.body.data.documentId;
  };
  const start: ScriptWorld['start'] = async (job) => {
    const started = await call('superAdmin', 'POST', `/jobs/${job}/run`);
    expect([started.status, started.body.error]).toEqual([202, undefined]);
    const { documentId } = started.body.data;
    const read = async () =>
      (await call('superAdmin', 'GET', `/executions/${documentId}`)).body.data;
    return eventually(read, ({ finishedAt }) => finishedAt !== null);
  };
  return {
    ...world,
    directory,
    write,
    scriptOf,
    approve,
    approved: async (name, text) => {
      write(name, text);
      await approve(name);
      return scriptOf(name);
    },
    aJob: ({ documentId }, parameters = {}, fields = {}) => ({
      name: `Script job ${(made += 1)}`,
      template: 'script',
      parameters: { script: documentId, ...parameters },
      retry: { maxAttempts: 1 },
      ...fields,
    }),
    create,
    start,
    run: async (body) => start(await create(body)),
    textOf: async ({ documentId }) => {
      const { body } = await call('superAdmin', 'GET', `/executions/${documentId}/logs?limit=1000`);
      return (body.data as { text: string }[]).map(({ text }) => text).join('\n');
    },
    stop: async () => {
      await world.stop();
      rmSync(directory, { recursive: true, force: true });
    },
  };
};
