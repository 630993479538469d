import type { Knex } from 'knex';

import { pauseJob, resumeJob } from '../../../server/src/services/pause-job';
import { pauseScheduler, resumeScheduler } from '../../../server/src/services/pause-scheduler';
import type { Caller, ServicePorts } from '../../../server/src/services/ports';
import { createStore } from '../../../server/src/storage/create-store';
import type { DatabaseName } from '../../support/databases';

/** What people do to a cluster, by the use cases that the panel calls. `until`: null = until somebody resumes it. */
export interface People {
  pauseJob(documentId: string, until: number | null): Promise<unknown>;
  resumeJob(documentId: string): Promise<unknown>;
  pauseAll(until: number | null): Promise<unknown>;
  resumeAll(): Promise<unknown>;
}

const CALLER: Caller = {
  kind: 'user',
  id: '1',
  name: 'Somebody',
  userId: null,
  trigger: 'manual',
  language: 'en',
  ip: null,
  requestId: 'simulated',
  scopeOf: () => ({ jobs: 'all' }),
  holds: () => true,
};

interface Site {
  knex: Knex;
  client: DatabaseName;
  now: () => number;
  documentId: () => string;
}

export const createPeople = (site: Site): People => {
  const ports = portsOf(site);
  const bodyOf = (until: number | null) => ({
    until: until === null ? null : new Date(until).toISOString(),
    note: 'The seed wants it',
  });
  return {
    pauseJob: (id, until) => pauseJob(ports, CALLER, { id, body: bodyOf(until) }),
    resumeJob: (id) => resumeJob(ports, CALLER, id),
    pauseAll: (until) => pauseScheduler(ports, CALLER, bodyOf(until)),
    resumeAll: () => resumeScheduler(ports, CALLER),
  };
};

/** As much of a site as pauses need. Nodes hear of them by their polls. */
const portsOf = ({ knex, client, now, documentId }: Site): ServicePorts => {
  const ids = { documentId, token: documentId, random: () => 0 };
  const store = createStore({
    knex,
    client,
    ids,
    maxQueuedPerJob: 10_000,
    transaction: (work) => knex.transaction(work),
    ambient: async () => undefined,
    jobIdsWhere: () => ({ sql: 'SELECT 1', bindings: [] }),
    nameOwners: async () => new Map(),
  });
  return {
    store: {
      ...store,
      now: async () => now(),
      change: (work) => store.change((changes) => work({ ...changes, now: async () => now() })),
    },
    clock: { now, skewMs: () => 0, after: () => ({ cancel: () => undefined }) },
    ids,
    options: {
      enabled: true,
      role: 'all',
      timezone: 'UTC',
      defaultTimeoutMs: 3_000,
      maxConcurrentTotal: null,
      maxQueuedPerJob: 10_000,
      retention: { executionsDays: 90 },
    },
    scripts: { directory: null, requireApproval: true } as ServicePorts['scripts'],
    database: client,
    zoneData: 'none',
    containment: async () => null,
    engine: {
      wake: () => undefined,
      cancelHint: () => undefined,
      isRunning: () => true,
      lastTickAt: () => null,
    },
  } as Partial<ServicePorts> as ServicePorts;
};
