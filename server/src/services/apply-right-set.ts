import { actionUid, IS_OWNER_CONDITION, RIGHT_SETS } from '../contract/rights';
import type { GrantedRight, RightSet } from '../contract/rights';
import type { FieldError } from '../contract/schedule';
import { auditEntry } from './audit';
import { Invalid } from './errors';
import type { Caller, ServicePorts } from './ports';
import { line, oneOf, required, shape } from './shape';

const SETS = Object.keys(RIGHT_SETS) as RightSet[];
const BODY = shape({ role: required(line(1, 64)), set: required(oneOf(SETS)) });

/** Gives a Strapi role exactly the plugin's rights of a documented set; its other rights stay. */
export const applyRightSet = async (
  { store, roles }: ServicePorts,
  caller: Caller,
  body: unknown
): Promise<{ data: { role: string; set: RightSet; rights: GrantedRight[] } }> => {
  const errors: FieldError[] = [];
  const request = BODY(body, [], errors);
  if (request === undefined) throw new Invalid(errors);
  const { role, set } = request;
  const name = await roles.nameOf(role);
  if (name === undefined)
    throw new Invalid([
      { path: ['role'], message: 'is not a role that can be changed', value: role },
    ]);
  const rights: GrantedRight[] = [...RIGHT_SETS[set]];
  await store.change(async (changes) => {
    await roles.replaceRights(
      role,
      rights.map(({ right, ownOnly }) => ({
        action: actionUid(right),
        conditions: ownOnly ? [IS_OWNER_CONDITION] : [],
      }))
    );
    const object = { kind: 'role', documentId: role, name };
    const diff = { set: { before: null, after: set } };
    await changes.writeAudit(auditEntry(caller, { action: 'access.apply', object, diff }));
  });
  return { data: { role, set, rights } };
};
