import type { Resource } from '../fleet/snapshot.ts';
import { isJsonObject, type JsonValue } from '../json.ts';

/**
 * What is wanted of a team, with the budgets that go because their members do: LiteLLM forgets what a member had of their
 * own with the membership (1.81.13, 1.106.2), and a change that says so can be taken back.
 */
export function withLostBudgets(wanted: Resource, held: Resource | undefined): Resource {
  const { members, memberBudgets } = wanted.fields;
  const own = held?.fields['memberBudgets'];
  if (wanted.kind !== 'team' || !Array.isArray(members) || !isJsonObject(own)) return wanted;
  const named = isJsonObject(memberBudgets) ? memberBudgets : {};
  const lost = Object.keys(own).filter((user) => !members.includes(user) && !Object.hasOwn(named, user));
  if (lost.length === 0 || memberBudgets === null) return wanted;
  const gone = Object.fromEntries(lost.map((user): [string, JsonValue] => [user, null]));
  return { ...wanted, fields: { ...wanted.fields, memberBudgets: { ...named, ...gone } } };
}
