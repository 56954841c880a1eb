import type { Resource, Snapshot } from '../fleet/snapshot.ts';
import { isJsonObject, type JsonValue } from '../json.ts';
import { plainDecimal } from './decimal.ts';
import type { Operation } from './plan.ts';

/** What a person should know that an operation brings with it, besides what it says. */
export function consequences(operation: Omit<Operation, 'id'>, snapshot: Snapshot): readonly string[] {
  const { action, before, wanted, node, name } = operation;
  if (before === undefined) return [];
  if (action === 'delete') return deleted(before, snapshot, node);
  const messages: string[] = [];
  const lost = lostModels(before.fields['models'], wanted?.['models']);
  if (lost.length > 0) messages.push(`On ${node} "${name}" can no longer use ${lost.join(', ')}.`);
  const spent = overBudget(before.observed['spend'], wanted?.['budget']);
  if (spent !== null) {
    messages.push(
      `On ${node} "${name}" has already spent ${spent} USD of the running period: it is refused at once.`,
    );
  }
  return messages;
}

function deleted(team: Resource, snapshot: Snapshot, node: string): readonly string[] {
  const keys = snapshot.resources.filter(
    (resource) => resource.kind === 'key' && belongsTo(resource, team),
  ).length;
  const members = Array.isArray(team.fields['members']) ? team.fields['members'].length : 0;
  const parts = [
    ...(keys > 0 ? [`${count(keys, 'key')} of it stop${keys === 1 ? 's' : ''} working`] : []),
    ...(members > 0 ? [`${count(members, 'member')} lose${members === 1 ? 's' : ''} what it gave them`] : []),
  ];
  return parts.length === 0
    ? []
    : [`Deleting "${team.name}" on ${node}: ${parts.join(', ')}. This cannot be undone from here.`];
}

/** How the adapters name a key's team: `team` in the neutral fields, `team_id` among LiteLLM's own settings. */
function belongsTo({ fields, settings }: Resource, team: Resource): boolean {
  return [fields['team'], fields['teamId'], settings['team_id'], settings['team']].some(
    (value) => typeof value === 'string' && (value === team.id || value === team.name),
  );
}

function lostModels(before: JsonValue | undefined, after: JsonValue | undefined): readonly string[] {
  if (!Array.isArray(before) || !Array.isArray(after) || after.includes('*')) return [];
  if (before.includes('*')) return ['models that are not named'];
  return before.flatMap((model: JsonValue) =>
    typeof model === 'string' && !after.includes(model) ? [model] : [],
  );
}

function overBudget(spend: JsonValue | undefined, budget: JsonValue | undefined): string | null {
  if (!isJsonObject(budget) || (typeof spend !== 'number' && typeof spend !== 'string')) return null;
  // Only for a warning: the gateway decides with its own numbers.
  return Number(spend) > Number(budget['limit']) ? plainDecimal(spend) : null;
}

function count(many: number, what: string): string {
  return `${many} ${what}${many === 1 ? '' : 's'}`;
}
