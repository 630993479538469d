import path from 'node:path';

import type { FieldError } from '../../contract/schedule';
import { JobFailure } from '../../domain/failure';
import { defineTemplate } from '../define-template';
import type { TemplateContext } from '../define-template';
import { assertArguments } from '../script-arguments';
import type { Tools } from '../tools';
import { scriptParameters } from './script-parameters';

interface ScriptParameters {
  /** documentId of a script of the catalogue. */
  script: string;
  args: string[];
  env: Record<string, string>;
  /** Variable → name of the secret that is its value. */
  secrets: Record<string, string>;
  workingDirectory: string | null;
  successExitCodes: number[];
  outputCapBytes: number;
}

const VARIABLE = /^PARAM_[A-Z0-9_]{1,100}$/;

/** Runs an approved script of the scripts directory, with nothing but what its job declares. */
export const script = defineTemplate<ScriptParameters>({
  uid: 'script',
  version: 1,
  category: 'integration',
  icon: 'Code',
  label: { en: 'Script', zh: '指令碼' },
  description: {
    en: 'Runs a Python, Bash or Node script or a program from the approved scripts directory.',
    zh: '執行已核准的指令碼目錄中的 Python、Bash、Node 指令碼或程式。',
  },
  startsProcesses: true,
  parameters: scriptParameters,
  check: ({ env, secrets }) => [
    ...Object.keys(env).flatMap((name) => variableErrors('env', name)),
    ...Object.keys(secrets).flatMap((name) => variableErrors('secrets', name)),
    ...Object.keys(secrets)
      .filter((name) => Object.hasOwn(env, name))
      .map((name) => ({
        path: ['parameters', 'secrets', name],
        message: 'is among the other variables too',
      })),
  ],
  requires: () => [{ action: 'plugin::job-scheduler.scripts-use', subject: null }],
  sends: (parameters) => ({ scripts: [parameters.script] }),
  run: async (context) => runJob(context),
});

const variableErrors = (field: string, name: string): FieldError[] =>
  VARIABLE.test(name)
    ? []
    : [
        {
          path: ['parameters', field, name],
          message: 'must begin with PARAM_ and have capital letters, digits and _ only',
        },
      ];

const runJob = async (context: TemplateContext<ScriptParameters>): Promise<unknown> => {
  const { parameters, scripts, secrets } = context;
  const approved = await scripts.open(parameters.script);
  assertArguments(parameters.args, approved.manifest.options);
  return scripts.run(context, {
    script: approved,
    args: parameters.args,
    env: { ...parameters.env, ...secretVariables(parameters, secrets) },
    workingDirectory: await workingDirectory(parameters.workingDirectory, scripts),
    successExitCodes: parameters.successExitCodes,
    outputCapBytes: parameters.outputCapBytes,
  });
};

const secretVariables = (
  { secrets: names }: ScriptParameters,
  secrets: TemplateContext['secrets']
): Record<string, string> =>
  Object.fromEntries(Object.entries(names).map(([name, secret]) => [name, secrets.get(secret)]));

const workingDirectory = async (
  wanted: string | null,
  { workingRoots, realpath }: Tools['scripts']
): Promise<string | null> => {
  if (wanted === null) return null;
  const real = await realpath(wanted);
  const isInside = (root: string): boolean =>
    path.relative(root, real ?? '/').split(path.sep)[0] !== '..';
  if (real !== null && workingRoots.some(isInside)) return real;
  throw new JobFailure(
    real === null
      ? `The working directory ${wanted} is not there`
      : `The working directory ${wanted} is not inside of scripts.workingDirectories`,
    { code: 'WORKING_DIRECTORY', retryable: false }
  );
};
