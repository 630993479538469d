import type { Core } from '@strapi/strapi';

import { PLUGIN_ID, RIGHTS } from '../contract/rights';
import type { Right } from '../contract/rights';
import { permissionService } from './permission-service';

/** As the role editor shows them: the heading, and the words of the right. */
const WORDS: Record<Right, [subCategory: string, displayName: string]> = {
  'jobs-read': ['Jobs', 'Read'],
  'jobs-create': ['Jobs', 'Create'],
  'jobs-update': ['Jobs', 'Update, switch on and off, clone'],
  'jobs-delete': ['Jobs', 'Delete'],
  'jobs-run': ['Jobs', 'Run by hand, retry, replay'],
  'jobs-export': ['Jobs', 'Export'],
  'jobs-import': ['Jobs', 'Import'],
  'executions-read': ['Executions', 'Read with logs'],
  'executions-cancel': ['Executions', 'Cancel'],
  'templates-read': ['Templates', 'Read'],
  'calendars-read': ['Calendars', 'Read'],
  'calendars-create': ['Calendars', 'Create and import'],
  'calendars-update': ['Calendars', 'Update'],
  'calendars-delete': ['Calendars', 'Delete'],
  'http-use': ['Templates', 'Send HTTP requests'],
  'scripts-read': ['Scripts', 'Read with their content'],
  'scripts-approve': ['Scripts', 'Approve and reject'],
  'scripts-use': ['Scripts', 'Use in jobs'],
  'secrets-manage': ['Secrets', 'Create, replace, delete, rotate'],
  'secrets-use': ['Secrets', 'Use in jobs'],
  'backups-use': ['Backups', 'Make and download backups of the database'],
  'scheduler-read': ['Scheduler', 'Read its state'],
  'scheduler-control': ['Scheduler', 'Pause and resume all'],
  'audit-read': ['Audit', 'Read the audit log'],
};

/** Puts the plugin's rights and the condition "is owner" into Strapi's role editor. Call it in `register()`. */
export const registerRights = async (strapi: Core.Strapi): Promise<void> => {
  const { actionProvider, conditionProvider } = permissionService(strapi);
  await actionProvider.registerMany(RIGHTS.map(actionOf));
  await conditionProvider.registerMany([
    { displayName: 'Is owner', name: 'is-owner', plugin: PLUGIN_ID, handler: isOwner },
  ]);
};

const actionOf = (right: Right): object => {
  const [subCategory, displayName] = WORDS[right];
  return { section: 'plugins', pluginName: PLUGIN_ID, uid: right, subCategory, displayName };
};

/** One's own jobs, and those that one's own admin tokens made. */
const isOwner = (user: { id: number }): object => ({
  $or: [
    { ownerKind: 'user', ownerId: String(user.id) },
    { ownerKind: 'token', 'createdBy.id': user.id },
  ],
});
