import type { JsonObject } from '../../../shared/json.ts';
import { isJsonObject } from '../../../shared/json.ts';
import { ProblemError } from '../../../shared/result.ts';
import type { Operation } from '../../../shared/plan/plan.ts';
import { requireText, textList } from './fields.ts';
import { EVERYONE } from './group.ts';

/** Edges to add to a group and to take from it: model aliases and user ids. */
export interface EdgeChanges {
  readonly addModels: readonly string[];
  readonly removeModels: readonly string[];
  readonly addMembers: readonly string[];
  readonly removeMembers: readonly string[];
}

/** The identity of the system user (dwctl 10.13.1). It can be deleted, so it is never touched. */
const SYSTEM_USER = EVERYONE;

const WRITABLE = new Set(['models', 'members']);

/**
 * What a team operation means in edges. Only edges that the plan shows are changed: those of the state
 * before that are not wanted go, wanted ones that were not there come; what somebody else changed
 * meanwhile stays and shows when the team is read again.
 *
 * Rejects with `not_supported` what a group cannot hold (dwctl 10.13.1: no budgets, no rate limits, no
 * blocking, no "every model", no new name), and with `protected` a write to Everyone.
 */
export function edgeChanges(operation: Operation): EdgeChanges {
  if (operation.kind !== 'team') throw notSupported(operation, `A ${operation.kind} is not written here.`);
  if (operation.resourceId === EVERYONE)
    throw new ProblemError({
      code: 'protected',
      message: `${operation.node}: Everyone belongs to Doubleword itself; every user is in it.`,
      next: 'Leave Everyone out of the policy, or change what it may use in the gateway’s own console.',
    });
  const wanted = operation.wanted ?? {};
  for (const [name, value] of Object.entries(wanted)) {
    const nothing = value === null || value === false;
    if (!WRITABLE.has(name) && !nothing) throw notSupported(operation, `A Doubleword group has no ${name}.`);
  }
  const before = operation.before?.fields ?? {};
  if (operation.before !== undefined && operation.before.name !== operation.name)
    throw notSupported(operation, `The team is called ${operation.before.name}; teams are not renamed.`);
  const models = listDifference(operation, before, wanted, 'models');
  const members = listDifference(operation, before, wanted, 'members');
  if ([...models.add, ...models.remove].includes('*'))
    throw notSupported(operation, 'A Doubleword group has no "every model"; name them.');
  if ([...members.add, ...members.remove].includes(SYSTEM_USER))
    throw notSupported(operation, 'The system user is never put into a team or taken out of one.');
  return {
    addModels: models.add,
    removeModels: models.remove,
    addMembers: members.add,
    removeMembers: members.remove,
  };
}

function listDifference(
  operation: Operation,
  before: JsonObject,
  wanted: JsonObject,
  name: string,
): { readonly add: readonly string[]; readonly remove: readonly string[] } {
  if (!(name in wanted)) return { add: [], remove: [] };
  const after = textList(wanted[name]);
  if (after === null) throw notSupported(operation, `Its ${name} are not a list of names.`);
  const had = textList(before[name]) ?? [];
  return {
    add: after.filter((item) => !had.includes(item)),
    remove: had.filter((item) => !after.includes(item)),
  };
}

/** The problem of everything that this gateway cannot hold. */
export function notSupported(operation: Operation, why: string): ProblemError {
  return new ProblemError({
    code: 'not_supported',
    message: `${operation.node}: ${operation.action} of ${operation.kind} ${operation.name} cannot be written. ${why}`,
    next: 'Leave it out of the plan for this node.',
  });
}

/** The id in the answer to a create. */
export function createdId(body: unknown): string {
  return requireText(isJsonObject(body) ? body : {}, 'id');
}
