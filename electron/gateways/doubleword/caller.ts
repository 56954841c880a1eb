import { isJsonObject } from '../../../shared/json.ts';
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
    };
  });
}
