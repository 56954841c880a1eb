import { KIND_NAMES, type Resource, type ResourceKind, type Snapshot } from '../fleet/snapshot.ts';
import { hasUntoldOwner } from '../fleet/untold-owner.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../json.ts';
import { plainDecimal } from './decimal.ts';
import type { Draft } from './gateway-planning.ts';
import { GATEWAY_PLANNINGS } from './gateway-plannings.ts';
import { namedPeople } from './named-people.ts';

/** What a person should know that an operation brings with it, besides what it says. */
export function consequences(operation: Draft, snapshot: Snapshot): readonly string[] {
  const { action, before, node } = operation;
  return [
    ...(before === undefined
      ? []
      : action === 'delete'
        ? deleted(before, snapshot, node)
        : updated(operation, before, snapshot)),
    ...GATEWAY_PLANNINGS[snapshot.kind].consequences(operation, snapshot),
  ];
}

function updated(
  { wanted = {}, node, name }: Draft,
  before: Resource,
  { resources }: Snapshot,
): readonly string[] {
  const messages: string[] = [];
  if (hasUntoldOwner(before)) {
    messages.push(
      `${node} does not say whether its config file owns the ${KIND_NAMES[before.kind]} "${name}": if it does, a restart takes the change back. Look into the file, and change it there too.`,
    );
  }
  const lost = lostModels(before.fields['models'], wanted['models']);
  if (lost.length > 0) messages.push(`On ${node} "${name}" can no longer use ${lost.join(', ')}.`);
  const spent = overBudget(before.observed['spend'], wanted['budget']);
  if (spent !== null) {
    messages.push(
      `On ${node} "${name}" has already spent ${spent} USD of the running period: it is refused at once.`,
    );
  }
  if (startsOver(before.fields['budget'], wanted['budget'])) {
    messages.push(
      `On ${node} the period of the budget of "${name}" changes: when it next starts over is worked out anew.`,
    );
  }
  const members = lostMembers(before.fields['members'], wanted['members']);
  if (members.length > 0) {
    messages.push(
      `On ${node} ${namedPeople(members, resources)} lose${members.length === 1 ? 's' : ''} access through "${name}".`,
    );
  }
  if (wanted['blocked'] === true) messages.push(`On ${node} "${name}" is refused at once, whatever it asks.`);
  return messages;
}

/** What else stops working when something is deleted, by its kind. */
function deleted(gone: Resource, snapshot: Snapshot, node: string): readonly string[] {
  const keys = snapshot.resources.filter(({ kind }) => kind === 'key');
  const parts: string[] = [];
  const of = (many: number, what: string, then: (one: boolean) => string): void => {
    if (many > 0) parts.push(`${count(many, what)} ${then(many === 1)}`);
  };
  switch (gone.kind) {
    case 'team':
      of(keys.filter(names('team', gone)).length, 'key', (one) => `of it stop${one ? 's' : ''} working`);
      of(listOf(gone.fields['members']).length, 'member', (one) => `lose${one ? 's' : ''} what it gave them`);
      break;
    case 'user':
      of(keys.filter(names('user', gone)).length, 'key', (one) => `of theirs stop${one ? 's' : ''} working`);
      break;
    case 'key':
      parts.push('whoever uses it is refused at once, and its secret cannot be had back');
      break;
    case 'budget':
      of(usersOfBudget(gone, snapshot), 'key or customer', () => 'that name it are no longer limited by it');
      break;
    case 'model':
      if (isLastDeployment(gone, snapshot)) parts.push('no other deployment answers to that name');
      break;
    case 'credential':
      of(
        usersOfCredential(gone, snapshot),
        'deployment',
        (one) => `that use${one ? 's' : ''} it can no longer sign in`,
      );
      break;
    case 'accessGroup':
      of(
        listOf(gone.fields['teams']).length + listOf(gone.fields['keys']).length,
        'team or key',
        () => 'lose its models',
      );
      break;
    default:
      break;
  }
  if (parts.length === 0) return [];
  return [`Deleting the ${KIND_NAMES[gone.kind]} "${gone.name}" on ${node}: ${parts.join(', ')}.`];
}

/** How the adapters name what a key belongs to: in the neutral fields, or as `team_id` among LiteLLM's own settings. */
function names(field: 'team' | 'user', owner: Resource): (resource: Resource) => boolean {
  return ({ fields, settings }) =>
    [fields[field], fields[`${field}Id`], settings[`${field}_id`], settings[field]].some(
      (value) => typeof value === 'string' && (value === owner.id || value === owner.name),
    );
}

const BUDGETED: ReadonlySet<ResourceKind> = new Set<ResourceKind>(['key', 'customer', 'organization', 'tag']);

function usersOfBudget({ id }: Resource, { resources }: Snapshot): number {
  return resources.filter(({ kind, settings }) => BUDGETED.has(kind) && settings['budget_id'] === id).length;
}

function usersOfCredential({ name }: Resource, { resources }: Snapshot): number {
  return resources.filter(({ kind, settings }) => {
    const params = settings['litellm_params'];
    return kind === 'model' && isJsonObject(params) && params['litellm_credential_name'] === name;
  }).length;
}

function isLastDeployment({ id, name }: Resource, { resources }: Snapshot): boolean {
  return !resources.some((other) => other.kind === 'model' && other.name === name && other.id !== id);
}

function lostModels(before: JsonValue | undefined, after: JsonValue | undefined): readonly string[] {
  if (!Array.isArray(before) || !Array.isArray(after) || after.includes('*')) return [];
  if (before.includes('*')) return ['models that are not named'];
  return before.flatMap((model: JsonValue) =>
    typeof model === 'string' && !after.includes(model) ? [model] : [],
  );
}

function lostMembers(before: JsonValue | undefined, after: JsonValue | undefined): readonly string[] {
  if (!Array.isArray(before) || !Array.isArray(after)) return [];
  return before.flatMap((member: JsonValue) =>
    typeof member === 'string' && !after.includes(member) ? [member] : [],
  );
}

function overBudget(spend: JsonValue | undefined, budget: JsonValue | undefined): string | null {
  if (!isJsonObject(budget) || (typeof spend !== 'number' && typeof spend !== 'string')) return null;
  // Only for a warning: the gateway decides with its own numbers.
  return Number(spend) > Number(budget['limit']) ? plainDecimal(spend) : null;
}

function startsOver(before: JsonValue | undefined, after: JsonValue | undefined): boolean {
  if (!isJsonObject(before) || !isJsonObject(after)) return false;
  return period(before) !== period(after);
}

function period(budget: JsonObject): JsonValue {
  return budget['period'] ?? null;
}

function listOf(value: JsonValue | undefined): readonly JsonValue[] {
  return Array.isArray(value) ? value : [];
}

function count(many: number, what: string): string {
  return `${many} ${what}${many === 1 ? '' : 's'}`;
}
