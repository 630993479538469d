import { AsyncResource } from 'node:async_hooks';

import type { Core } from '@strapi/strapi';

import { version } from '../../package.json';
import { readOptions } from './config/options';
import type { Options } from './config/options';
import { zoneDataRelease } from './domain/time/zones';
import { createEngine } from './engine/engine';
import type { Engine } from './engine/engine';
import type { EngineEvent } from './engine/events';
import type { Clock, NodeRecord, Ports } from './engine/ports';
import { logEvent, logFault } from './notify/log';
import { createCheckOwner } from './policies/check-owner';
import { createRoles } from './policies/roles';
import { containFaults } from './processes/contain-faults';
import type { Containment } from './processes/contain-faults';
import { isAlive, thisProcess } from './processes/identity';
import { createServices } from './services/create-services';
import type { UseCases } from './services/create-services';
import { createStore } from './storage/create-store';
import { createEngineStore } from './storage/engine/create-engine-store';
import { openStrapiDatabase } from './storage/strapi-database';
import { createSystemClock } from './system-clock';
import { systemIds } from './system-ids';
import { builtInTemplates } from './templates/built-in/built-in-templates';
import { createFetchGuard } from './templates/http/guarded-fetch';
import { siteOfStrapi } from './templates/parameters/site-of-strapi';
import { createRegistry } from './templates/registry';
import type { Registry } from './templates/registry';

/** The parts of one Strapi, made when they are first asked for. */
interface Parts {
  /** There from the start: apps register templates before the database is open. */
  templates: Registry;
  engine: () => Engine;
  useCases: () => UseCases;
  containment: Containment;
}

const composed = new WeakMap<Core.Strapi, Parts>();

/** Everything that the plugin is for one Strapi; the only place that knows every part. */
export const compose = (strapi: Core.Strapi): Parts => {
  const known = composed.get(strapi);
  if (known !== undefined) return known;
  const parts = createParts(strapi);
  composed.set(strapi, parts);
  return parts;
};

const createParts = (strapi: Core.Strapi): Parts => {
  const options = readOptions(strapi.config.get('plugin::job-scheduler'), process.env);
  const clock = createSystemClock();
  const templates = createTemplates(strapi, clock, options);
  const containment = containFaults(process, (fault) => {
    logFault(strapi.log, 'a job that was over still had a fault', fault);
  });
  const engine = once(() =>
    createEngine(portsOf({ strapi, clock, options, templates, containment }))
  );
  const useCases = once(() => createUseCases({ strapi, clock, options, templates, engine }));
  return { templates, engine, useCases, containment };
};

const createTemplates = (strapi: Core.Strapi, clock: Clock, options: Options): Registry => {
  const site = siteOfStrapi(strapi);
  const registry = createRegistry({ strapi, site, clock, ...createFetchGuard(options.http) });
  for (const template of builtInTemplates) registry.register(template);
  return registry;
};

interface Makings {
  strapi: Core.Strapi;
  clock: Clock;
  options: Options;
  templates: Registry;
}

const portsOf = ({
  strapi,
  clock,
  options,
  templates,
  containment,
}: Makings & { containment: Containment }): Ports => {
  const { knex, client } = openStrapiDatabase(strapi);
  return {
    clock,
    ids: systemIds,
    store: createEngineStore({ knex, client, limit: { after: clock.after } }),
    templates,
    checkOwner: createCheckOwner(strapi, templates, () => clock.now()),
    isAlive,
    emit: (event) => logEvent(strapi.log, event as EngineEvent),
    node: nodeOf(options),
    options: { ...options, role: options.enabled ? options.role : 'off' },
    detached: detachedFrom(strapi, containment),
  };
};

const createUseCases = (makings: Makings & { engine: () => Engine }): UseCases => {
  const { strapi, clock, options, templates, engine } = makings;
  const database = openStrapiDatabase(strapi);
  return createServices({
    store: createStore({ ...database, ids: systemIds, maxQueuedPerJob: options.maxQueuedPerJob }),
    catalogue: templates,
    roles: createRoles(strapi),
    clock,
    ids: systemIds,
    options,
    database: database.client,
    zoneData: zoneDataRelease(),
    engine: {
      wake: () => engine().wake(),
      cancelHint: (execution) => engine().cancelHint(execution),
      isRunning: () => engine().state() === 'running',
      lastTickAt: () => engine().lastTickAt(),
    },
  });
};

const nodeOf = (options: Options): NodeRecord => ({
  ...thisProcess(),
  id: systemIds.documentId(),
  role: options.role,
  version,
  zoneData: zoneDataRelease(),
  maxConcurrent: options.maxConcurrent,
});

/**
 * Work of the engine belongs to no request: it inherits no caller's transaction, the entry events that it causes carry
 * our name, and a fault that it leaves lying about is its own.
 */
const detachedFrom = (strapi: Core.Strapi, containment: Containment): Ports['detached'] => {
  const outside = new AsyncResource('job-scheduler');
  const context = { state: { auditSource: 'job-scheduler' }, request: { url: '' } };
  const named = <T>(work: () => Promise<T>): Promise<T> =>
    new Promise((resolve, reject) => {
      void strapi.requestContext.run(context as never, async () => work().then(resolve, reject));
    });
  return (work, onStray) =>
    outside.runInAsyncScope(() => containment.run(() => named(work), onStray));
};

const once = <T>(make: () => T): (() => T) => {
  let made: { value: T } | undefined;
  return () => (made ??= { value: make() }).value;
};
