import { appendFileSync } from 'node:fs';
import { AsyncResource } from 'node:async_hooks';

import type { Knex } from 'knex';

import { createEngine, type Engine } from '../../../server/src/engine/engine';
import type { EngineEvent } from '../../../server/src/engine/events';
import type { EngineOptions, Ports } from '../../../server/src/engine/ports';
import { containFaults } from '../../../server/src/processes/contain-faults';
import { isAlive, thisProcess } from '../../../server/src/processes/identity';
import { createEngineStore } from '../../../server/src/storage/engine/create-engine-store';
import { createSystemClock } from '../../../server/src/system-clock';
import { createIds } from '../../../server/src/system-ids';
import type { DatabaseName } from '../../support/databases';
import { connect } from '../../support/schema';
import { BUGS } from '../bugs';
import { createFastClock, type FastTime } from './fast-time';
import { tortureTemplates } from './templates';

/** The real engine over the real store, in a process of its own or the run's, without a Strapi around it. */
export interface EngineNodeConfig {
  client: DatabaseName;
  /** Leads to the database. */
  env: Record<string, string>;
  witnessFile: string;
  /** What the node is called in the witness and the records. */
  id: string;
  /** The machine that it says it is on; its real one where left out. */
  host?: string;
  options?: Partial<EngineOptions>;
  bug?: string | undefined;
  /** The time that it lives in; whoever hooks its statements shifts the database's clock. */
  time?: FastTime | undefined;
}

export interface EngineNode {
  engine: Engine;
  ports: Ports;
  knex: Knex;
  close(): Promise<void>;
}

export const OPTIONS: EngineOptions = {
  role: 'all',
  pollIntervalMs: 1_000,
  leaseMs: 6_000,
  drainMs: 2_000,
  missedAfterMs: 10_000,
  maxConcurrent: 50,
  maxConcurrentTotal: null,
  maxQueuedPerJob: 10_000,
  defaultTimeoutMs: 60_000,
  retention: { executionsDays: 90, logsDays: 30, auditDays: 365 },
};

export const openEngineNode = (
  config: EngineNodeConfig,
  onEvent: (event: EngineEvent) => void = () => undefined
): EngineNode => {
  const { client, env, id } = config;
  const knex = connect(client, env);
  const bug = BUGS.find(({ name }) => name === config.bug);
  const options = { ...OPTIONS, ...config.options };
  const containment = containFaults(process, () => undefined);
  const outside = new AsyncResource('torture-node');
  containment.start();
  const self = thisProcess();
  const clock = createSystemClock();
  const limit = bug?.hasNoTimeLimit ? {} : { limit: { clock } };
  const ports: Ports = {
    clock: config.time ? createFastClock(config.time, clock) : clock,
    ids: createIds(clock),
    store: createEngineStore({ knex, client, ...limit }),
    templates: tortureTemplates((line) =>
      appendFileSync(
        config.witnessFile,
        `${JSON.stringify({ ...line, node: planted.node.id, at: trueNow() })}\n`
      )
    ),
    checkOwner: async () => null,
    reveal: async () => ({ ok: true, values: new Map() }),
    isAlive,
    emit: (event) => onEvent(event as EngineEvent),
    node: {
      ...self,
      host: config.host ?? self.host,
      id,
      role: 'all',
      version: '0.0.0',
      zoneData: 'none',
      maxConcurrent: options.maxConcurrent,
    },
    options,
    detached: (work, onStray) => outside.runInAsyncScope(() => containment.run(work, onStray)),
  };
  const planted = bug?.ports?.(ports, 0) ?? ports;
  const engine = createEngine(planted);
  return {
    engine,
    ports: planted,
    knex,
    close: async () => {
      await engine.stop();
      containment.stop();
      await knex.destroy();
    },
  };
};

/** Not moved by a preload that shifts the process's `Date`. */
const trueNow = (): number => {
  const { trueNow: now } = globalThis as { trueNow?: () => number };
  return now?.() ?? Date.now();
};
