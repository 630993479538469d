import { mayRun, type Decided } from '../../server/src/domain/script';
import type { ScriptsOf } from '../../server/src/engine/ports';
import {
  databaseDependencyBench,
  memoryDependencyBench,
  type DependencyBench,
} from './dependency-bench';
import type { SchemaDatabase } from './schema';

/** A bench on which somebody has to consent to scripts: those that executions name in `script` and in their hooks. */
export interface ApprovalBench extends DependencyBench {
  /** The script as it was seen last; it is made where there is none. */
  see(script: string, given?: { digest?: string; isMissing?: boolean }): Promise<void>;
  /** About the bytes that were seen last, unless others are named. */
  decide(script: string, decision: Decided['decision'], digest?: string): Promise<void>;
}

const DIGEST = 'd1';
const pathOf = (script: string): string => `${script}.sh`;

export const scriptsOf: ScriptsOf = ({ plan, parameters }) => {
  const { script } = parameters;
  const hooks = plan.hooks ?? { before: [], after: [] };
  return [
    ...(typeof script === 'string' ? [{ script, by: 'job' as const }] : []),
    ...[...hooks.before, ...hooks.after].map((hook) => ({
      script: hook.script,
      by: 'hook' as const,
    })),
  ];
};

interface Seen {
  digest: string;
  isMissing: boolean;
  decisions: Decided[];
}

export const memoryApprovalBench = async (): Promise<ApprovalBench> => {
  const scripts = new Map<string, Seen>();
  const unapproved = () =>
    new Map(
      [...scripts]
        .filter(([, { digest, isMissing, decisions }]) => !isMissing && !mayRun(digest, decisions))
        .map(([script]) => [script, pathOf(script)])
    );
  const bench = await memoryDependencyBench({ scriptsOf, unapproved });
  const seen = (script: string): Seen =>
    scripts.get(script) ?? { digest: DIGEST, isMissing: false, decisions: [] };
  return {
    ...bench,
    see: async (script, given = {}) => {
      scripts.set(script, { ...seen(script), ...given });
    },
    decide: async (script, decision, digest = seen(script).digest) => {
      const { decisions, ...rest } = seen(script);
      scripts.set(script, { ...rest, decisions: [{ decision, digest }, ...decisions] });
    },
  };
};

export const databaseApprovalBench = async (
  database: SchemaDatabase,
  options: { skipsLocked?: boolean } = {}
): Promise<ApprovalBench> => {
  const { knex } = database;
  for (const table of ['scripts', 'script_approvals']) await knex(`job_scheduler_${table}`).del();
  const bench = await databaseDependencyBench(database, { ...options, scriptsOf });
  let decided = 0;
  return {
    ...bench,
    see: async (script, { digest, isMissing } = {}) => {
      const given = {
        ...(digest === undefined ? {} : { digest }),
        ...(isMissing === undefined ? {} : { is_missing: isMissing }),
      };
      const known = await knex('job_scheduler_scripts').where({ document_id: script });
      if (known.length > 0)
        await knex('job_scheduler_scripts')
          .where({ document_id: script })
          .update({ seen_at: 1, ...given });
      else
        await knex('job_scheduler_scripts').insert({
          document_id: script,
          path: pathOf(script),
          type: 'bash',
          interpreter: 'bash',
          digest: DIGEST,
          size: 1,
          takes_options: false,
          is_missing: false,
          seen_at: 0,
          ...given,
        });
    },
    decide: async (script, decision, digest) => {
      const row = await knex('job_scheduler_scripts').where({ document_id: script }).first();
      await knex('job_scheduler_script_approvals').insert({
        document_id: `decision-${(decided += 1)}`,
        script_id: script,
        digest: digest ?? row.digest,
        decision,
        at: decided,
      });
    },
  };
};
