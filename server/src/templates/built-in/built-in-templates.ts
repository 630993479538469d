import type { TemplateDefinition } from '../define-template';
import { backup } from './backup';
import { databaseCleanup } from './database-cleanup';
import { httpRequest } from './http-request';
import { publish } from './publish';
import { script } from './script';
import { selfTest } from './self-test';
import { unpublish } from './unpublish';

/** The templates that come with the plugin. */
export const builtInTemplates: readonly TemplateDefinition<never>[] = [
  selfTest,
  httpRequest,
  databaseCleanup,
  publish,
  unpublish,
  script,
  backup,
];
