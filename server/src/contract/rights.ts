/** Rights of the plugin, as shown in Strapi's role editor. A right appears once its feature exists. */

export const PLUGIN_ID = 'job-scheduler';

export const RIGHTS = [
  'jobs-read',
  'jobs-create',
  'jobs-update',
  'jobs-delete',
  'jobs-run',
  'jobs-export',
  'jobs-import',
  'executions-read',
  'executions-cancel',
  'templates-read',
  'calendars-read',
  'calendars-create',
  'calendars-update',
  'calendars-delete',
  'http-use',
  'scripts-read',
  'scripts-approve',
  'scripts-use',
  'secrets-manage',
  'secrets-use',
  'backups-use',
  'scheduler-read',
  'scheduler-control',
  'audit-read',
] as const;
export type Right = (typeof RIGHTS)[number];

export type ActionUid = `plugin::job-scheduler.${Right}`;
export const actionUid = (right: Right): ActionUid => `plugin::${PLUGIN_ID}.${right}`;

/** Uid of the condition "is owner": the caller owns the job. */
export const IS_OWNER_CONDITION = `plugin::${PLUGIN_ID}.is-owner`;

export interface GrantedRight {
  right: Right;
  /** Only on jobs that the caller owns. */
  ownOnly: boolean;
}

const all = (rights: readonly Right[]): GrantedRight[] =>
  rights.map((right) => ({ right, ownOnly: false }));
const own = (rights: readonly Right[]): GrantedRight[] =>
  rights.map((right) => ({ right, ownOnly: true }));

/** The documented sets that an admin can apply to a Strapi role. */
export const RIGHT_SETS = {
  admin: all(RIGHTS),
  editor: [
    ...all(['templates-read', 'calendars-read', 'jobs-create']),
    ...own(['jobs-read', 'jobs-update', 'jobs-run', 'executions-read', 'executions-cancel']),
  ],
  viewer: all([
    'templates-read',
    'jobs-read',
    'executions-read',
    'calendars-read',
    'scheduler-read',
  ]),
} as const satisfies Record<string, GrantedRight[]>;
export type RightSet = keyof typeof RIGHT_SETS;
