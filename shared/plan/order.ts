import type { ResourceKind } from '../fleet/snapshot.ts';
import type { Operation } from './plan.ts';

/**
 * Which kinds stand on which: a kind only names kinds of earlier levels (a key names its team, user and budget; an access group the teams and keys it is for).
 * Made and changed in this order, deleted in the opposite one.
 */
const LEVELS: readonly (readonly ResourceKind[])[] = [
  ['credential', 'endpoint', 'budget', 'guardrail', 'toolSource'],
  ['model', 'guardrailPolicy', 'organization'],
  // Before teams: LiteLLM makes up a user that it does not know when a team gets it for a member.
  ['user', 'customer', 'tag'],
  ['team'],
  ['key', 'webhook', 'grant'],
  ['accessGroup', 'policyAttachment', 'probe'],
  ['setting', 'modelGroup', 'status'],
];

/**
 * The place of an operation in its plan: operations of one level on one node do not depend on each other and may be
 * sent side by side; a higher level begins when the one below has ended. Creates and updates come first, from the
 * bottom up, deletes after them, from the top down.
 */
export function levelOf({ action, kind }: Pick<Operation, 'action' | 'kind'>): number {
  const level = LEVELS.findIndex((kinds) => kinds.includes(kind));
  return action === 'delete' ? 2 * LEVELS.length - 1 - level : level;
}
