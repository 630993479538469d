import { AsyncResource } from 'node:async_hooks';

import type { Core } from '@strapi/strapi';

import { version } from '../../package.json';
import { artifactFilesOf, artifactsOf, backupsOf } from './compose-artifacts';
import { apartFromCallers } from './compose-engine';
import { createRunner, createScriptWatch, openScripts } from './compose-scripts';
import { readOptions } from './config/options';
import type { Options } from './config/options';
import type { Sealing } from './domain/secrets/sealing';
import type { Soon } from './domain/soon';
import { zoneDataRelease } from './domain/time/zones';
import { createEngine } from './engine/engine';
import type { Engine } from './engine/engine';
import type { EngineEvent } from './engine/events';
import type { Clock, NodeRecord, Ports, ScriptsOf } from './engine/ports';
import { logEvent, logFault } from './notify/log';
import { createCheckOwner } from './policies/check-owner';
import { createRoles } from './policies/roles';
import { containFaults } from './processes/contain-faults';
import type { Containment } from './processes/contain-faults';
import { isAlive, thisProcess } from './processes/identity';
import type { Store } from './services/ports';
import type { ScriptDirectory } from './services/script-ports';
import type { OutsideProviders } from './services/secret-ports';
import type { ScriptRunner } from './processes/script-tools';
import type { ScriptWatch } from './processes/scripts/watch-scripts';
import { createServices } from './services/create-services';
import type { UseCases } from './services/create-services';
import { createReveal } from './services/reveal-secrets';
import { createScriptsOf } from './services/scripts-of-execution';
import { createStore } from './storage/create-store';
import { createEngineStore } from './storage/engine/create-engine-store';
import { openProviders } from './storage/secret-providers/open-providers';
import { createSealing } from './storage/sealing/create-sealing';
import { openStrapiDatabase } from './storage/strapi-database';
import { createSystemClock, nextTurn } from './system-clock';
import { createIds } from './system-ids';
import { builtInTemplates } from './templates/built-in/built-in-templates';
import { createFetchGuard } from './templates/http/guarded-fetch';
import { siteOfStrapi } from './templates/parameters/site-of-strapi';
import { createHookRegistry } from './templates/hooks/hook-registry';
import type { HookRegistry } from './templates/hooks/hook-registry';
import { createRegistry } from './templates/registry';
import type { Registry } from './templates/registry';

/** The parts of one Strapi, made when they are first asked for. */
interface Parts {
  /** There from the start: apps register templates before the database is open. */
  templates: Registry;
  hooks: HookRegistry;
  engine: () => Engine;
  useCases: () => UseCases;
  containment: Containment;
  scriptWatch: () => ScriptWatch | null;
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
  const store = once(() =>
    createStore({
      ...openStrapiDatabase(strapi),
      ids: createIds(clock),
      maxQueuedPerJob: options.maxQueuedPerJob,
      scriptsOf,
    })
  );
  const scripts = openScripts(strapi, options);
  const scriptsOf = createScriptsOf(scripts, () => templates);
  const secretProviders = openProviders(options, clock);
  const runner = createRunner({ strapi, clock, options, store, scripts });
  const { templates, hooks } = createTemplates({ strapi, clock, options, runner });
  const containment = containFaults(process, (fault) => {
    logFault(strapi.log, 'a job that was over still had a fault', fault);
  });
  const makings = { strapi, clock, options, store, templates, secretProviders };
  const engine = once(() =>
    apartFromCallers(createEngine(portsOf({ ...makings, hooks, containment, scriptsOf })))
  );
  const useCases = once(() => createUseCases({ ...makings, scripts, runner, engine }));
  const scriptWatch = once(() => createScriptWatch({ strapi, clock, options, scripts: useCases }));
  return { templates, hooks, engine, useCases, containment, scriptWatch };
};

const createTemplates = ({
  strapi,
  clock,
  options,
  runner,
}: Pick<Makings, 'strapi' | 'clock' | 'options'> & { runner: ScriptRunner }): Pick<
  Parts,
  'templates' | 'hooks'
> => {
  const site = siteOfStrapi(strapi);
  const guard = createFetchGuard(options.http);
  const backups = backupsOf({ strapi, clock, options, runner });
  const tools = { strapi, site, clock, scripts: runner, backups, ...guard };
  const templates = createRegistry(tools);
  for (const template of builtInTemplates) templates.register(template);
  return { templates, hooks: createHookRegistry(tools) };
};

interface Makings {
  strapi: Core.Strapi;
  clock: Clock;
  options: Options;
  store: () => Store;
  templates: Registry;
  secretProviders: OutsideProviders;
}

const portsOf = ({
  strapi,
  clock,
  options,
  store,
  templates,
  hooks,
  secretProviders,
  containment,
  scriptsOf,
}: Makings & {
  hooks: HookRegistry;
  containment: Containment;
  scriptsOf: ScriptsOf | undefined;
}): Ports => {
  const { knex, client } = openStrapiDatabase(strapi);
  return {
    clock,
    ids: createIds(clock),
    store: createEngineStore({ knex, client, limit: { clock }, scriptsOf, nextTurn }),
    templates,
    checkOwner: createCheckOwner(strapi, templates, () => clock.now()),
    reveal: createReveal({
      sealing: sealingOf(strapi, options),
      secretProviders,
      findSecrets: store().findSecrets,
    }),
    artifacts: artifactsOf({ strapi, clock, options }),
    hooksOf: hooks.hooksOf,
    isAlive,
    emit: (event) => logEvent(strapi.log, event as EngineEvent),
    node: nodeOf(clock, options),
    options: { ...options, role: options.enabled ? options.role : 'off' },
    detached: detachedFrom(strapi, containment),
  };
};

const createUseCases = (
  makings: Makings & { scripts: ScriptDirectory; runner: ScriptRunner; engine: () => Engine }
): UseCases => {
  const { strapi, clock, options, store, scripts, runner, templates, secretProviders, engine } =
    makings;
  return createServices({
    store: store(),
    catalogue: templates,
    roles: createRoles(strapi),
    clock,
    ids: createIds(clock),
    options,
    sealing: sealingOf(strapi, options),
    secretProviders,
    scripts,
    artifacts: artifactFilesOf({ strapi, options }),
    database: openStrapiDatabase(strapi).client,
    zoneData: zoneDataRelease(),
    containment: async () => (options.scripts.directory === null ? null : runner.containment()),
    engine: {
      wake: () => engine().wake(),
      cancelHint: (execution) => engine().cancelHint(execution),
      isRunning: () => engine().state() === 'running',
      lastTickAt: () => engine().lastTickAt(),
    },
  });
};

/** The configured keys, or the one that Strapi has for such things; null where there is neither. */
const sealingOf = (strapi: Core.Strapi, { keys }: Options): Sealing | null => {
  const ofStrapi: unknown = strapi.config.get('admin.secrets.encryptionKey');
  const fallback = typeof ofStrapi === 'string' && ofStrapi !== '' ? [ofStrapi] : [];
  return createSealing(keys.length > 0 ? keys : fallback);
};

const nodeOf = (clock: Clock, options: Options): NodeRecord => ({
  ...thisProcess(),
  id: createIds(clock).documentId(),
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
  // What it answers is a promise of what the work answers, though its type does not say so.
  const named = <T>(work: () => Soon<T>): Promise<T> =>
    strapi.requestContext.run(context as never, work as () => Promise<never>) as Promise<T>;
  return (work, onStray) =>
    outside.runInAsyncScope(() => containment.run(() => named(work), onStray));
};

const once = <T>(make: () => T): (() => T) => {
  let made: { value: T } | undefined;
  return () => (made ??= { value: make() }).value;
};
