import path from 'node:path';

import type { Core } from '@strapi/strapi';

import { openArtifactFiles } from './artifacts/artifact-files';
import type { ArtifactFiles } from './artifacts/artifact-files';
import { createArtifacts } from './artifacts/create-artifacts';
import { foldersOf, MEGABYTE } from './compose-scripts';
import type { Options } from './config/options';
import type { Artifacts } from './engine/artifacts';
import type { Clock } from './engine/ports';
import { createBackupTools } from './processes/dumps/create-backup-tools';
import { findInterpreter } from './processes/script-tools';
import type { ScriptRunner } from './processes/script-tools';
import { createArtifactStore } from './storage/engine/create-engine-store';
import { openStrapiDatabase } from './storage/strapi-database';
import { createIds } from './system-ids';
import type { BackupTools } from './templates/tools';

interface Makings {
  strapi: Core.Strapi;
  clock: Clock;
  options: Options;
}

export const artifactFilesOf = ({
  strapi,
  options: { artifacts },
}: Pick<Makings, 'strapi' | 'options'>): ArtifactFiles => {
  const site = foldersOf(strapi);
  const own = path.join(site.root, '.job-scheduler', 'artifacts');
  return openArtifactFiles(artifacts.directory ?? own, site);
};

/** What executions keep, and for how long. */
export const artifactsOf = (makings: Makings): Artifacts => {
  const { strapi, clock, options } = makings;
  const { knex, client } = openStrapiDatabase(strapi);
  const { maxFileMb, maxExecutionMb, maxFiles, keepDays, keepPerJob } = options.artifacts;
  return createArtifacts({
    store: createArtifactStore({ knex, client, limit: { clock } }),
    files: artifactFilesOf(makings),
    clock,
    ids: createIds(clock),
    limits: {
      maxFileBytes: maxFileMb * MEGABYTE,
      maxExecutionBytes: maxExecutionMb * MEGABYTE,
      maxFiles,
      keepDays,
      keepPerJob,
    },
  });
};

/** Dumps of the database that this site runs on. */
export const backupsOf = (makings: Makings & { runner: ScriptRunner }): BackupTools => {
  const { strapi, clock, options, runner } = makings;
  return createBackupTools(() => {
    const { knex, client } = openStrapiDatabase(strapi);
    const connection: unknown = strapi.config.get('database.connection.connection');
    return {
      containment: runner.host,
      clock,
      graceMs: options.scripts.graceMs,
      standstillMs: options.scripts.standstillMs,
      findProgram: findInterpreter,
      scratch: artifactFilesOf(makings).scratch,
      knex,
      client,
      connection: (connection ?? {}) as Record<string, unknown>,
    };
  });
};
