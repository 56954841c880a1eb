import { isJsonObject } from '../../../shared/json.ts';
import type { Problem } from '../../../shared/result.ts';
import type { GatewayAnswer } from '../http/client.ts';
import { requireText, textList, textOr, unreadable } from './fields.ts';
import { atRoute } from './located.ts';

/** Whose key it is, and how much of the node that person sees. */
export interface Caller {
  readonly id: string;
  readonly name: string;
  /** Every model, organization, key and webhook; others get shorter lists with status 200 (dwctl 10.13.1). */
  readonly seesAll: boolean;
  /** An admin may also look at models that are switched off. */
  readonly isAdmin: boolean;
  /** As the gateway lists them; empty where it does not. */
  readonly roles: readonly string[];
}

/** Roles that are shown something of what others have; with all other ones, nothing but what one may use (dwctl 10.13.1). */
const ADMINISTERING: ReadonlySet<string> = new Set(['PlatformManager', 'RequestViewer', 'BillingManager']);

/** Why a node cannot be worked with by the key of this person; null where it can, at least in part. */
export function whyTooFewRoles({ name, isAdmin, roles }: Caller, node: string): Problem | null {
  if (isAdmin || roles.length === 0 || roles.some((role) => ADMINISTERING.has(role))) return null;
  return {
    code: 'too_few_roles',
    message: `The key is accepted, but belongs to "${name}", who has no more than the ${roles.length === 1 ? 'role' : 'roles'} ${roles.join(', ')}: ${node} shows little besides the models that they may use, and refuses the rest.`,
    next: `Give "${name}" the roles PlatformManager and RequestViewer, or give this node the key of somebody who has them.`,
  };
}

/** Reads the answer of `GET /users/current`. */
export function readCaller(answer: GatewayAnswer): Caller {
  const { body } = answer;
  return atRoute(answer, () => {
    if (!isJsonObject(body)) throw unreadable('there is no user');
    const isAdmin = body['is_admin'] === true;
    const roles = textList(body['roles']) ?? [];
    return {
      id: requireText(body, 'id'),
      name: textOr(body['username'], ''),
      seesAll: isAdmin || roles.includes('PlatformManager'),
      isAdmin,
      roles,
    };
  });
}
