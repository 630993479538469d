import type { Core } from '@strapi/strapi';

import { callerOf } from './caller';
import type { Asking } from './caller';
import { describeFault } from './describe-fault';
import { routeName } from './route-name';
import { pluginUseCases } from './use-cases';

/**
 * Lets through who holds one of the actions, whatever its conditions: those are looked at row by row. A denial goes into
 * the audit log (Strapi's own `hasPermissions` only answers false).
 */
export const hasRight = async (
  context: Asking & { params?: Record<string, string> },
  { anyOf }: { anyOf: string[] },
  { strapi }: { strapi: Core.Strapi }
): Promise<boolean> => {
  const ability = context.state.userAbility;
  if (ability !== undefined && anyOf.some((action) => ability.can(action))) return true;
  await recordDenial(strapi, context);
  return false;
};

/** Denied either way: a log that cannot be written does not turn a refusal into a fault. */
export const recordDenial = async (
  strapi: Core.Strapi,
  context: Asking & { params?: Record<string, string> }
): Promise<void> => {
  try {
    const target = context.params?.['id'] ?? context.params?.['uid'] ?? null;
    await pluginUseCases(strapi).recordDenial(callerOf(strapi, context), {
      route: routeName(context),
      target,
    });
  } catch (error) {
    strapi.log.error(`job-scheduler: a denial could not be recorded: ${describeFault(error)}`);
  }
};
