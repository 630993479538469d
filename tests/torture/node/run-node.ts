import type { EngineEvent } from '../../../server/src/engine/events';
import { BUGS } from '../bugs';
import { hookStatements } from '../statement-hook';
import { fastSql } from './fast-time';
import { openEngineNode, type EngineNodeConfig } from './engine-node';

/** What a process of its own is to do. */
export interface NodePlan extends EngineNodeConfig {
  /** The process kills itself at its n-th statement (from 1), before it is sent or after it was answered. */
  killAt?: { statement: number; when: 'before' | 'after' };
  /** So many attempts are to end before it stops and leaves; it goes on until it is stopped where left out. */
  untilEnded?: number;
  /** Its clock goes wrong by so many milliseconds. */
  shiftMs?: number;
  /** The zone that its process is in; the machine's where left out. */
  processZone?: string | undefined;
}

export const runNode = async (plan: NodePlan): Promise<void> => {
  let ended = 0;
  const node = openEngineNode(plan, (event: EngineEvent) => {
    if (event.type === 'execution.finished') ended += 1;
    if (event.type === 'engine.error' && process.env['TORTURE_TRACE']) console.error(event);
    if (event.type === 'execution.finished' && ended === plan.untilEnded) void leave();
  });
  let statements = 0;
  const { killAt } = plan;
  const plantIn = BUGS.find(({ name }) => name === plan.bug)?.sql ?? asItIs;
  const hurry = plan.time ? fastSql(plan.client, plan.time) : asItIs;
  hookStatements(node.knex, (sql) => {
    statements += 1;
    const isLast = statements === killAt?.statement;
    if (isLast && killAt?.when === 'before') die();
    return { sql: hurry(plantIn(sql)), ...(isLast ? { answered: die } : {}) };
  });
  const leave = async (): Promise<void> => {
    await node.close();
    console.log(JSON.stringify({ statements }));
    process.exit(0);
  };
  process.once('SIGTERM', () => void leave());
  await node.engine.start();
  console.log('started');
};

const asItIs = (sql: string): string => sql;

const die = (): void => {
  process.kill(process.pid, 'SIGKILL');
};
